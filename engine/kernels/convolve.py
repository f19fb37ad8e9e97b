"""Linear filters: each result is a weighted sum of the pixels around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from engine.depth import MAXIMUM
from engine.kernels.border import Border, border_named
from engine.kernels.window import Source, as_picture, limits, over_windows
from engine.params import ParameterError

Factors = tuple[np.ndarray, np.ndarray]
"""A column and a row of weights."""


def as_weights(weights: Any) -> np.ndarray:
    """`weights` as float64 `(h, w)`. Raises ParameterError for anything but a table of finite numbers."""
    table = np.asarray(weights, np.float64)
    if table.ndim != 2 or 0 in table.shape or not np.isfinite(table).all():
        raise ParameterError(f"weights must be a table (h, w) of finite numbers; got shape {table.shape}")
    return table


def convolve(
    pixels: np.ndarray,
    weights: Any,
    *,
    border: str | Border = "reflect",
    fill: float = 0.0,
    divisor: float = 1.0,
    offset: float = 0.0,
    dtype: Any = None,
) -> np.ndarray:
    """Weigh the window around each pixel and add up, channel by channel: `Σ weights · window / divisor + offset`.

    `pixels` is `(H, W, C)` or `(H, W)` of uint8, uint16 or float32; `weights (h, w)` has its centre at
    `(h // 2, w // 2)` and is laid on the picture as it stands (correlation, as in OpenCV, GIMP and every neural
    network). A weight of 0 takes no part at all. `fill` is the value outside for the border "constant"; "valid"
    gives `(H - h + 1, W - w + 1, C)`. The result is rounded and saturated to the dtype of `pixels`; with
    `dtype=np.float32` it is the raw signed response. Raises ParameterError.
    """
    from engine.kernels.compiled import convolve as compiled

    picture, table = as_picture(pixels), as_weights(weights)
    if not np.isfinite(divisor) or divisor == 0:
        raise ParameterError(f"divisor must be a number other than 0; got {divisor}")
    if not np.isfinite(offset):
        raise ParameterError(f"offset must be a number; got {offset}")
    result = picture.dtype if dtype is None else np.dtype(dtype)
    if result not in (picture.dtype, np.float32):
        raise ParameterError(f"dtype must be that of the picture or float32; got {result}")
    work = arithmetic(table, divisor, MAXIMUM[picture.dtype])
    if (table != np.rint(table)).any():
        table, divisor = table / divisor, 1.0
    storing = (work.type(divisor), work.type(offset), limits(result, work))
    factors = separated(table)
    if factors is None or 2 * (len(factors[0]) + len(factors[1])) > table.size:
        return over_windows(
            compiled.weigh, pixels, table.shape, border, *taps(table, work), storing,
            fill=fill, work=work, dtype=result,
        )  # fmt: skip
    if _are_symmetric(factors) and (border_named(border) is not Border.CONSTANT or fill == picture.dtype.type(fill)):
        return over_windows(
            _symmetric_where_finite, pixels, table.shape, border, factors, work, storing,
            fill=fill, dtype=result, least=8 * len(table), gathers=True,
        )  # fmt: skip
    return over_windows(
        compiled.weigh_twice, pixels, table.shape, border, *_in_turn(factors, work), storing,
        fill=fill, work=work, dtype=result,
    )  # fmt: skip


def _are_symmetric(factors: Factors) -> bool:
    """Whether both look the same from both ends, and are long enough for pairs to be worth while."""
    return all(len(line) % 2 and len(line) >= 7 and np.array_equal(line, line[::-1]) for line in factors)


def _symmetric_where_finite(
    source: Source, step: int, result: np.ndarray, factors: Factors, work: np.dtype, storing: Any
) -> None:
    """As `compiled.weigh_twice`, by pairs of pixels; weights of 0 take part there, which only finite ones allow."""
    from engine.kernels.compiled import convolve as compiled
    from engine.kernels.compiled.padding import pad_rows
    from engine.kernels.compiled.symmetric import weigh_symmetric

    dtype = source.picture.dtype
    if dtype == np.float32 and not _is_finite(source.picture[max(source.rows.min(), 0) : source.rows.max() + 1]):
        padded = np.empty((len(source.rows), len(source.columns) * step), work)
        pad_rows(*source, padded)
        compiled.weigh_twice(padded, step, result, *_in_turn(factors, work), storing)
        return
    radii = len(factors[0]) // 2, len(factors[1]) // 2
    column, row = (
        np.pad(line[radius:], (0, -radius % 8)).astype(work) for line, radius in zip(factors, radii, strict=True)
    )
    line = np.empty(0, np.uint16 if dtype == np.uint8 else work)
    weigh_symmetric(*source, step, result, column, row, radii, line, storing)


def _is_finite(pixels: np.ndarray) -> bool:
    """Whether no pixel is NaN or infinite; it may say no where their sum is."""
    with np.errstate(all="ignore"):
        return bool(np.isfinite(pixels.sum()))


def _in_turn(factors: Factors, work: np.dtype) -> tuple[Any, ...]:
    """The arguments of `compiled.weigh_twice`: the taps of the column, those of the row, and what is between."""
    column, row = factors
    down, _, column = taps(column[:, np.newaxis], work)
    _, across, row = taps(row[np.newaxis], work)
    return down, column, across, row, (work.type(1), work.type(0), limits(np.float32, work))


def taps(table: np.ndarray, work: np.dtype) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The positions down and across and the weights of a table, zeros left out, as the compiled loops want them.

    They take one tap and a multiple of eight. Until that is so the last one is split into halves, which add up to
    exactly the same; filling up with zeros would turn infinity into NaN.
    """
    down, across = np.nonzero(table) if table.any() else (np.array([0]), np.array([0]))
    weights = table[down, across]
    missing = max(9 - len(weights), (1 - len(weights)) % 8)
    last = np.full(missing, weights[-1]) / 2.0 ** np.arange(2, missing + 2)
    if missing:
        last[-1] *= 2
        weights = np.concatenate([weights[:-1], weights[-1:] / 2, last])
    positions = np.pad(down, (0, missing), "edge"), np.pad(across, (0, missing), "edge")
    return *positions, weights.astype(work)


