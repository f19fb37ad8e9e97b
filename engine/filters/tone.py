"""Filters that map each pixel by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.filters.filter import Filter
from engine.image import Image


@dataclass(frozen=True)
class Invert(Filter, group="Tone"):
    """Turn bright into dark and dark into bright: each value becomes white minus itself."""

    def __call__(self, image: Image) -> Image:
        return image.with_colour(image.dtype.type(image.white) - image.colour)


LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Rec. ITU-R BT.709: how much red, green and blue add to brightness."""


@dataclass(frozen=True)
class Greyscale(Filter, group="Tone"):
    """Keep only the brightness, weighting red, green and blue as the eye does (Rec. 709)."""

    def __call__(self, image: Image) -> Image:
        if not image.is_colour:
            return image
        luma = image.colour @ LUMA
        if image.dtype != np.float32:
            luma = np.rint(luma)
        return image.with_colour(luma[:, :, np.newaxis].astype(image.dtype))
