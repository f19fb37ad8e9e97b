"""A band of rows together with what surrounds it."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def pad_rows(
    picture: np.ndarray, rows: np.ndarray, columns: np.ndarray, left: int, outside: float, padded: np.ndarray
) -> None:
    """Gather `picture[rows][:, columns]` into `padded (len(rows), len(columns) * C)`; a negative index is `outside`.

    The columns from `left` on are those of the picture itself, one after the other.
    """
    for y in range(len(rows)):
        gather(picture, rows[y], columns, left, outside, 0, padded[y])


@njit(nogil=True, cache=True)
def gather(
    picture: np.ndarray, row: int, columns: np.ndarray, left: int, outside: float, begin: int, into: np.ndarray
) -> None:
    """Fill `into` with what `pad_rows` makes of one row, from element `begin` of it on."""
    width, channels = picture.shape[1:]
    if row < 0:
        into[:] = outside
        return
    source, end = picture[row].reshape(width * channels), begin + len(into)
    first, last = min(max(begin, left * channels), end), max(min(end, (left + width) * channels), begin)
    if first < last:
        _copy(source[first - left * channels :], into[first - begin : last - begin])
    for x in range(begin, first):
        into[x - begin] = _outside(source, columns, channels, outside, x)
    for x in range(max(first, last), end):
        into[x - begin] = _outside(source, columns, channels, outside, x)


@njit(nogil=True, cache=True)
def _copy(source: np.ndarray, into: np.ndarray) -> None:
    for x in range(len(into)):
        into[x] = source[x]


@njit(nogil=True, cache=True)
def _outside(source: np.ndarray, columns: np.ndarray, channels: int, outside: float, x: int) -> float:
    column = columns[x // channels]
    return source[column * channels + x % channels] if column >= 0 else outside
