"""What is asked before a picture is written: only what makes a difference to this picture in this format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from engine.codec import kind_of
from engine.image import Image
from engine.jobs import Job
from engine.save_options import SaveOptions
from gui.engine_thread import EngineThread
from gui.file_dialog import FileDialog


class SaveDialog(FileDialog):
    """Shows `SaveOptions` for a file, and what would be lost."""

    def __init__(
        self,
        path: Path,
        image: Image,
        options: SaveOptions,
        engine: EngineThread,
        sized: Callable[[SaveOptions], Job[int]],
        parent: QWidget | None = None,
    ) -> None:
        self._image = image
        title, only = f"Save as {kind_of(path.name)}", SaveOptions.applying(path.name, image)
        super().__init__(path, title, image.describe(), options, engine, sized, parent, only=only)

    @property
    def options(self) -> SaveOptions:
        """What was chosen."""
        assert isinstance(self.value, SaveOptions)
        return self.value

    def remark(self) -> str:
        return self.options.losses(self._image, self.path.name)
