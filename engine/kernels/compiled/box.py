"""The mean of squares of whole numbers, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel

BLOCK = 4096
Limits = tuple[float, float, float]


@njit(nogil=True, cache=True)
def mean_of_squares(
    padded: np.ndarray, step: int, result: np.ndarray, size: int, sums: np.ndarray, share: float, limits: Limits
) -> None:
    """Fill `result` with the mean of each `size × size` window; `share` is 1 / size².

    `sums` is an empty array of a type that can hold the sum of a window. Column sums go on from row to row: a value
    comes in below and one goes out above. Along a row sums of 1, 2, 4, 8 … columns are made, and that of `size` put
    together from them. As `size` is odd a mean is never half-way between two whole numbers, so `share` is exact enough.
    """
    reach, stride, flat = (size - 1) * step, padded.shape[1], padded.ravel()
    space = np.empty((4, BLOCK + reach), sums.dtype)
    columns, total, numbers = space[0], space[1], np.full(BLOCK, share)
    for begin in range(0, result.shape[1], BLOCK):
        width = min(BLOCK, result.shape[1] - begin)
        wide = columns[: width + reach]
        wide[:] = 0
        for y in range(size - 1):
            _add(flat[y * stride + begin :], wide)
        for y in range(result.shape[0]):
            top = flat[y * stride + begin :]
            _add(top[(size - 1) * stride :], wide)
            if size == 3:
                _sum_three(columns, step, total[:width])
            elif size == 5:
                _sum_five(columns, step, total[:width])
            else:
                _sum_many(columns, step, size, space[2], space[3], total[:width])
            _store(total, numbers, share, limits, result[y, begin : begin + width])
            _take_away(top, wide)


@njit(nogil=True, cache=True)
def _add(row: np.ndarray, total: np.ndarray) -> None:
    for x in range(len(total)):
        total[x] += row[x]


@njit(nogil=True, cache=True)
def _take_away(row: np.ndarray, total: np.ndarray) -> None:
    for x in range(len(total)):
        total[x] -= row[x]


@njit(nogil=True, cache=True)
def _sum_three(columns: np.ndarray, step: int, total: np.ndarray) -> None:
    b, c = columns[step:], columns[2 * step :]
    for x in range(len(total)):
        total[x] = columns[x] + b[x] + c[x]


@njit(nogil=True, cache=True)
def _sum_five(columns: np.ndarray, step: int, total: np.ndarray) -> None:
    b, c, d, e = columns[step:], columns[2 * step :], columns[3 * step :], columns[4 * step :]
    for x in range(len(total)):
        total[x] = columns[x] + b[x] + c[x] + d[x] + e[x]


@njit(nogil=True, cache=True)
def _sum_many(
    columns: np.ndarray, step: int, size: int, first: np.ndarray, second: np.ndarray, total: np.ndarray
) -> None:
    """The sum of `size` columns from each on; `first` and `second` take turns in holding sums of 2, 4, 8 …"""
    length, taken, wide, source = 1, 1, len(total) + (size - 1) * step, columns
    total[:] = columns[: len(total)]
    while 2 * length <= size:
        wide -= length * step
        _sum_two(source, source[length * step :], first[:wide])
        source, first, second = first, second, first
        length *= 2
        if size & length:
            _add(source[taken * step :], total)
            taken += length


@njit(nogil=True, cache=True)
def _sum_two(a: np.ndarray, b: np.ndarray, total: np.ndarray) -> None:
    for x in range(len(total)):
        total[x] = a[x] + b[x]


@njit(nogil=True, cache=True)
def _store(total: np.ndarray, numbers: np.ndarray, share: float, limits: Limits, result: np.ndarray) -> None:
    for x in range(len(result)):
        numbers[x] = total[x]  # in the type of `share`, which the product of both would not have
    for x in range(len(result)):
        result[x] = as_pixel(share * numbers[x], limits)
