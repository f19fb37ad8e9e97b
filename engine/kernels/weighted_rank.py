"""Order statistics of pixels of which some count less than others, or not at all."""

from __future__ import annotations

import numpy as np

from engine.cores import over_bands
from engine.depth import MAXIMUM
from engine.kernels.window import as_contiguous_picture
from engine.params import ParameterError


def weighted_rank(
    pixels: np.ndarray, weights: np.ndarray, reach: np.ndarray, q: float, wanted: np.ndarray, result: np.ndarray
) -> None:
    """Write into `result`, where `wanted`, the value that `q` percent of the weight in the window lie below.

    `pixels (H, W, C)` are uint8, uint16 or float32, `weights (H, W)` of the same dtype from 0 to white. A window has
    `len(reach)` rows, as many columns, and in row `i` only the pixels up to `reach[i]` beside its middle; `wanted`
    and `result` are `(H - h + 1, W - h + 1)` and that by C. With all weights alike this is `percentile`, and for 50
    the median: the weighted median is the one of Edgeworth, 1888. A NaN that counts in a window makes it NaN.
    Raises ParameterError.
    """
    from engine.kernels.compiled.weighted_rank import slide_weighted

    if not 0 <= q <= 100:
        raise ParameterError(f"q must be from 0 to 100; got {q}")
    picture = as_contiguous_picture(pixels)
    whole = picture.dtype != np.float32
    if whole:
        values, places, levels = None, picture, int(MAXIMUM[picture.dtype]) + 1
        counts = weights.astype(np.int64)
    else:
        values, inverse = np.unique(picture, return_inverse=True)  # a NaN comes last
        places, levels = inverse.reshape(picture.shape).astype(np.uint32), len(values)
        counts = np.ceil(weights * 65536.0).astype(np.int64)
        places.flags.writeable = False
    chosen = np.zeros(result.shape, places.dtype)
    over_bands(
        slide_weighted, result.shape[0], result.shape[1] * picture.shape[2],
        places, counts, wanted, np.asarray(reach, np.int64), q / 100, levels, chosen,
    )  # fmt: skip
    np.copyto(result, chosen if values is None else values[chosen], where=wanted[:, :, np.newaxis])
    if not whole:
        bad = np.isnan(picture).any(axis=2) & (counts > 0)
        if bad.any():
            _spread_nan(picture, counts, reach, wanted, result)


def _spread_nan(
    picture: np.ndarray, counts: np.ndarray, reach: np.ndarray, wanted: np.ndarray, result: np.ndarray
) -> None:
    radius = len(reach) // 2
    rows, columns = wanted.shape
    for y, x, channel in np.argwhere(np.isnan(picture) & (counts > 0)[:, :, np.newaxis]):
        for i, half in enumerate(reach):
            row = y - i
            if 0 <= row < rows:
                span = slice(max(0, x - radius - half), max(0, min(columns, x - radius + half + 1)))
                result[row, span, channel][wanted[row, span]] = np.nan
