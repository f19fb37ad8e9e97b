"""Order statistics by a program of `engine.kernels.networks`, compiled: each step is done for many pixels at once."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.networks import BEST, COPY, FIRST, HIGH, LOW, SORT

BYTES = 1024
"""How much of a row is worked on at a time: all rows of a program should stay in a near cache."""


@njit(nogil=True, cache=True)
def run(padded: np.ndarray, step: int, result: np.ndarray, size: int, program: np.ndarray, rows: int) -> None:
    """Fill `result` with what the program finds in each window of `size × size`."""
    reach, block = (size - 1) * step, BYTES // padded.itemsize
    stride = block + 2 * reach + 64 // padded.itemsize  # a step may read up to `reach` beyond what it needs
    store, best = np.zeros((rows, stride), padded.dtype), np.empty(stride, padded.dtype)
    values = store.ravel()
    for begin in range(0, result.shape[1], block):
        width = min(block, result.shape[1] - begin)
        for y in range(result.shape[0]):
            for row in range(size):
                store[row, : width + reach] = padded[y + row, begin : begin + width + reach]
            for i in range(len(program)):
                what, shift = program[i, 0], program[i, 3] * step
                a, b = np.uint64(program[i, 1] * stride), np.uint64(program[i, 2] * stride + shift)
                _do(what, values, a, b, best, np.uint64(width + reach))
            result[y, begin : begin + width] = best[:width]


@njit(nogil=True, cache=True)
def _do(what: int, values: np.ndarray, a: int, b: int, best: np.ndarray, width: int) -> None:
    if what == SORT:
        for x in range(width):
            first, second = values[a + x], values[b + x]
            values[a + x] = first if first < second else second
            values[b + x] = second if first < second else first
    elif what == LOW:
        for x in range(width):
            values[a + x] = values[a + x] if values[a + x] < values[b + x] else values[b + x]
    elif what == HIGH:
        for x in range(width):
            values[b + x] = values[b + x] if values[a + x] < values[b + x] else values[a + x]
    elif what == COPY:
        for x in range(width):
            values[a + x] = values[b + x]
    elif what == FIRST:
        for x in range(width):
            best[x] = values[b + x] if values[a + x] < values[b + x] else values[a + x]
    elif what == BEST:
        for x in range(width):
            higher = values[b + x] if values[a + x] < values[b + x] else values[a + x]
            best[x] = higher if higher < best[x] else best[x]
