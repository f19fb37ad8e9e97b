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
    width, channels = picture.shape[1:]
    for y in range(len(rows)):
        if rows[y] < 0:
            padded[y, :] = outside
            continue
        source = picture[rows[y]].reshape(width * channels)
        target = padded[y]
        middle = target[left * channels : (left + width) * channels]
        for x in range(len(middle)):
            middle[x] = source[x]
        for x in range(left):
            _pad_pixel(source, columns[x], channels, outside, target[x * channels :])
        for x in range(left + width, len(columns)):
            _pad_pixel(source, columns[x], channels, outside, target[x * channels :])


@njit(nogil=True, cache=True)
def _pad_pixel(source: np.ndarray, column: int, channels: int, outside: float, target: np.ndarray) -> None:
    for channel in range(channels):
        target[channel] = source[column * channels + channel] if column >= 0 else outside
