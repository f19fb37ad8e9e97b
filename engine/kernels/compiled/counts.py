"""Order statistics of large windows of 8 bits by counting, compiled: the time does not depend on the window's size.

Every column of pixels has its counts: how many of its values are at most 0, at most 1, … at most 255. From row to row a
value comes and one goes, and from window to window a column: S. Perreault, P. Hébert, "Median filtering in constant
time", 2007. Their histograms are kept summed up here, so that a rank is found by looking how many levels have a lower
count; and only for some levels near the last one found, as neighbours seldom differ by much.
"""

from __future__ import annotations

import numpy as np
from numba import njit

LEVELS, SPAN = 256, 64
"""How many levels there are, and how many are looked at at once."""
BLOCK = 256
"""How many windows side by side are done at a time, so that the counts of their columns stay in a near cache."""


@njit(nogil=True, cache=True)
def by_counting(padded: np.ndarray, step: int, result: np.ndarray, size: int, rank: int, kind: np.ndarray) -> None:
    """Fill `result` with the value of rank `rank`, counted from 0, of each `size × size` window of uint8.

    `kind` is an empty array of a type that can hold `size²`; `size` is at most 255.
    """
    sums = np.empty(SPAN, kind.dtype)
    counts = np.empty((BLOCK + size, LEVELS), np.uint8)
    flat = counts.ravel()
    nothing = np.full(padded.shape[1], LEVELS - 1, np.uint8)
    for channel in range(step):
        for begin in range(channel, result.shape[1], BLOCK * step):
            windows = min(BLOCK, (result.shape[1] - begin - 1) // step + 1)
            counts[:, :] = 0
            counts[:, LEVELS - 1] = size  # as if all values so far had been the highest
            for y in range(size - 1):
                _exchange(padded[y, begin:], nothing, step, windows + size - 1, flat)
            for y in range(len(result)):
                gone = padded[y - 1, begin:] if y > 0 else nothing
                _exchange(padded[y + size - 1, begin:], gone, step, windows + size - 1, flat)
                _find(flat, size, rank, sums, result[y, begin::step], windows)


@njit(nogil=True, cache=True)
def _exchange(comes: np.ndarray, goes: np.ndarray, step: int, width: int, columns: np.ndarray) -> None:
    """In the counts of each column let one value come and one go."""
    at = np.uint64(0)
    for x in range(width):
        new, old = comes[x * step], goes[x * step]
        level, last = np.uint64(min(new, old)) & np.uint64(LEVELS - SPAN), np.uint64(max(new, old))
        while level <= last:  # counts beyond the higher of both values, or below the lower one, stay as they are
            for i in range(np.uint64(SPAN)):
                value = np.uint8(level + i)
                columns[at + level + i] += np.uint8(value >= new) - np.uint8(value >= old)
            level += np.uint64(SPAN)
        at += np.uint64(LEVELS)


@njit(nogil=True, cache=True)
def _find(columns: np.ndarray, size: int, rank: int, sums: np.ndarray, result: np.ndarray, windows: int) -> None:
    """One row of windows; `sums` holds the counts of a window for the levels from `first` on."""
    rank, first = sums.dtype.type(rank), LEVELS // 2 - SPAN // 2
    _add_up(columns, first, size, sums)
    for x in range(windows):
        fewer = _fewer(sums, rank)
        while (fewer == 0 and first > 0) or fewer == SPAN:
            first += -SPAN // 2 if fewer == 0 else SPAN // 2
            _add_up(columns, x * LEVELS + first, size, sums)
            fewer = _fewer(sums, rank)
        result[x] = first + fewer
        goes, comes = np.uint64(x * LEVELS + first), np.uint64((x + size) * LEVELS + first)
        for i in range(np.uint64(SPAN)):
            sums[i] += columns[comes + i] - columns[goes + i]


@njit(nogil=True, cache=True)
def _fewer(sums: np.ndarray, rank: int) -> np.uint8:
    """How many levels have a count of at most `rank`."""
    fewer = np.uint8(0)
    for i in range(SPAN):
        fewer += np.uint8(sums[i] <= rank)
    return fewer


@njit(nogil=True, cache=True)
def _add_up(columns: np.ndarray, first: int, size: int, sums: np.ndarray) -> None:
    sums[:] = 0
    for column in range(size):
        at = np.uint64(column * LEVELS + first)
        for i in range(np.uint64(SPAN)):
            sums[i] += columns[at + i]
