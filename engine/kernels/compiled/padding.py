"""A band of rows together with what surrounds it."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def pad_rows(picture: np.ndarray, rows: np.ndarray, columns: np.ndarray, outside: float, padded: np.ndarray) -> None:
    """Gather `picture[rows][:, columns]` into `padded (len(rows), len(columns) * C)`; negative is `outside`."""
    channels = picture.shape[2]
    for y in range(len(rows)):
        if rows[y] < 0:
            padded[y, :] = outside
            continue
        source = picture[rows[y]]
        target = padded[y].reshape(len(columns), channels)
        for x in range(len(columns)):
            for channel in range(channels):
                target[x, channel] = source[columns[x], channel] if columns[x] >= 0 else outside
