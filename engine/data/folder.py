"""A person's own pictures: a folder that holds a folder of pictures for each class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.codec import FORMATS
from engine.data.arrays import MOST_BYTES, MOST_CLASSES
from engine.data.dataset import Array, DataError, Dataset, Preparation, Progress, parted
from engine.data.handwriting import prepare_digit
from engine.data.picture import whole_picture
from engine.image import Image, ImageError, load
from engine.jobs import Job
from engine.params import Declared, Range, param

PARTS = (("train", "test"), ("training", "testing"))
"""Folders that part the pictures, where they are there."""


@dataclass(frozen=True)
class FolderPlan(Declared):
    """How a folder of pictures is read."""

    size: int = param(28, "the side that pictures are scaled to", range=Range(4, 512), unit="px")
    grey: bool = param(False, "look at the brightness only; else colours count where any picture has them")
    handwriting: bool = param(
        False, "cut each sign out of its page and centre it, bright on dark, as the makers of MNIST did"
    )
    test: int = param(20, "how many of the pictures of each class are kept for tests", range=Range(1, 90), unit="%")
    seed: int = param(1, "another seed keeps other pictures for tests", range=Range(0, 2**31 - 1))


Prepare = Callable[[Image], Array]
"""From a picture to what a network sees `(H, W, C)`."""


def natural(name: str) -> list[tuple[int, str]]:
    """The key that sorts "class 2" before "class 10"."""
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in re.split(r"(\d+)", name)]


def load_folder(folder: Path, plan: FolderPlan = FolderPlan(), prepare: Prepare | None = None) -> Job[Dataset]:
    """Read FOLDER/class/picture into a data set; yields Progress. Raises DataError.

    Where the folder holds `train` and `test`, with the classes in each, these are its parts; else they are drawn by
    the seed. Each picture is seen whole, whatever its shape, or as `prepare` has it. Pictures that cannot be read are
    left out and named in `complaints`.
    """
    parts = next((found for found in ([folder / name for name in pair] for pair in PARTS) if _all_folders(found)), None)
    names = _class_names(parts[0] if parts else folder)
    for other in _class_folders(parts[1]) if parts else ():
        if other.name not in names:
            raise DataError(f"{folder.name} has pictures of {other.name} to test on, but none to learn from.")
    files = [
        [(path, label) for label, name in enumerate(names) for path in _pictures(part / name)]
        for part in parts or [folder]
    ]
    _check_size(sum(map(len, files)), plan)
    everything = [found for part in files for found in part]
    images, kept, complaints = yield from _read(everything, prepare or _as_planned(plan))
    labels = np.array([label for _, label in everything], np.int64)[kept]
    if parts:
        train, test = (np.flatnonzero(side) for side in (kept < len(files[0]), kept >= len(files[0])))
    else:
        train, test = parted(labels, plan.test, np.random.default_rng(plan.seed))
    _check_parts(folder, names, labels[train], len(test), complaints)
    preparation = Preparation.DIGIT if plan.handwriting else Preparation.PICTURE
    return Dataset(
        folder.name, folder.name, "your own pictures", images[train], labels[train], images[test], labels[test], names,
        preparation, complaints,
    )  # fmt: skip


def count_pictures(folder: Path) -> dict[str, int]:
    """How many pictures there are of each class in a folder of class folders."""
    return {found.name: sum(1 for _ in _pictures(found)) for found in _class_folders(folder)}


def has_class_folders(folder: Path) -> bool:
    """Whether a folder holds folders of pictures."""
    return any(_class_folders(part) for part in (folder, *(folder / names[0] for names in PARTS)) if part.is_dir())


def _all_folders(paths: list[Path]) -> bool:
    return all(path.is_dir() for path in paths)


def _class_folders(folder: Path) -> list[Path]:
    """The folders in it that hold a picture, in natural order."""
    folders = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted((path for path in folders if any(_pictures(path))), key=lambda path: natural(path.name))


def _class_names(folder: Path) -> tuple[str, ...]:
    names = tuple(path.name for path in _class_folders(folder))
    if not names:
        raise DataError(
            f"{folder.name} holds no folders of pictures: make one for each class, named after what its pictures show."
        )
    if len(names) == 1:
        raise DataError(
            f"{folder.name} has only one class, {names[0]}: add a folder of other pictures to tell them from."
        )
    if len(names) > MOST_CLASSES:
        raise DataError(f"{folder.name} has {len(names)} classes; at most {MOST_CLASSES} can be learned.")
    return names


def _pictures(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        found = (path for path in folder.iterdir() if path.suffix.lower() in FORMATS and not path.name.startswith("."))
        yield from sorted(found, key=lambda path: natural(path.name))


def _check_size(count: int, plan: FolderPlan) -> None:
    needed = count * plan.size**2 * 3 * 4
    if needed > 2 * MOST_BYTES:
        raise DataError(
            f"{count:,} pictures of {plan.size} × {plan.size} pixels take {needed >> 20:,} MB, more than there is room "
            "for: choose a smaller size."
        )


def _as_planned(plan: FolderPlan) -> Prepare:
    def prepare(image: Image) -> Array:
        if plan.handwriting:
            return prepare_digit(image, plan.size, plan.size)[:, :, np.newaxis]
        return whole_picture(image, plan.size, plan.size, grey=plan.grey or not image.is_colour)

    return prepare


def _read(files: list[tuple[Path, int]], prepare: Prepare) -> Job[tuple[Array, Array, tuple[str, ...]]]:
    """The pictures that can be read `(N, H, W, C)`, their places in the list, and what is to be said of the others."""
    images, kept, complaints = [], [], []
    for number, (path, _) in enumerate(files):
        try:
            images.append(prepare(load(path)))
            kept.append(number)
        except ImageError as error:
            complaints.append(f"{path.parent.name}/{error}")
        yield Progress("Reading pictures", number + 1, len(files))
    channels = max((image.shape[2] for image in images), default=1)
    alike = [np.broadcast_to(image, (*image.shape[:2], channels)) for image in images]
    return np.array(alike, np.float32), np.array(kept, np.int64), tuple(complaints)


def _check_parts(
    folder: Path, names: tuple[str, ...], learned: Array, tested: int, complaints: tuple[str, ...]
) -> None:
    missing = [name for label, name in enumerate(names) if label not in learned]
    if missing:
        reason = complaints[0] if complaints else "there are none"
        raise DataError(f"{folder.name} has no readable pictures of {', '.join(missing)} to learn from: {reason}")
    if not tested:
        raise DataError(f"{folder.name} has too few pictures to keep any for tests: add some to each class.")
