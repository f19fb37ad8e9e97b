"""Drawing strokes into small pictures, compiled."""

from __future__ import annotations

import math

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def draw(first, last, points, widths, connected, pictures):  # type: ignore[no-untyped-def]
    """Draw line after line: `points (N, P, 2)` as x and y in pixels, half `widths (N, P)`, into `pictures (N, H, W)`.

    A line goes from point `p` to the next where `connected[p]`. A pixel is as bright as the part of it that lies within
    the line, taken to grow evenly from half a pixel outside the edge to half a pixel inside.
    """
    _, height, width = pictures.shape
    for number in range(first, last):
        for place in range(len(connected)):
            if connected[place]:
                x, y = points[number, place]
                across, down = points[number, place + 1] - points[number, place]
                half = 0.5 * (widths[number, place] + widths[number, place + 1])
                reach = half + 0.5
                length = max(across * across + down * down, 1e-12)
                for row in range(max(0, math.ceil(min(y, y + down) - reach)), height):
                    if row > max(y, y + down) + reach:
                        break
                    for column in range(max(0, math.ceil(min(x, x + across) - reach)), width):
                        if column > max(x, x + across) + reach:
                            break
                        along = ((column - x) * across + (row - y) * down) / length
                        along = min(1.0, max(0.0, along))
                        distance = math.hypot(column - x - along * across, row - y - along * down)
                        ink = np.float32(min(1.0, max(0.0, reach - distance)))
                        pictures[number, row, column] = max(pictures[number, row, column], ink)
