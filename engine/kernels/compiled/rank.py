"""Order statistics of windows, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def select(padded: np.ndarray, step: int, result: np.ndarray, size: int, rank: int) -> None:
    """Fill `result` with the value of rank `rank`, counted from 0, of each window, by sorting it."""
    window = np.empty(size * size, padded.dtype)
    for y in range(result.shape[0]):
        for x in range(result.shape[1]):
            count = 0
            nan = False
            for down in range(size):
                for across in range(size):
                    value = padded[y + down, x + across * step]
                    nan = nan or value != value
                    place = count
                    while place > 0 and window[place - 1] > value:
                        window[place] = window[place - 1]
                        place -= 1
                    window[place] = value
                    count += 1
            result[y, x] = np.nan if nan else window[rank]
