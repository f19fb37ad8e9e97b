"""Pictures as a screen shows them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.image import Image
from engine.kernels.pool import pool

SCREEN = 2048
"""About the longer side of a screen, in pixels: the smallest level need not be smaller."""


@dataclass(frozen=True, eq=False)
class ScreenPicture:
    """uint8 RGBA `(height, width, 4)` in full size, half, a quarter …, so that zooming out stays smooth and fast."""

    levels: tuple[np.ndarray, ...]
    opaque: bool


@lru_cache(maxsize=4)
def screen_picture(image: Image) -> ScreenPicture:
    """The levels of a picture, each the mean of two by two pixels of the one before."""
    levels = [image.rgba8]
    while max(levels[-1].shape[:2]) > SCREEN and min(levels[-1].shape[:2]) > 1:
        levels.append(pool(levels[-1], 2, how="mean", edge="partial"))
    return ScreenPicture(tuple(levels), opaque=not image.has_alpha)


def digit_picture(pixels: np.ndarray) -> ScreenPicture:
    """A picture as a network sees it, float32 0…1 `(height, width, 1 or 3)`, as a screen shows it."""
    return screen_picture(Image(np.ascontiguousarray(np.clip(pixels, 0.0, 1.0), np.float32)))
