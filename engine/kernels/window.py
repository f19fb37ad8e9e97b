"""Run a compiled loop over all windows of a picture: what every neighbourhood kernel shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from engine.cores import BAND_ELEMENTS, over_bands
from engine.depth import MAXIMUM
from engine.kernels.border import Border, border_named, source_index
from engine.params import ParameterError


def as_picture(pixels: np.ndarray) -> np.ndarray:
    """`pixels` as a read-only `(H, W, C)` view. Raises ParameterError for anything but a picture's array."""
    pixels = np.asarray(pixels)
    if pixels.ndim not in (2, 3) or 0 in pixels.shape:
        raise ParameterError(f"pixels must have shape (H, W) or (H, W, C), none of them 0; got {pixels.shape}")
    if pixels.dtype not in MAXIMUM:
        raise ParameterError(f"pixels must be uint8, uint16 or float32; got {pixels.dtype}")
    view = pixels.view()
    view.flags.writeable = False  # compiled code is made once for read-only arrays, not a second time for others
    return view[:, :, np.newaxis] if view.ndim == 2 else view


def as_contiguous_picture(pixels: np.ndarray) -> np.ndarray:
    """As `as_picture`, one row after the other in memory: a copy of an array that is not."""
    return as_picture(np.ascontiguousarray(as_picture(pixels)))


def limits(dtype: Any, work: Any) -> tuple[float, float, float]:
    """How a number computed in dtype `work` is stored as `dtype`: the lowest, the highest, and what rounds it.

    Adding the third and taking it away again leaves no bits for a fraction. Floats stay as they are.
    """
    number, white = np.dtype(work).type, MAXIMUM[np.dtype(dtype)]
    if np.dtype(dtype) == np.float32:
        return number(-np.inf), number(np.inf), number(0)
    return number(0), number(white), number(1.5 * 2.0 ** np.finfo(number).nmant)


class Source(NamedTuple):
    """What a band and its surroundings are gathered from: rows and columns of a picture, negative ones being `outside`.

    The columns from `left` on are those of the picture, one after the other.
    """

    picture: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    left: int
    outside: float


def over_windows(
    loop: Callable[..., None],
    pixels: np.ndarray,
    window: tuple[int, int],
    border: str | Border,
    *arguments: Any,
    fill: float = 0.0,
    work: Any = None,
    dtype: Any = None,
    least: int = 1,
    gathers: bool = False,
) -> np.ndarray:
    """Apply a compiled loop to every window `(h, w)` of `pixels (H, W, C)` or `(H, W)`; return the result.

    The centre of a window is `(h // 2, w // 2)`. For each band of rows, `loop(padded, step, result, *arguments)`
    is called with `padded (rows + h - 1, (W + w - 1) * C)`, the band and what surrounds it, in dtype `work` (as
    `pixels` where not given); `step = C`, the distance between neighbours in a row; and `result (rows, W * C)` to
    be filled, of dtype `dtype` (as `pixels` where not given). The window of the result's element `x` in row `y`
    is thus `padded[y : y + h, x : x + w * step : step]`. A band has `least` rows or more. A loop that `gathers`
    the padded rows itself is given a `Source` instead of `padded`. Raises ParameterError.
    """
    from engine.kernels.compiled.padding import pad_rows

    picture, border = as_contiguous_picture(pixels), border_named(border)
    (height, width, step), (tall, wide) = picture.shape, window
    rows = source_index(height, tall // 2, tall - 1 - tall // 2, border)
    columns = source_index(width, wide // 2, wide - 1 - wide // 2, border)
    shape = (len(rows) - tall + 1, len(columns) - wide + 1, step)
    if min(shape) < 1:
        raise ParameterError(
            f"The picture ({width} × {height}) is smaller than the window ({wide} × {tall}): take another border."
        )
    work, dtype = np.dtype(work or picture.dtype), np.dtype(dtype or picture.dtype)
    result = np.empty((shape[0], shape[1] * step), dtype)
    outside, left = work.type(fill), 0 if border is Border.VALID else wide // 2

    def band(first: int, last: int) -> None:
        source = Source(picture, rows[first : last + tall - 1], columns, left, outside)
        if not gathers:
            padded = np.empty((last - first + tall - 1, len(columns) * step), work)
            pad_rows(*source, padded)
        loop(source if gathers else padded, step, result[first:last], *arguments)

    over_bands(band, shape[0], min(shape[1] * step, BAND_ELEMENTS // least))
    return result.reshape(shape if pixels.ndim == 3 else shape[:2])
