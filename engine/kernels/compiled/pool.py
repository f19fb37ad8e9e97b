"""Blocks of pixels made into one, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel

MAX, MEAN, MIN = 0, 1, 2
Limits = tuple[float, float, float]


@njit(nogil=True, cache=True)
def pool_rows(
    first: int, last: int, picture: np.ndarray, size: int, stride: int, how: int, work: np.ndarray,
    result: np.ndarray, number: float, limits: Limits,
) -> None:  # fmt: skip
    """Fill rows `first` to `last - 1` of `result` with the largest, mean or smallest value of each block; NaN stays.

    The rows of a block are merged first, then neighbouring columns, both over the whole width at once, and then every
    so many columns one is taken. `work` is an empty array of the type to compute in.
    """
    height, width, channels = picture.shape
    line, merged = np.empty(width * channels, work.dtype), np.empty(width * channels, work.dtype)
    taken = np.empty(result.shape[1] * channels, work.dtype)
    whole = (width - size) // stride + 1 if width >= size else 0
    reach = (width - size + 1) * channels
    for row in range(first, last):
        top, bottom = row * stride, min(row * stride + size, height)
        _copy(picture[top].reshape(width * channels), line)
        for y in range(top + 1, bottom):
            _merge(picture[y].reshape(width * channels), how, line)
        target = result[row].reshape(result.shape[1] * channels)
        if whole > 0:
            _copy(line, merged[:reach])
            for x in range(1, size):
                _merge(line[x * channels :], how, merged[:reach])
            if how == MEAN:
                _take(merged, channels, stride * channels, taken[: whole * channels])
                _divide(taken, (bottom - top) * size, number, limits, target[: whole * channels])
            else:
                _take(merged, channels, stride * channels, target[: whole * channels])
        for column in range(whole, result.shape[1]):  # the one that hangs over the edge
            rest = line[column * stride * channels :]
            wide = len(rest) // channels
            for x in range(1, wide):
                _merge(rest[x * channels :], how, rest[:channels])
            if how == MEAN:
                _divide(
                    rest, (bottom - top) * wide, number, limits, target[column * channels : (column + 1) * channels]
                )
            else:
                _copy(rest, target[column * channels : (column + 1) * channels])


@njit(nogil=True, cache=True)
def _copy(source: np.ndarray, into: np.ndarray) -> None:
    for x in range(len(into)):
        into[x] = source[x]


@njit(nogil=True, cache=True)
def _merge(source: np.ndarray, how: int, into: np.ndarray) -> None:
    if how == MEAN:
        for x in range(len(into)):
            into[x] += source[x]
    elif how == MAX:
        for x in range(len(into)):
            into[x] = source[x] if (source[x] > into[x]) | (source[x] != source[x]) else into[x]
    else:
        for x in range(len(into)):
            into[x] = source[x] if (source[x] < into[x]) | (source[x] != source[x]) else into[x]


@njit(nogil=True, cache=True)
def _divide(sums: np.ndarray, count: int, number: float, limits: Limits, means: np.ndarray) -> None:
    divisor = type(number)(count)
    for x in range(len(means)):
        means[x] = as_pixel(type(number)(sums[x]) / divisor, limits)


@njit(nogil=True, cache=True)
def _take(merged: np.ndarray, channels: int, distance: int, target: np.ndarray) -> None:
    """Fill `target` with pixels `distance` apart; the most frequent cases are written out, which is faster."""
    if channels == 1 and distance == 2:
        for column in range(len(target)):
            target[column] = merged[2 * column]
    elif channels == 1:
        for column in range(len(target)):
            target[column] = merged[column * distance]
    elif channels == 3:
        for column in range(len(target) // 3):
            at, to = column * distance, column * 3
            target[to], target[to + 1], target[to + 2] = merged[at], merged[at + 1], merged[at + 2]
    else:
        for column in range(len(target) // channels):
            for channel in range(channels):
                target[column * channels + channel] = merged[column * distance + channel]
