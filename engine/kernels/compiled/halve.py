"""Two by two pixels made into one, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def halve_rows(first: int, last: int, picture: np.ndarray, channels: int, result: np.ndarray) -> None:
    """Fill rows `first` to `last - 1` of `result` with means, of whole numbers the nearest, the even one at a tie.

    Both are `(rows, columns · channels)`. A last row or column that has no neighbour is counted twice.
    """
    height, width = picture.shape
    sums = np.empty(2 * result.shape[1], np.uint16)
    for row in range(first, last):
        upper, lower, target = picture[2 * row], picture[min(2 * row + 1, height - 1)], result[row]
        for x in range(width):
            sums[x] = upper[x] + lower[x]
        for x in range(width, len(sums)):
            sums[x] = sums[x - channels]
        if channels == 1:
            for x in range(len(target)):
                a = sums[2 * x] + sums[2 * x + 1]
                target[x] = (a + 1 + ((a >> 2) & 1)) >> 2
        elif channels == 3:  # written out, as the inner loop it would be takes three times as long
            for column in range(len(target) // 3):
                at, to = 6 * column, 3 * column
                a, b, c = sums[at] + sums[at + 3], sums[at + 1] + sums[at + 4], sums[at + 2] + sums[at + 5]
                target[to] = (a + 1 + ((a >> 2) & 1)) >> 2
                target[to + 1] = (b + 1 + ((b >> 2) & 1)) >> 2
                target[to + 2] = (c + 1 + ((c >> 2) & 1)) >> 2
        else:
            for column in range(len(target) // channels):
                for x in range(2 * column * channels, (2 * column + 1) * channels):
                    a = sums[x] + sums[x + channels]
                    target[x - column * channels] = (a + 1 + ((a >> 2) & 1)) >> 2
