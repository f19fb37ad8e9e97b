"""Order statistics of windows of any size by a histogram that slides along, compiled.

From one window to the next a column leaves and a column comes: T. Huang, G. Yang, G. Tang, "A fast two-dimensional
median filtering algorithm", 1979. The histogram has two tiers, so that the rank is found in two short walks, each from
where the last one ended.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def slide(padded: np.ndarray, step: int, result: np.ndarray, size: int, rank: int, levels: int) -> None:
    """Fill `result` with the value of rank `rank`, counted from 0, of each `size × size` window.

    The values are whole numbers in `range(levels)`.
    """
    shift = 1
    while 1 << (2 * shift) < levels:
        shift += 1
    fine, coarse = np.zeros(levels, np.int32), np.zeros((levels >> shift) + 1, np.int32)
    for y in range(result.shape[0]):
        for channel in range(step):
            _slide_along(padded[y : y + size, channel::step], result[y, channel::step], rank, shift, fine, coarse)


@njit(nogil=True, cache=True)
def _slide_along(
    rows: np.ndarray, result: np.ndarray, rank: int, shift: int, fine: np.ndarray, coarse: np.ndarray
) -> None:
    """One row of windows; the histograms are empty before and after."""
    size = rows.shape[0]
    for x in range(size - 1):
        _count(rows[:, x], 1, shift, fine, coarse)
    tier, below = 0, 0  # `below` values of the window lie in coarse bins before `tier`
    for x in range(len(result)):
        for y in range(size):
            value = rows[y, x + size - 1]
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
        for y in range(size):
            value = rows[y, x]
            fine[value] -= 1
            coarse[value >> shift] -= 1
            below -= (value >> shift) < tier
    for x in range(len(result), rows.shape[1]):
        _count(rows[:, x], -1, shift, fine, coarse)


@njit(nogil=True, cache=True)
def _count(column: np.ndarray, by: int, shift: int, fine: np.ndarray, coarse: np.ndarray) -> None:
    for y in range(len(column)):
        fine[column[y]] += by
        coarse[column[y] >> shift] += by
