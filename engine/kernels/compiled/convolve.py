"""The weighted sum of a window, compiled.

A band of rows is read as one long row: a tap is then a single offset, the same for every pixel, and neighbours in
memory, whatever their channel, are computed together in one vector. Contraction lets a product and a sum be one
instruction that rounds once; nothing else is reordered, so NaN and infinities behave.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel

BLOCK = 2048
"""How many sums are gathered at a time: few enough to stay in the nearest cache."""


Limits = tuple[float, float, float]


@njit(nogil=True, cache=True)
def weigh(
    padded: np.ndarray, step: int, result: np.ndarray,
    down: np.ndarray, across: np.ndarray, weights: np.ndarray, storing: tuple[float, float, Limits],
) -> None:  # fmt: skip
    """Fill `result` with `Σ weights · window`, made pixels by `storing`, which is (divisor, offset, limits).

    Tap `i` lies at `(down[i], across[i])` in the window. There are one and a multiple of eight of them: nine are added
    up at once, then eight at a time, so that sums stay in registers.
    """
    flat, total = padded.ravel(), np.empty(BLOCK, padded.dtype)
    offsets = down * padded.shape[1] + across * step
    for begin in range(0, result.shape[1], BLOCK):
        block = total[: min(BLOCK, result.shape[1] - begin)]
        for y in range(result.shape[0]):
            starts = (offsets + (y * padded.shape[1] + begin)).astype(np.uint64)
            _nine_taps(block, flat, starts, weights)
            for tap in range(9, len(weights), 8):
                _eight_taps(block, flat, starts[tap:], weights[tap:])
            store(block, storing, result[y, begin:])


@njit(nogil=True, cache=True)
def weigh_twice(
    padded: np.ndarray, step: int, result: np.ndarray,
    down: np.ndarray, column: np.ndarray, across: np.ndarray, row: np.ndarray,
    between: tuple[float, float, Limits], storing: tuple[float, float, Limits],
) -> None:  # fmt: skip
    """As `weigh`, for a kernel that is the product of a column and a row: first down, then across."""
    columns = np.empty((result.shape[0], padded.shape[1]), padded.dtype)
    weigh(padded, step, columns, down, np.zeros_like(down), column, between)
    weigh(columns, step, result, np.zeros_like(across), across, row, storing)


@njit(nogil=True, cache=True, fastmath={"contract"})
def _nine_taps(total: np.ndarray, flat: np.ndarray, starts: np.ndarray, weights: np.ndarray) -> None:
    a, b, c, d, e = starts[0], starts[1], starts[2], starts[3], starts[4]
    f, g, h, i = starts[5], starts[6], starts[7], starts[8]
    w0, w1, w2, w3, w4 = weights[0], weights[1], weights[2], weights[3], weights[4]
    w5, w6, w7, w8 = weights[5], weights[6], weights[7], weights[8]
    for x in range(np.uint64(len(total))):
        upper = w0 * flat[a + x] + w1 * flat[b + x] + w2 * flat[c + x] + w3 * flat[d + x]
        lower = w4 * flat[e + x] + w5 * flat[f + x] + w6 * flat[g + x] + w7 * flat[h + x] + w8 * flat[i + x]
        total[x] = upper + lower


@njit(nogil=True, cache=True, fastmath={"contract"})
def _eight_taps(total: np.ndarray, flat: np.ndarray, starts: np.ndarray, weights: np.ndarray) -> None:
    a, b, c, d = starts[0], starts[1], starts[2], starts[3]
    e, f, g, h = starts[4], starts[5], starts[6], starts[7]
    w0, w1, w2, w3 = weights[0], weights[1], weights[2], weights[3]
    w4, w5, w6, w7 = weights[4], weights[5], weights[6], weights[7]
    for x in range(np.uint64(len(total))):
        upper = w0 * flat[a + x] + w1 * flat[b + x] + w2 * flat[c + x] + w3 * flat[d + x]
        lower = w4 * flat[e + x] + w5 * flat[f + x] + w6 * flat[g + x] + w7 * flat[h + x]
        total[x] += upper + lower


@njit(nogil=True, cache=True)
def store(total: np.ndarray, storing: tuple[float, float, Limits], result: np.ndarray) -> None:
    divisor, offset, limits = storing
    if divisor != 1:  # a division, so that whole numbers give exact results; but it is slow
        for x in range(len(total)):
            total[x] /= divisor
    for x in range(len(total)):
        result[x] = as_pixel(total[x] + offset, limits)


@njit(nogil=True, cache=True)
def magnitude(
    padded: np.ndarray, step: int, result: np.ndarray,
    down: np.ndarray, across: np.ndarray, weights: np.ndarray, summed: bool, scale: float, limits: Limits,
) -> None:  # fmt: skip
    """Fill `result` with `scale · √(gx² + gy²)`, or `scale · (|gx| + |gy|)`, of two kernels.

    `down`, `across` and `weights (2, 9)` are the taps of both, as for `weigh`.
    """
    flat, both = padded.ravel(), np.empty((2, BLOCK), padded.dtype)
    offsets = down * padded.shape[1] + across * step
    for begin in range(0, result.shape[1], BLOCK):
        size = min(BLOCK, result.shape[1] - begin)
        first, second = both[0, :size], both[1, :size]
        for y in range(result.shape[0]):
            starts = (offsets + (y * padded.shape[1] + begin)).astype(np.uint64)
            _nine_taps(first, flat, starts[0], weights[0])
            _nine_taps(second, flat, starts[1], weights[1])
            _combine(first, second, summed, scale, limits, result[y, begin:])


@njit(nogil=True, cache=True)
def _combine(
    first: np.ndarray, second: np.ndarray, summed: bool, scale: float, limits: Limits, result: np.ndarray
) -> None:
    if summed:
        for x in range(len(first)):
            result[x] = as_pixel(scale * (abs(first[x]) + abs(second[x])), limits)
    else:
        for x in range(len(first)):
            result[x] = as_pixel(scale * np.sqrt(first[x] * first[x] + second[x] * second[x]), limits)
