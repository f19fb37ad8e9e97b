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
def extreme_of_rows(padded: np.ndarray, step: int, result: np.ndarray, reach: np.ndarray, largest: bool) -> None:
    """As `extreme`, for a window that is symmetric in all ways and whose row `i` goes `reach[i]` pixels to each side.

    Its columns reach as far as its rows. The column through the middle is grown from there, and when it is as long as
    one of the others, that one's result is found in it, some pixels to the side.
    """
    middle, stride = len(reach) // 2, padded.shape[1]
    flat, column = padded.ravel(), np.empty(BLOCK + 2 * middle * step, padded.dtype)
    for begin in range(0, result.shape[1], BLOCK):
        width = min(BLOCK, result.shape[1] - begin)
        grown, best = column[: width + 2 * middle * step], result[:, begin : begin + width]
        for y in range(result.shape[0]):
            own = flat[(y + middle) * stride + begin :]
            _three(own, own, own, largest, grown)
            _three(grown[middle * step :], own[middle * step :], own[middle * step :], largest, best[y])
            for tall in range(middle + 1):
                if tall > 0:
                    _two(flat[(y + middle - tall) * stride + begin :], flat[(y + middle + tall) * stride + begin :],
                         largest, grown)  # fmt: skip
                for aside in range(middle + 1):
                    if reach[middle + aside] == tall:
                        _two(grown[(middle - aside) * step :], grown[(middle + aside) * step :], largest, best[y])


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
