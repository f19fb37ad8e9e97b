"""The brightness of one picture with the hue of another, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel

Numbers = tuple[np.float32, np.float32, np.float32]


@njit(nogil=True, cache=True)
def luma_rows(
    first: int, last: int, bright: np.ndarray, left: int, right: int, white: np.float32, weights: Numbers,
    limits: Numbers, pixels: np.ndarray,
) -> None:  # fmt: skip
    """Give columns `left` to `right - 1` of rows `first` to `last - 1` of `pixels` the luma of `bright`, in place."""
    red, green, blue = weights
    grey = bright.shape[2] < 3
    for y in range(first, last):
        for x in range(left, right):
            r, g, b = np.float32(pixels[y, x, 0]), np.float32(pixels[y, x, 1]), np.float32(pixels[y, x, 2])
            luma = red * r + green * g + blue * b
            wanted = np.float32(bright[y, x, 0])
            if not grey:
                wanted = red * wanted + green * np.float32(bright[y, x, 1]) + blue * np.float32(bright[y, x, 2])
            more = wanted - luma
            if more == 0:
                continue
            brightest, darkest = max(r, g, b), min(r, g, b)
            high = max(white, brightest, wanted)  # float32 pictures may go beyond white
            low = min(np.float32(0), darkest, wanted)
            share = np.float32(1)
            if brightest + more > high:
                share = max((high - wanted) / (brightest - luma), np.float32(0))
            if darkest + more < low:
                share = min(share, max((wanted - low) / (luma - darkest), np.float32(0)))
            if share == 1:  # the same sum again, but exact where a difference and its sum would be rounded twice
                r, g, b = r + more, g + more, b + more
            else:
                r, g, b = wanted + share * (r - luma), wanted + share * (g - luma), wanted + share * (b - luma)
            pixels[y, x, 0], pixels[y, x, 1] = as_pixel(r, limits), as_pixel(g, limits)
            pixels[y, x, 2] = as_pixel(b, limits)
