"""Compiled loops over the windows of pictures: into rows of a matrix and back, and pooling with its gradient."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def windows_to_rows(pictures, size, stride, rows):  # type: ignore[no-untyped-def]
    """Copy each `size × size` window of `pictures (B, H, W, C)` into one row of `rows (B, OH, OW, size·size·C)`."""
    batch, high, wide, _ = rows.shape
    width = size * pictures.shape[3]
    flat = pictures.reshape(batch, pictures.shape[1], -1)
    for number in range(batch):
        for row in range(high):
            for column in range(wide):
                first = column * stride * pictures.shape[3]
                for line in range(size):
                    for place in range(width):
                        rows[number, row, column, line * width + place] = flat[
                            number, row * stride + line, first + place
                        ]


@njit(nogil=True, cache=True)
def rows_to_windows(rows, size, stride, pictures):  # type: ignore[no-untyped-def]
    """Add each row to the window it came from: the gradient of `windows_to_rows`."""
    batch, high, wide, _ = rows.shape
    width = size * pictures.shape[3]
    flat = pictures.reshape(batch, pictures.shape[1], -1)
    for number in range(batch):
        for row in range(high):
            for column in range(wide):
                first = column * stride * pictures.shape[3]
                for line in range(size):
                    for place in range(width):
                        flat[number, row * stride + line, first + place] += rows[
                            number, row, column, line * width + place
                        ]


@njit(nogil=True, cache=True, error_model="numpy")
def largest(pictures, size, result, where):  # type: ignore[no-untyped-def]
    """The largest value of each window, channel by channel, and `where` in the window it is (the first, at a tie)."""
    if size == 2:
        _largest_of_four(pictures, result, where)
        return
    batch, high, wide, channels = result.shape
    for number in range(batch):
        for row in range(high):
            for column in range(wide):
                for channel in range(channels):
                    result[number, row, column, channel] = pictures[number, row * size, column * size, channel]
                    where[number, row, column, channel] = 0
                for place in range(1, size * size):
                    line, across = row * size + place // size, column * size + place % size
                    for channel in range(channels):
                        value = pictures[number, line, across, channel]
                        if value > result[number, row, column, channel]:
                            result[number, row, column, channel] = value
                            where[number, row, column, channel] = place


@njit(nogil=True, cache=True, error_model="numpy")
def _largest_of_four(pictures, result, where):  # type: ignore[no-untyped-def]
    """The same for windows of 2 × 2, six times as fast: loops without a branch are done by vector instructions."""
    batch, high, wide, channels = result.shape
    first, second, third, fourth = np.uint8(0), np.uint8(1), np.uint8(2), np.uint8(3)
    for number in range(batch):
        for row in range(high):
            for column in range(wide):
                a, b = pictures[number, 2 * row, 2 * column], pictures[number, 2 * row, 2 * column + 1]
                c, d = pictures[number, 2 * row + 1, 2 * column], pictures[number, 2 * row + 1, 2 * column + 1]
                found, places = result[number, row, column], where[number, row, column]
                for channel in range(channels):
                    found[channel] = max(max(a[channel], b[channel]), max(c[channel], d[channel]))
                for channel in range(channels):
                    value = found[channel]
                    below = third if c[channel] == value else fourth
                    places[channel] = first if a[channel] == value else second if b[channel] == value else below


@njit(nogil=True, cache=True, error_model="numpy")
def largest_back(grad_y, where, size, grad_x):  # type: ignore[no-untyped-def]
    """Put each gradient at the place where the largest value was, and zero at the others of the window."""
    batch, high, wide, channels = grad_y.shape
    zero = grad_y.dtype.type(0)
    for number in range(batch):
        for row in range(high):
            for line in range(size):
                for column in range(wide):
                    for across in range(size):
                        values, places = grad_y[number, row, column], where[number, row, column]
                        target = grad_x[number, row * size + line, column * size + across]
                        for channel in range(channels):
                            target[channel] = values[channel] if places[channel] == line * size + across else zero


@njit(nogil=True, cache=True, error_model="numpy")
def mean(pictures, size, stride, result):  # type: ignore[no-untyped-def]
    """The mean of each window, channel by channel."""
    batch, high, wide, channels = result.shape
    share = result.dtype.type(1) / result.dtype.type(size * size)
    for number in range(batch):
        for row in range(high):
            for column in range(wide):
                for channel in range(channels):
                    result[number, row, column, channel] = 0
                for place in range(size * size):
                    line, across = row * stride + place // size, column * stride + place % size
                    for channel in range(channels):
                        result[number, row, column, channel] += pictures[number, line, across, channel]
                for channel in range(channels):
                    result[number, row, column, channel] *= share


@njit(nogil=True, cache=True, error_model="numpy")
def mean_back(grad_y, size, stride, grad_x):  # type: ignore[no-untyped-def]
    """Spread each gradient evenly over its window."""
    batch, high, wide, channels = grad_y.shape
    share = grad_y.dtype.type(1) / grad_y.dtype.type(size * size)
    for number in range(batch):
        for row in range(high):
            for column in range(wide):
                for place in range(size * size):
                    line, across = row * stride + place // size, column * stride + place % size
                    for channel in range(channels):
                        grad_x[number, line, across, channel] += share * grad_y[number, row, column, channel]
