"""The picture on the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication

from engine.errors import UserError
from engine.image import Image
from gui.qimage import image_from
from gui.workspace import dropped_paths


def clipboard_picture() -> Path | Image:
    """The picture that was copied, or the first file. Raises UserError where there is none."""
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if data and (paths := dropped_paths(data)):
        return paths[0]
    if data and data.hasImage():
        return image_from(clipboard.image())
    raise UserError("There is no picture on the clipboard: copy one first.")
