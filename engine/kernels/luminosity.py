"""The brightness of one picture with the hue of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.cores import over_bands
from engine.depth import MAXIMUM
from engine.kernels.window import as_contiguous_picture, limits
from engine.params import ParameterError


def take_luma(bright: np.ndarray, pixels: np.ndarray, weights: Sequence[float], columns: slice = slice(None)) -> None:
    """Give the RGB of `pixels` the brightness of `bright` in place, in some columns; their hue stays.

    `pixels (H, W, 3 or 4)` is contiguous and writeable, `bright (H, W, 1…4)` of the same dtype; a fourth channel
    is left alone, and of 1 or 2 the first counts. `weights` make the luma Y of R, G and B. With Y before and Y'
    of `bright`, each of R, G and B becomes Y' + s·(value − Y). With s = 1 the same amount is added to all three,
    so that their differences, hence hue and chroma, stay. Where that would leave black…white, s is the largest
    number for which it does not: the colour pales, while its luma and hue are right all the same. This is the
    blend mode "luminosity" of W3C, "Compositing and Blending Level 1", 2015. Where Y' is Y, every bit stays.
    Raises ParameterError.
    """
    from engine.kernels.compiled.luminosity import luma_rows

    bright = as_contiguous_picture(bright)
    if bright.shape[:2] != pixels.shape[:2] or bright.dtype != pixels.dtype or pixels.shape[2] < 3:
        raise ParameterError(f"brightness {bright.shape} and colour {pixels.shape} do not belong together")
    left, right, _ = columns.indices(pixels.shape[1])
    red, green, blue = (np.float32(weight) for weight in weights)
    over_bands(
        luma_rows, pixels.shape[0], (right - left) * 3,
        bright, left, right, np.float32(MAXIMUM[pixels.dtype]), (red, green, blue),
        limits(pixels.dtype, np.float32), pixels,
    )  # fmt: skip
