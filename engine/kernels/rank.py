"""Order statistics: each result is one of the values in the window around it."""

from __future__ import annotations

import numpy as np

from engine.depth import MAXIMUM
from engine.kernels.border import Border
from engine.kernels.window import as_picture, over_windows
from engine.params import ParameterError


def median(pixels: np.ndarray, size: int, *, border: str | Border = "reflect") -> np.ndarray:
    """The middle one of the values in the `size × size` window around each pixel, channel by channel.

    `pixels` is `(H, W, C)` or `(H, W)` of uint8, uint16 or float32, `size` odd; the border "constant" is 0 outside,
    "valid" gives `(H - size + 1, W - size + 1, C)`. Exact. A window that contains a NaN gives NaN. Raises
    ParameterError.
    """
    return _ranked(pixels, size, border, size * size // 2)


def minimum(pixels: np.ndarray, size: int, *, border: str | Border = "reflect") -> np.ndarray:
    """The smallest value in the window around each pixel (erosion); otherwise as `median`."""
    return _ranked(pixels, size, border, 0)


def maximum(pixels: np.ndarray, size: int, *, border: str | Border = "reflect") -> np.ndarray:
    """The largest value in the window around each pixel (dilation); otherwise as `median`."""
    return _ranked(pixels, size, border, size * size - 1)


def percentile(pixels: np.ndarray, size: int, q: float, *, border: str | Border = "reflect") -> np.ndarray:
    """The value that `q` percent of the window lie below; otherwise as `median`.

    As in SciPy it is one of the values, the one of rank `floor(n · q / 100)` counted from 0, of the `n = size²`; 0
    is the minimum, 50 the median, 100 the maximum.
    """
    if not 0 <= q <= 100:
        raise ParameterError(f"q must be from 0 to 100; got {q}")
    return _ranked(pixels, size, border, min(int(size * size * q / 100), size * size - 1))


def _ranked(pixels: np.ndarray, size: int, border: str | Border, rank: int) -> np.ndarray:
    """The value of rank `rank`, counted from 0, of each window, by the fastest way there is for it."""
    from engine.kernels.compiled import extreme, histogram, median

    if size != int(size) or size < 1 or size % 2 == 0:
        raise ParameterError(f"size must be odd and at least 1; got {size}")
    picture, size, last = as_picture(pixels), int(size), size * size - 1
    window = (size, size)
    if rank in (0, last):
        result = over_windows(extreme.extreme, pixels, window, border, size, rank == last)
    elif 2 * rank == last and size in (3, 5):
        result = over_windows(median.median3 if size == 3 else median.median5, pixels, window, border)
    elif picture.dtype == np.float32:
        result = over_windows(_by_order, pixels, window, border, size, rank)
    else:
        levels = int(MAXIMUM[picture.dtype]) + 1
        result = over_windows(histogram.slide, pixels, window, border, size, rank, levels)
    if picture.dtype == np.float32 and np.isnan(pixels).any():
        result[maximum(np.isnan(pixels).astype(np.uint8), size, border=border) > 0] = np.nan
    return result


def _by_order(padded: np.ndarray, step: int, result: np.ndarray, size: int, rank: int) -> None:
    """As `histogram.slide`, for values that are not whole numbers: their places in the sorted order are."""
    from engine.kernels.compiled.histogram import slide

    values, places = np.unique(padded, return_inverse=True)
    chosen = np.empty(result.shape, np.uint32)
    slide(places.reshape(padded.shape).astype(np.uint32), step, chosen, size, rank, len(values))
    result[:] = values[chosen]
