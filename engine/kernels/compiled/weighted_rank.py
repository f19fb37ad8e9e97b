"""Order statistics of windows whose pixels do not all count the same, compiled: a histogram of weights slides along."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def slide_weighted(
    first: int, last: int, places: np.ndarray, weights: np.ndarray, wanted: np.ndarray, reach: np.ndarray,
    share: float, levels: int, result: np.ndarray,
) -> None:  # fmt: skip
    """Fill `result[y, x]`, rows `first` to `last - 1`, where `wanted[y, x]`, with a rank of the window around it.

    `places (H, W, C)` are whole numbers in `range(levels)`, `weights (H, W)` how much each counts. The window of row
    `y` and column `x` begins there; its row `i` holds the pixels up to `reach[i]` to the left and right of its middle.
    The result is the first value up to which more than `share` of the weight lies; the largest where none is.
    """
    shift = 1
    while 1 << (2 * shift) < levels:
        shift += 1
    fine, coarse = np.zeros(levels, np.int64), np.zeros((levels >> shift) + 1, np.int64)
    for y in range(first, last):
        for channel in range(places.shape[2]):
            plane = places[y : y + len(reach), :, channel]
            heavy = weights[y : y + len(reach)]
            begun, total = -1, 0  # the column whose window the histogram holds
            for x in range(wanted.shape[1]):
                if not wanted[y, x]:
                    continue
                if begun < 0 or x - begun > len(reach):
                    fine[:], coarse[:] = 0, 0
                    total, begun = _whole(plane, heavy, x, reach, shift, fine, coarse), x
                while begun < x:
                    total += _step(plane, heavy, begun, reach, shift, fine, coarse)
                    begun += 1
                result[y, x, channel] = _find(min(total * share, total - 0.5), shift, fine, coarse)
            if begun >= 0:
                fine[:], coarse[:] = 0, 0


@njit(nogil=True, cache=True)
def _whole(
    plane: np.ndarray, heavy: np.ndarray, x: int, reach: np.ndarray, shift: int, fine: np.ndarray, coarse: np.ndarray
) -> int:
    """Enter the window that begins at column `x`; return its weight."""
    total, radius = 0, len(reach) // 2
    for i in range(len(reach)):
        for column in range(x + radius - reach[i], x + radius + reach[i] + 1):
            fine[plane[i, column]] += heavy[i, column]
            coarse[plane[i, column] >> shift] += heavy[i, column]
            total += heavy[i, column]
    return total


@njit(nogil=True, cache=True)
def _step(
    plane: np.ndarray, heavy: np.ndarray, x: int, reach: np.ndarray, shift: int, fine: np.ndarray, coarse: np.ndarray
) -> int:
    """Move the window one column to the right of `x`; return what it has become heavier by."""
    more, radius = 0, len(reach) // 2
    for i in range(len(reach)):
        left, right = x + radius - reach[i], x + radius + reach[i] + 1
        fine[plane[i, left]] -= heavy[i, left]
        coarse[plane[i, left] >> shift] -= heavy[i, left]
        fine[plane[i, right]] += heavy[i, right]
        coarse[plane[i, right] >> shift] += heavy[i, right]
        more += heavy[i, right] - heavy[i, left]
    return more


@njit(nogil=True, cache=True)
def _find(limit: float, shift: int, fine: np.ndarray, coarse: np.ndarray) -> int:
    """The first value up to which the weight is larger than `limit`."""
    below, block = 0, 0
    while below + coarse[block] <= limit:
        below += coarse[block]
        block += 1
    value = block << shift
    while below + fine[value] <= limit:
        below += fine[value]
        value += 1
    return value
