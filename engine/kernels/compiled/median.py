"""The median of small windows by sorting networks, compiled.

A network compares always the same pairs, whatever the values, so that a whole vector of pixels goes through it at
once. Each column of a window is sorted once and then serves all windows that it is in: A. Adams, "Fast median filters
using separable sorting networks", SIGGRAPH 2021. In a square whose columns are sorted and then its rows, most values
can no longer be the median, for too many others are known to lie below them or above: P. Kolte, R. Smith, W. Su, "A
fast median filter using AltiVec", 1999. Steps whose outcome is not needed are left out by the compiler.
"""

from __future__ import annotations

import numpy as np
from numba import njit

BLOCK = 16384


@njit(nogil=True, cache=True)
def _low(a: float, b: float) -> float:
    return a if a < b else b


@njit(nogil=True, cache=True)
def _high(a: float, b: float) -> float:
    return b if a < b else a


@njit(nogil=True, cache=True)
def _sort2(a: float, b: float) -> tuple[float, float]:
    return _low(a, b), _high(a, b)


@njit(nogil=True, cache=True)
def _sort3(a: float, b: float, c: float) -> tuple[float, float, float]:
    a, b = _sort2(a, b)
    b, c = _sort2(b, c)
    a, b = _sort2(a, b)
    return a, b, c


@njit(nogil=True, cache=True)
def _sort5(a: float, b: float, c: float, d: float, e: float) -> tuple[float, float, float, float, float]:
    a, d = _sort2(a, d)
    b, e = _sort2(b, e)
    a, c = _sort2(a, c)
    b, d = _sort2(b, d)
    a, b = _sort2(a, b)
    c, e = _sort2(c, e)
    b, c = _sort2(b, c)
    d, e = _sort2(d, e)
    c, d = _sort2(c, d)
    return a, b, c, d, e


@njit(nogil=True, cache=True)
def _views3(values: np.ndarray, distance: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`values` as seen from itself and from its neighbours a distance on."""
    return values, values[distance:], values[2 * distance :]


@njit(nogil=True, cache=True)
def _views5(values: np.ndarray, distance: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    return values, values[distance:], values[2 * distance :], values[3 * distance :], values[4 * distance :]


@njit(nogil=True, cache=True)
def median3(padded: np.ndarray, step: int, result: np.ndarray) -> None:
    """Fill `result` with the median of each window of 3 × 3."""
    flat, columns = padded.ravel(), np.empty((3, BLOCK + 2 * step), padded.dtype)
    for begin in range(0, result.shape[1], BLOCK):
        width = min(BLOCK, result.shape[1] - begin)
        for y in range(result.shape[0]):
            _sort_columns3(flat[y * padded.shape[1] + begin :], padded.shape[1], columns, width + 2 * step)
            _combine3(columns, step, result[y, begin : begin + width])


@njit(nogil=True, cache=True)
def _sort_columns3(flat: np.ndarray, stride: int, columns: np.ndarray, width: int) -> None:
    a, b, c = _views3(flat, stride)
    low, middle, high = columns[0], columns[1], columns[2]
    for x in range(width):
        low[x], middle[x], high[x] = _sort3(a[x], b[x], c[x])


@njit(nogil=True, cache=True)
def _combine3(columns: np.ndarray, step: int, result: np.ndarray) -> None:
    """The median of three sorted columns is that of the highest low, the middle middle and the lowest high."""
    a, b, c = _views3(columns[0], step)
    d, e, f = _views3(columns[1], step)
    g, h, i = _views3(columns[2], step)
    for x in range(len(result)):
        low = _high(_high(a[x], b[x]), c[x])
        _, middle, _ = _sort3(d[x], e[x], f[x])
        high = _low(_low(g[x], h[x]), i[x])
        _, result[x], _ = _sort3(low, middle, high)


@njit(nogil=True, cache=True)
def median5(padded: np.ndarray, step: int, result: np.ndarray) -> None:
    """Fill `result` with the median of each window of 5 × 5."""
    flat, columns = padded.ravel(), np.empty((5, BLOCK + 4 * step), padded.dtype)
    for begin in range(0, result.shape[1], BLOCK):
        width = min(BLOCK, result.shape[1] - begin)
        for y in range(result.shape[0]):
            _sort_columns5(flat[y * padded.shape[1] + begin :], padded.shape[1], columns, width + 4 * step)
            _combine5(columns, step, result[y, begin : begin + width])


@njit(nogil=True, cache=True)
def _sort_columns5(flat: np.ndarray, stride: int, columns: np.ndarray, width: int) -> None:
    a, b, c, d, e = _views5(flat, stride)
    p, q, r, s, t = columns[0], columns[1], columns[2], columns[3], columns[4]
    for x in range(width):
        p[x], q[x], r[x], s[x], t[x] = _sort5(a[x], b[x], c[x], d[x], e[x])


@njit(nogil=True, cache=True)
def _combine5(columns: np.ndarray, step: int, result: np.ndarray) -> None:
    """Sort each row of the sorted columns, drop what cannot be the median any more, and choose among the 13 left.

    The steps of the choice were found by trying: each keeps the median, whichever of the 252 orders that are still
    possible is the case (the test tries all windows of zeros and ones).
    """
    p0, p1, p2, p3, p4 = _views5(columns[0], step)
    q0, q1, q2, q3, q4 = _views5(columns[1], step)
    r0, r1, r2, r3, r4 = _views5(columns[2], step)
    s0, s1, s2, s3, s4 = _views5(columns[3], step)
    t0, t1, t2, t3, t4 = _views5(columns[4], step)
    for x in range(len(result)):
        _, _, _, a3, a4 = _sort5(p0[x], p1[x], p2[x], p3[x], p4[x])
        _, _, b2, b3, b4 = _sort5(q0[x], q1[x], q2[x], q3[x], q4[x])
        _, c1, c2, c3, _ = _sort5(r0[x], r1[x], r2[x], r3[x], r4[x])
        d0, d1, d2, _, _ = _sort5(s0[x], s1[x], s2[x], s3[x], s4[x])
        e0, e1, _, _, _ = _sort5(t0[x], t1[x], t2[x], t3[x], t4[x])
        d2, c1 = _low(d2, c3), _high(b2, c1)
        b3, d1 = _sort2(b3, d1)
        a3 = _high(d0, a3)
        a4, e0 = _sort2(a4, e0)
        b4 = _low(b4, e1)
        a3, b3 = _sort2(a3, b3)
        b4, e0 = _sort2(b4, e0)
        a3 = _high(c1, a3)
        d2, b3 = _sort2(d2, b3)
        a4, c2 = _sort2(a4, c2)
        e0 = _low(e0, c2)
        a3, d2 = _sort2(a3, d2)
        d1, b3 = _sort2(d1, b3)
        b4, e0 = _sort2(b4, e0)
        a4, d1, b3 = _high(d2, a4), _low(d1, b4), _low(b3, e0)
        result[x] = _high(_high(a3, d1), _low(b3, a4))
