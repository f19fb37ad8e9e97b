"""Levels of brightness: how often each occurs, and others in their place, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def count_levels(pixels: np.ndarray, colours: int, counts: np.ndarray) -> None:
    """Add to `counts[channel, level]` for the first `colours` channels of pixels whose last one, if more, is not 0."""
    height, width, channels = pixels.shape
    for y in range(height):
        for x in range(width):
            if colours == channels or pixels[y, x, colours] > 0:
                for channel in range(colours):
                    counts[channel, pixels[y, x, channel]] += 1


@njit(nogil=True, cache=True)
def look_up(pixels: np.ndarray, table: np.ndarray, result: np.ndarray) -> None:
    """Fill `result` with `table[pixels]`."""
    for x in range(len(result)):
        result[x] = table[pixels[x]]
