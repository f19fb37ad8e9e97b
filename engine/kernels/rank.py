"""Order statistics: each result is one of the values in the window around it."""

from __future__ import annotations

import numpy as np

from engine.kernels.border import Border
from engine.kernels.window import over_windows
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
    from engine.kernels.compiled import rank as compiled

    if size != int(size) or size < 1 or size % 2 == 0:
        raise ParameterError(f"size must be odd and at least 1; got {size}")
    return over_windows(compiled.select, pixels, (size, size), border, size, rank)
