"""Order statistics of windows of any size by a histogram that slides along, compiled.

From one window to the next a column leaves and a column comes: T. Huang, G. Yang, G. Tang, "A fast two-dimensional
median filtering algorithm", 1979. The histogram has two tiers, so that the rank is found in two short walks, each from
where the last one ended.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def slide(padded: np.ndarray, step: int, result: np.ndarray, reach: np.ndarray, rank: int, levels: int) -> None:
    """Fill `result` with the value of rank `rank`, counted from 0, of each window.

    A window has `len(reach)` rows; row `i` goes `reach[i]` pixels to each side of its middle. The values are whole
    numbers in `range(levels)`.
    """
    shift = 1
    while 1 << (2 * shift) < levels:
        shift += 1
    fine, coarse = np.zeros(levels, np.int32), np.zeros((levels >> shift) + 1, np.int32)
    for y in range(result.shape[0]):
        for channel in range(step):
            rows = padded[y : y + len(reach), channel::step]
            _slide_along(rows, result[y, channel::step], reach, rank, shift, fine, coarse)


@njit(nogil=True, cache=True)
def _slide_along(
    rows: np.ndarray, result: np.ndarray, reach: np.ndarray, rank: int, shift: int,
    fine: np.ndarray, coarse: np.ndarray,
) -> None:  # fmt: skip
    """One row of windows; the histograms are empty before and after."""
    middle, width = (rows.shape[1] - len(result)) // 2, len(result)
    _count(rows, reach, middle, 1, shift, fine, coarse)
    tier, below = 0, 0  # `below` values of the window lie in coarse bins before `tier`
    for x in range(width):
        for y in range(len(reach)):
            value = rows[y, x + middle + reach[y]]
            fine[value] += 1
            coarse[value >> shift] += 1
            below += (value >> shift) < tier
        while below > rank:
            tier -= 1
            below -= coarse[tier]
        while below + coarse[tier] <= rank:
            below += coarse[tier]
            tier += 1
        value, left = tier << shift, rank - below
        while left >= fine[value]:
            left -= fine[value]
            value += 1
        result[x] = value
        for y in range(len(reach)):
            value = rows[y, x + middle - reach[y]]
            fine[value] -= 1
            coarse[value >> shift] -= 1
            below -= (value >> shift) < tier
    _count(rows, reach, middle + width, -1, shift, fine, coarse)


@njit(nogil=True, cache=True)
def _count(
    rows: np.ndarray, reach: np.ndarray, middle: int, by: int, shift: int, fine: np.ndarray, coarse: np.ndarray
) -> None:
    """Count the window around a middle, except for the last pixel of each row, which is still to come."""
    for y in range(len(reach)):
        for x in range(middle - reach[y], middle + reach[y]):
            fine[rows[y, x]] += by
            coarse[rows[y, x] >> shift] += by
