"""How often each brightness occurs in a picture's channels and in its luminance, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def count_whole(
    pixels: np.ndarray, weights: np.ndarray, white: int, shift: int, counts: np.ndarray, ends: np.ndarray
) -> None:
    """Count whole numbers: add to `counts (2 or 4, bins)` at each value shifted, and to `ends (2)` each pixel.

    The last row of `counts` is of the luminance. Where the last channel is alpha and 0, nothing is counted.
    """
    height, width, channels = pixels.shape
    alpha, colour = channels % 2 == 0, channels > 2
    rounding = np.float32(1 << 23)  # the float32 numbers from here on are the whole ones
    black = bright = 0
    for y in range(height):
        for x in range(width):
            if alpha and pixels[y, x, channels - 1] == 0:
                continue
            red = green = blue = np.int64(pixels[y, x, 0])
            luma = red
            if colour:
                green, blue = np.int64(pixels[y, x, 1]), np.int64(pixels[y, x, 2])
                sum = weights[0] * np.float32(red) + weights[1] * np.float32(green) + weights[2] * np.float32(blue)
                luma = np.int64((sum + rounding) - rounding)
                counts[1, green >> shift] += 1
                counts[2, blue >> shift] += 1
            counts[0, red >> shift] += 1
            counts[-1, luma >> shift] += 1
            black += min(red, green, blue) == 0
            bright += max(red, green, blue) == white
    ends[0] += black
    ends[1] += bright


@njit(nogil=True, cache=True)
def count_real(pixels: np.ndarray, weights: np.ndarray, counts: np.ndarray, ends: np.ndarray) -> None:
    """Count numbers of which 0 is black and 1 white, as `count_whole` does; those beyond go into the outer bins."""
    height, width, channels = pixels.shape
    alpha, colour = channels % 2 == 0, channels > 2
    bins = np.float32(counts.shape[1])
    black = bright = 0
    for y in range(height):
        for x in range(width):
            if alpha and not pixels[y, x, channels - 1] > 0:
                continue
            red = green = blue = luma = pixels[y, x, 0]
            if colour:
                green, blue = pixels[y, x, 1], pixels[y, x, 2]
                luma = weights[0] * red + weights[1] * green + weights[2] * blue
                counts[1, _bin(green, bins)] += 1
                counts[2, _bin(blue, bins)] += 1
            counts[0, _bin(red, bins)] += 1
            counts[-1, _bin(luma, bins)] += 1
            black += not (red > 0 and green > 0 and blue > 0)  # written so that NaN is black
            bright += red >= 1 or green >= 1 or blue >= 1
    ends[0] += black
    ends[1] += bright


@njit(nogil=True, cache=True)
def _bin(value: np.float32, bins: np.float32) -> np.int64:
    scaled = value * bins
    scaled = scaled if scaled > 0 else np.float32(0)
    return np.int64(min(scaled, bins - 1))
