"""The light in a picture, and pictures of other sizes."""

from __future__ import annotations

import numpy as np
from PIL import Image as Pillow

from engine.depth import as_dtype
from engine.image import Image

Array = np.ndarray
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)  # Rec. ITU-R BT.709


def over_white(image: Image) -> Array:
    """The colours as float32 `(H, W, 1 or 3)` in 0..1; what is transparent shows white paper."""
    colour = as_dtype(image.colour, np.dtype(np.float32))
    if image.alpha is None:
        return colour
    opacity = as_dtype(image.alpha, np.dtype(np.float32))
    return colour * opacity + 1 - opacity


def brightness(image: Image) -> Array:
    """The brightness as float32 `(H, W)` in 0..1, over white paper."""
    colour = over_white(image)
    return colour @ LUMA if colour.shape[2] == 3 else colour[:, :, 0]


def resized(plane: Array, height: int, width: int) -> Array:
    """A plane `(H, W)` brought to another size, averaged where it shrinks."""
    plane = np.ascontiguousarray(plane, np.float32)
    return np.asarray(Pillow.fromarray(plane).resize((width, height), Pillow.Resampling.HAMMING))
