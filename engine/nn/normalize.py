"""Compiled loops of batch normalisation: NumPy would go over the memory five times as often.

All take rows `(N, channels)`; sums over many rows are formed in float64.
"""

from __future__ import annotations

from numba import njit


@njit(nogil=True, cache=True, error_model="numpy")
def centre(rows, mean, centred, squares):  # type: ignore[no-untyped-def]
    """centred = row - mean, and add the squares of that to `squares (channels,)`."""
    for number in range(len(rows)):
        row, result = rows[number], centred[number]
        for channel in range(len(mean)):
            result[channel] = row[channel] - mean[channel]
        for channel in range(len(mean)):
            squares[channel] += result[channel] * result[channel]


@njit(nogil=True, cache=True, error_model="numpy")
def scale(rows, factors, shifts, result):  # type: ignore[no-untyped-def]
    """result = row · factors + shifts."""
    for number in range(len(rows)):
        row, answer = rows[number], result[number]
        for channel in range(len(factors)):
            answer[channel] = row[channel] * factors[channel] + shifts[channel]


@njit(nogil=True, cache=True, error_model="numpy")
def add_up(grad, centred, sums, products):  # type: ignore[no-untyped-def]
    """Add to `sums` the gradients, and to `products` the gradients times the centred rows."""
    for number in range(len(grad)):
        slope, row = grad[number], centred[number]
        for channel in range(len(sums)):
            sums[channel] += slope[channel]
        for channel in range(len(sums)):
            products[channel] += slope[channel] * row[channel]


@njit(nogil=True, cache=True, error_model="numpy")
def combine(grad, centred, factors, slopes, shifts, result):  # type: ignore[no-untyped-def]
    """result = gradient · factors - centred row · slopes - shifts."""
    for number in range(len(grad)):
        slope, row, answer = grad[number], centred[number], result[number]
        for channel in range(len(factors)):
            answer[channel] = slope[channel] * factors[channel] - row[channel] * slopes[channel] - shifts[channel]
