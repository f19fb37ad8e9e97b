"""The smallest or largest value of windows, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

BLOCK = 4096


@njit(nogil=True, cache=True)
def extreme(padded: np.ndarray, step: int, result: np.ndarray, size: int, largest: bool) -> None:
    """Fill `result` with the smallest value of each `size × size` window, or with the largest.

    First down, then across: the smallest of a square is the smallest among the smallest of its columns.
    """
    stride, reach = padded.shape[1], (size - 1) * step
    flat, columns = padded.ravel(), np.empty(BLOCK + reach, padded.dtype)
    for begin in range(0, result.shape[1], BLOCK):
        width = min(BLOCK, result.shape[1] - begin)
        for y in range(result.shape[0]):
            _along(flat[y * stride + begin :], stride, size, largest, columns[: width + reach])
            _along(columns, step, size, largest, result[y, begin : begin + width])


@njit(nogil=True, cache=True)
def _along(values: np.ndarray, distance: int, size: int, largest: bool, best: np.ndarray) -> None:
    """`best[x]` is the smallest, or largest, of `size` values from `values[x]` on, `distance` apart."""
    if size == 1:
        for x in range(len(best)):
            best[x] = values[x]
        return
    _three(values, values[distance:], values[2 * distance :], largest, best)
    for i in range(3, size, 2):
        _two(values[i * distance :], values[(i + 1) * distance :], largest, best)


@njit(nogil=True, cache=True)
def _three(a: np.ndarray, b: np.ndarray, c: np.ndarray, largest: bool, best: np.ndarray) -> None:
    if largest:
        for x in range(len(best)):
            best[x] = max(max(a[x], b[x]), c[x])
    else:
        for x in range(len(best)):
            best[x] = min(min(a[x], b[x]), c[x])


@njit(nogil=True, cache=True)
def _two(a: np.ndarray, b: np.ndarray, largest: bool, best: np.ndarray) -> None:
    if largest:
        for x in range(len(best)):
            best[x] = max(max(a[x], b[x]), best[x])
    else:
        for x in range(len(best)):
            best[x] = min(min(a[x], b[x]), best[x])
