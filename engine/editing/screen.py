"""Pictures as a screen shows them."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from engine.depth import as_dtype
from engine.image import Image
from engine.kernels.halve import halve

SMALLEST = 1024
"""About the longer side of the smallest level, in pixels."""


@dataclass(frozen=True, eq=False)
class ScreenPicture:
    """Contiguous uint8 `(height, width, channels)`: 1 is grey, 3 RGB, 4 RGB and alpha; in full size, half, a quarter …

    Zooming out stays smooth and fast by drawing from the level that is just large enough.
    """

    levels: tuple[np.ndarray, ...]

    @property
    def opaque(self) -> bool:
        return self.levels[0].shape[2] != 4


_known: WeakKeyDictionary[Image, ScreenPicture] = WeakKeyDictionary()


def screen_picture(image: Image) -> ScreenPicture:
    """The levels of a picture, each the mean of two by two pixels of the one before; 8-bit pictures are not copied.

    They are made once, and forgotten with the picture: no picture is kept for them.
    """
    if image not in _known:
        _known[image] = _reduced(image)
    return _known[image]


def _reduced(image: Image) -> ScreenPicture:
    levels = [screen_pixels(image)]
    while max(levels[-1].shape[:2]) > SMALLEST and min(levels[-1].shape[:2]) > 1:
        levels.append(halve(levels[-1]))
    return ScreenPicture(tuple(levels))


def screen_pixels(image: Image) -> np.ndarray:
    """The pixels of a picture in full size: contiguous uint8 of 1, 3 or 4 channels."""
    pixels = as_dtype(image.pixels, np.dtype(np.uint8))
    return np.ascontiguousarray(pixels[:, :, [0, 0, 0, 1]] if pixels.shape[2] == 2 else pixels)


def digit_picture(pixels: np.ndarray) -> ScreenPicture:
    """A picture as a network sees it, float32 0…1 `(height, width, 1 or 3)`, as a screen shows it."""
    shown = as_dtype(np.asarray(pixels, np.float32), np.dtype(np.uint8))
    return ScreenPicture((np.ascontiguousarray(shown),))