def separated(table: np.ndarray) -> Factors | None:
    """The column and the row whose product is `table`, or None. Whole numbers stay whole."""
    y, x = np.unravel_index(np.argmax(np.abs(table)), table.shape)
    row = table[y]
    if (table == np.rint(table)).all():
        row = row / (np.gcd.reduce(row.astype(np.int64)) or 1)
    if row[x] == 0:
        return None
    column = table[:, x] / row[x]
    if np.allclose(np.outer(column, row), table, rtol=0, atol=1e-14 * abs(table[y, x])):
        return column, row
    return None


def gaussian_weights(sigma: float) -> np.ndarray:
    """A bell curve of standard deviation `sigma` that sums to 1: `(2 r + 1,)`, r = ⌊4 sigma + ½⌋ as in SciPy."""
    radius = int(4 * sigma + 0.5)
    curve = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return curve / curve.sum()


def gaussian_blur(pixels: np.ndarray, sigma: float, *, border: str | Border = "reflect") -> np.ndarray:
    """Average with the weights of a bell curve of standard deviation `sigma`, in pixels; otherwise as `convolve`."""
    if not 0 < sigma < np.inf:
        raise ParameterError(f"sigma must be larger than 0; got {sigma}")
    curve = gaussian_weights(sigma)
    return convolve(pixels, np.outer(curve, curve), border=border)


def box_blur(pixels: np.ndarray, size: int, *, border: str | Border = "reflect") -> np.ndarray:
    """The mean of the `size × size` window around each pixel, `size` odd; otherwise as `convolve`."""
    from engine.kernels.compiled.box import mean_of_squares

    if size < 1 or size % 2 == 0:
        raise ParameterError(f"size must be odd and at least 1; got {size}")
    dtype = as_picture(pixels).dtype
    largest = MAXIMUM[dtype] * size * size
    if dtype == np.float32 or largest >= 2**32:
        return convolve(pixels, np.ones((size, size)), divisor=size * size, border=border)
    sums = np.empty(0, np.uint16 if dtype == np.uint8 and largest < 2**16 else np.uint32)
    work = np.float32 if largest < 2**22 else np.float64
    return over_windows(
        mean_of_squares, pixels, (size, size), border, size, sums, work(1 / (size * size)), limits(dtype, work)
    )


def gradient(
    pixels: np.ndarray,
    kernels: Sequence[Any],
    *,
    how: Literal["magnitude", "sum"] = "magnitude",
    scale: float = 1.0,
    border: str | Border = "reflect",
) -> np.ndarray:
    """The strength of change that one or two kernels find: `scale · √(gx² + gy²)`, or `scale · (|gx| + |gy|)`.

    `pixels` and weights of 0 are as for `convolve`; the kernels have one shape. Rounded and saturated to the dtype of
    `pixels`; float32 is not clipped. Raises ParameterError.
    """
    from engine.kernels.compiled import convolve as compiled

    tables = np.stack([as_weights(kernel) for kernel in kernels])
    if tables.shape[0] > 2 or np.prod(tables.shape[1:]) > 9:
        raise ParameterError(f"kernels must be one or two of at most 9 weights; got shape {tables.shape}")
    dtype = as_picture(pixels).dtype
    work = np.dtype(np.float64 if dtype == np.uint16 else np.float32)  # a square of 16 bits needs 32
    if len(tables) == 1:  # half of it twice, exactly
        tables, how, scale = np.repeat(tables, 2, axis=0), "sum", scale / 2
    down, across, weights = map(np.stack, zip(*(taps(table, work) for table in tables), strict=True))
    return over_windows(
        compiled.magnitude, pixels, tables.shape[1:], border,
        down, across, weights, how == "sum", work.type(scale), limits(dtype, work), work=work,
    )  # fmt: skip


def arithmetic(weights: np.ndarray, divisor: float, white: float) -> np.dtype:
    """The narrowest float that keeps rounding errors of the sum below 1/256 of a unit: float32 or float64."""
    largest = np.abs(weights).sum() * white
    whole = bool((weights == np.rint(weights)).all()) and largest < 2**24  # such a sum is exact
    error = np.sqrt(np.count_nonzero(weights)) * largest / abs(divisor) * 2.0**-24
    return np.dtype(np.float32 if whole or white == 1 or error < 1 / 256 else np.float64)
