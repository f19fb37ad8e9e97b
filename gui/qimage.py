"""Pictures between the engine and Qt."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from engine.image import Image

FORMATS = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888}


def qimage_over(pixels: np.ndarray) -> QImage:
    """A QImage over the memory of a uint8 array `(height, width, 1, 3 or 4)`, which lives as long as the image."""
    height, width, channels = pixels.shape
    stride = pixels.strides[0] if height > 1 else width * channels  # NumPy may say anything where there is one row
    image = QImage(pixels.data, width, height, stride, FORMATS[channels])
    image.pixels = pixels  # type: ignore[attr-defined]
    return image


def image_from(picture: QImage) -> Image:
    """A QImage as a picture of ours: RGB, with alpha where it has some."""
    channels = 4 if picture.hasAlphaChannel() else 3
    picture = picture.convertToFormat(FORMATS[channels])
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    pixels = rows[:, : picture.width() * channels].reshape(picture.height(), picture.width(), channels)
    return Image(pixels.copy())
