"""A person's own drawings and photos, labelled by hand: a folder for each class, grown one picture at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.data.dataset import DataError, Preparation
from engine.data.folder import count_pictures
from engine.image import Image, ImageError, save
from engine.jobs import Job


def drawings_folder() -> Path:
    """Where the program keeps what a person has drawn and labelled in it."""
    return Path(platformdirs.user_data_dir("neural-darkroom", appauthor=False)) / "my drawings"


@dataclass(frozen=True)
class OwnDrawings:
    """The pictures in `folder`. They are kept as drawn, so that they can be prepared for networks of any size."""

    folder: Path

    def counts(self) -> dict[str, int]:
        """How many pictures there are of each class."""
        return count_pictures(self.folder) if self.folder.is_dir() else {}

    def source(self, shape: tuple[int, ...], preparation: Preparation) -> str:
        """What opens the drawings as a data set for networks that see pictures of such shape."""
        settings = [f"size={shape[0]}"]
        if shape[2] == 1:
            settings.append("handwriting=yes" if preparation is Preparation.DIGIT else "grey=yes")
        return f"{self.folder}:{','.join(settings)}"

    def adding(self, picture: Image, label: str) -> Job[Path]:
        """Write a picture into the folder of its class and return its path. Raises DataError."""
        yield None
        folder = self.folder / class_folder(label)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            taken = [int(path.stem) for path in folder.iterdir() if path.stem.isdecimal()]
            path = folder / f"{max(taken, default=0) + 1:04}.png"
            save(picture, path)
        except (OSError, ImageError) as error:
            raise DataError(f"The drawing cannot be kept: {error}") from error
        return path


def class_folder(label: str) -> str:
    """A label as the name of a folder. Raises DataError where nothing is left of it."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "-", label).strip(" .")
    if not name:
        raise DataError("A picture needs a label: type what it shows.")
    return name


def removing(path: Path) -> Callable[[], None]:
    """What takes a picture out again, and its folder if it was the last in it."""

    def remove() -> None:
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()

    return remove
