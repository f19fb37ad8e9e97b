"""The weighted sum of a window whose weights are the product of a symmetric row and a symmetric column, compiled.

Pixels at the same distance on both sides have the same weight: they are added first, which halves the products. First
across, from whole numbers, which are the quicker to fetch from any place in memory; then down, two rows at a time, for
these share all pixels but two.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.convolve import Limits, store
from engine.kernels.compiled.padding import gather

BLOCK = 2048
"""How many columns are done at a time: few enough for the rows of a band to stay in a near cache."""
STRIDE = BLOCK + 16
"""From one row of them to the next: no power of two, since a cache keeps only few places that are so far apart."""
S1, S2, S3, S4 = np.uint64(STRIDE), np.uint64(2 * STRIDE), np.uint64(3 * STRIDE), np.uint64(4 * STRIDE)
S5, S6, S7, S8 = np.uint64(5 * STRIDE), np.uint64(6 * STRIDE), np.uint64(7 * STRIDE), np.uint64(8 * STRIDE)


@njit(nogil=True, cache=True)
def weigh_symmetric(
    picture: np.ndarray, rows: np.ndarray, columns: np.ndarray, left: int, outside: float,
    step: int, result: np.ndarray, column: np.ndarray, row: np.ndarray, radii: tuple[int, int],
    line: np.ndarray, storing: tuple[float, float, Limits],
) -> None:  # fmt: skip
    """As `convolve.weigh`, for a window that reaches `radii` (down, across) to each side.

    The first arguments are those that `pad_rows` makes padded rows of; here they are made bit by bit. `column` and
    `row` hold the weights from the middle outwards, one and a multiple of eight, zeros at the end; the picture must be
    finite, as these take part. `line` is an empty array of a type that holds the sum of two pixels.
    """
    wide, more = 2 * radii[1] * step, len(column) - 1 - radii[0]
    strip, total = np.zeros((len(rows) + 2 * more + 1, STRIDE), column.dtype), np.empty((2, BLOCK), column.dtype)
    pixels, sums = np.empty(BLOCK + wide, line.dtype), strip.ravel()
    far = np.minimum(np.arange(len(row)), radii[1]).astype(np.uint64) * np.uint64(step)
    for begin in range(0, result.shape[1], BLOCK):
        width = min(BLOCK, result.shape[1] - begin)
        for y in range(len(rows)):
            gather(picture, rows[y], columns, left, outside, begin, pixels[: width + wide])
            _across(pixels, radii[1] * step, far, row, strip[more + y, :width])
        for y in range(0, len(result), 2):
            _down(sums, (y + len(column) - 1) * STRIDE, column, total[0, :width], total[1, :width])
            store(total[0, :width], storing, result[y, begin:])
            if y + 1 < len(result):
                store(total[1, :width], storing, result[y + 1, begin:])


@njit(nogil=True, cache=True)
def _across(values: np.ndarray, middle: int, far: np.ndarray, weights: np.ndarray, total: np.ndarray) -> None:
    """`total[x]` is the weighted sum of `values[middle + x]` and of the pairs that lie `far` to its sides."""
    for first in range(1, len(far), 8):
        begins = first == 1
        _eight_across(values, np.uint64(middle), far[first:], begins, weights[0], weights[first:], total)


@njit(nogil=True, cache=True, fastmath={"contract"})
def _eight_across(
    values: np.ndarray, m: int, far: np.ndarray, begins: bool, own: float, weights: np.ndarray, total: np.ndarray
) -> None:
    number, whole = weights.dtype.type, values.dtype.type
    a, b, c, d, e, f, g, h = far[0], far[1], far[2], far[3], far[4], far[5], far[6], far[7]
    w0, w1, w2, w3 = weights[0], weights[1], weights[2], weights[3]
    w4, w5, w6, w7 = weights[4], weights[5], weights[6], weights[7]
    for x in range(np.uint64(len(total))):
        i = m + x
        inner = own * number(values[i]) if begins else total[x]
        inner += w0 * number(whole(values[i - a] + values[i + a])) + w1 * number(whole(values[i - b] + values[i + b]))
        inner += w2 * number(whole(values[i - c] + values[i + c])) + w3 * number(whole(values[i - d] + values[i + d]))
        outer = w4 * number(whole(values[i - e] + values[i + e])) + w5 * number(whole(values[i - f] + values[i + f]))
        outer += w6 * number(whole(values[i - g] + values[i + g])) + w7 * number(whole(values[i - h] + values[i + h]))
        total[x] = inner + outer


@njit(nogil=True, cache=True)
def _down(values: np.ndarray, middle: int, weights: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> None:
    """As `_across` for the row that begins at `middle` and the one below."""
    for first in range(1, len(weights), 8):
        above, below = np.uint64(middle - (first + 7) * STRIDE), np.uint64(middle + first * STRIDE)
        _eight_down(values, above, below, first == 1, weights[0], weights[first:], upper, lower)


@njit(nogil=True, cache=True, fastmath={"contract"})
def _eight_down(
    values: np.ndarray, above: int, below: int, begins: bool, own: float, weights: np.ndarray,
    upper: np.ndarray, lower: np.ndarray,
) -> None:  # fmt: skip
    """Add eight pairs to two rows; nine rows above begin at `above`, nine below at `below`."""
    w0, w1, w2, w3 = weights[0], weights[1], weights[2], weights[3]
    w4, w5, w6, w7 = weights[4], weights[5], weights[6], weights[7]
    for x in range(np.uint64(len(upper))):
        i, j = above + x, below + x
        h, g, f, e, d = values[i], values[i + S1], values[i + S2], values[i + S3], values[i + S4]
        c, b, a, z = values[i + S5], values[i + S6], values[i + S7], values[i + S8]
        p, q, r, s, t = values[j], values[j + S1], values[j + S2], values[j + S3], values[j + S4]
        u, v, w, y = values[j + S5], values[j + S6], values[j + S7], values[j + S8]
        near = own * z if begins else upper[x]
        near, away = near + w0 * (a + p) + w1 * (b + q), w4 * (e + t) + w5 * (f + u)
        upper[x] = near + (w2 * (c + r) + w3 * (d + s)) + (away + (w6 * (g + v) + w7 * (h + w)))
        near = own * p if begins else lower[x]
        near, away = near + w0 * (z + q) + w1 * (a + r), w4 * (d + u) + w5 * (e + v)
        lower[x] = near + (w2 * (b + s) + w3 * (c + t)) + (away + (w6 * (f + w) + w7 * (g + y)))
