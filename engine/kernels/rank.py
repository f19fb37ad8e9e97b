"""Order statistics: each result is one of the values in the window around it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import numpy as np

from engine.depth import MAXIMUM
from engine.kernels.border import Border
from engine.kernels.networks import program
from engine.kernels.window import as_picture, over_windows
from engine.params import ParameterError

LARGEST_NETWORK = 21
"""Up to this size a network of comparisons is faster than a histogram of 16 bits."""


class Window(Enum):
    """The shape of the neighbourhood."""

    SQUARE = "square"
    ROUND = "round"

    def reach(self, size: int) -> np.ndarray:
        """How far each of the `size` rows of a window goes to both sides of its middle, in pixels."""
        radius = size // 2
        if self is Window.SQUARE:
            return np.full(size, radius)
        return np.sqrt(radius**2 - np.arange(-radius, radius + 1) ** 2).astype(int)


def median(
    pixels: np.ndarray, size: int, *, window: str | Window = "square", border: str | Border = "reflect"
) -> np.ndarray:
    """The middle one of the values in the window around each pixel, channel by channel.

    `pixels` is `(H, W, C)` or `(H, W)` of uint8, uint16 or float32, `size` odd; a round window holds the pixels whose
    distance from the centre is at most `size // 2`. The border "constant" is 0 outside, "valid" gives
    `(H - size + 1, W - size + 1, C)`. Exact. A window that contains a NaN gives NaN. Raises ParameterError.
    """
    return percentile(pixels, size, 50, window=window, border=border)


def minimum(
    pixels: np.ndarray, size: int, *, window: str | Window = "square", border: str | Border = "reflect"
) -> np.ndarray:
    """The smallest value in the window around each pixel (erosion); otherwise as `median`."""
    return percentile(pixels, size, 0, window=window, border=border)


def maximum(
    pixels: np.ndarray, size: int, *, window: str | Window = "square", border: str | Border = "reflect"
) -> np.ndarray:
    """The largest value in the window around each pixel (dilation); otherwise as `median`."""
    return percentile(pixels, size, 100, window=window, border=border)


def percentile(
    pixels: np.ndarray, size: int, q: float, *, window: str | Window = "square", border: str | Border = "reflect"
) -> np.ndarray:
    """The value that `q` percent of the window lie below; otherwise as `median`.

    As in SciPy it is one of the values, the one of rank `floor(n · q / 100)` counted from 0, of the `n` in the window;
    0 is the minimum, 50 the median, 100 the maximum.
    """
    if not 0 <= q <= 100:
        raise ParameterError(f"q must be from 0 to 100; got {q}")
    if size != int(size) or size < 1 or size % 2 == 0:
        raise ParameterError(f"size must be odd and at least 1; got {size}")
    size, shape = int(size), _window(window)
    dtype, reach = as_picture(pixels).dtype, shape.reach(size)
    count = int((2 * reach + 1).sum())
    rank = min(int(count * q / 100), count - 1)
    loop, arguments, least = _fastest(dtype, size, shape, reach, rank, count)
    if dtype == np.float32:
        arguments, loop = (loop, reach, *arguments), _keeping_nan
    return over_windows(loop, pixels, (size, size), border, *arguments, least=least)


def _window(name: str | Window) -> Window:
    try:
        return Window(name)
    except ValueError:
        raise ParameterError(f"window must be square or round; got {name!r}") from None


Loop = Callable[..., None]


def _fastest(
    dtype: np.dtype, size: int, shape: Window, reach: np.ndarray, rank: int, count: int
) -> tuple[Loop, tuple[Any, ...], int]:
    """The fastest loop for a rank, its arguments, and how many rows a band should have at least."""
    from engine.kernels.compiled import counts, extreme, histogram, median, network

    square = shape is Window.SQUARE
    if rank in (0, count - 1):
        if square:
            return extreme.extreme, (size, rank > 0), 1
        return extreme.extreme_of_rows, (reach, rank > 0), 1
    if square and 2 * rank == count - 1 and size in (3, 5):
        return (median.median3 if size == 3 else median.median5), (), 1
    if square and dtype == np.uint8 and 9 <= size <= 255:
        return counts.by_counting, (size, rank, np.empty(0, np.uint8 if count < 256 else np.uint16)), 8 * size
    if square and size <= LARGEST_NETWORK:
        return network.run, (size, *program(size, rank)), 1
    if dtype == np.float32:
        return _by_order, (reach, rank), size
    return histogram.slide, (reach, rank, int(MAXIMUM[dtype]) + 1), 1


def _by_order(padded: np.ndarray, step: int, result: np.ndarray, reach: np.ndarray, rank: int) -> None:
    """As `histogram.slide`, for values that are not whole numbers: their places in the sorted order are."""
    from engine.kernels.compiled.histogram import slide

    values, places = np.unique(padded, return_inverse=True)
    chosen = np.empty(result.shape, np.uint32)
    slide(places.reshape(padded.shape).astype(np.uint32), step, chosen, reach, rank, len(values))
    result[:] = values[chosen]


def _keeping_nan(
    padded: np.ndarray, step: int, result: np.ndarray, loop: Loop, reach: np.ndarray, *arguments: Any
) -> None:
    """Run a loop that knows nothing of NaN, and put one wherever the window has one."""
    from engine.kernels.compiled.extreme import extreme_of_rows

    loop(padded, step, result, *arguments)
    if np.isnan(padded.min()):
        found = np.empty(result.shape, np.uint8)
        extreme_of_rows(np.isnan(padded).astype(np.uint8), step, found, reach, True)
        result[found > 0] = np.nan
