"""Pooling: one value for each block of pixels, so that the picture shrinks."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from engine.cores import over_bands
from engine.depth import MAXIMUM
from engine.kernels.window import as_contiguous_picture, limits
from engine.params import ParameterError

How = Literal["max", "mean", "min"]
HOWS: tuple[How, ...] = ("max", "mean", "min")
Edge = Literal["partial", "drop"]


def pool(
    pixels: np.ndarray, size: int, *, stride: int | None = None, how: How = "max", edge: Edge = "partial"
) -> np.ndarray:
    """The largest, mean or smallest value of each `size × size` block, the blocks `stride` pixels apart.

    `pixels` is `(H, W, C)` or `(H, W)` of uint8, uint16 or float32; without `stride` the blocks touch. Where
    blocks do not fit, "drop" leaves out what is over and "partial" takes one more block of the pixels there are.
    Exact; a mean of whole numbers is rounded to the nearest, to the even one at a tie. A block that contains a NaN
    gives NaN. Raises ParameterError.
    """
    from engine.kernels.compiled import pool as compiled

    picture = as_contiguous_picture(pixels)
    stride = size if stride is None else stride
    if size < 1 or stride < 1:
        raise ParameterError(f"size and stride must be at least 1; got {size} and {stride}")
    if how not in HOWS or edge not in ("partial", "drop"):
        raise ParameterError(f"how must be max, mean or min and edge partial or drop; got {how!r} and {edge!r}")
    height, width, channels = picture.shape
    rows, columns = blocks(height, size, stride, edge), blocks(width, size, stride, edge)
    if rows < 1 or columns < 1:
        raise ParameterError(f"The picture ({width} × {height}) holds no whole block of {size} × {size} pixels.")
    result = np.empty((rows, columns, channels), picture.dtype)
    work, number = (picture.dtype, np.float64) if how != "mean" else _sums(picture.dtype, size)
    over_bands(
        compiled.pool_rows, rows, width * channels * size,
        picture, size, stride, HOWS.index(how), np.empty(0, work), result,
        number(0), limits(picture.dtype, number),
    )  # fmt: skip
    return result if pixels.ndim == 3 else result[:, :, 0]


def _sums(dtype: np.dtype, size: int) -> tuple[Any, Any]:
    """Types that hold the sum of a block exactly: the narrowest to add up in, and the narrowest float to divide in."""
    if dtype == np.float32:
        return np.float64, np.float64
    largest = max(size, 2) ** 2 * int(MAXIMUM[dtype])  # blocks of one pixel are not worth a loop of their own
    return np.min_scalar_type(largest).type, np.float32 if largest < 2**24 else np.float64


def blocks(length: int, size: int, stride: int, edge: Edge) -> int:
    """How many blocks fit along `length` pixels; a partial one must begin inside."""
    whole = (length - size) // stride + 1 if length >= size else 0
    if edge == "drop":
        return whole
    more = whole * stride < length and (whole == 0 or (whole - 1) * stride + size < length)
    return whole + int(more)
