"""Pictures between the clipboard and the engine."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from engine.image import Image


def image_from(picture: QImage) -> Image:
    """A QImage as a picture of ours: RGB, with alpha where it has some."""
    alpha = picture.hasAlphaChannel()
    form = QImage.Format.Format_RGBA8888 if alpha else QImage.Format.Format_RGB888
    picture = picture.convertToFormat(form)
    channels = 4 if alpha else 3
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    pixels = rows[:, : picture.width() * channels].reshape(picture.height(), picture.width(), channels)
    return Image(pixels.copy())


def to_qimage(image: Image) -> QImage:
    """A picture of ours as a QImage with memory of its own."""
    shown = image.rgba8
    return QImage(shown.data, image.width, image.height, shown.strides[0], QImage.Format.Format_RGBA8888).copy()


def dropped_path(data: QMimeData) -> str | None:
    """The first local file among what was dropped or copied, or None."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return paths[0] if paths else None
