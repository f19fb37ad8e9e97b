"""An average that stops at edges."""

from __future__ import annotations

import numpy as np

from engine.depth import MAXIMUM
from engine.kernels.border import Border
from engine.kernels.window import as_picture, limits, over_windows
from engine.params import ParameterError


def reach(sigma: float) -> int:
    """How many pixels an average of standard deviation `sigma` looks to each side."""
    return max(1, round(2 * sigma))


def bilateral(
    pixels: np.ndarray, sigma: float, similarity: float, *, border: str | Border = "reflect", alpha: bool = False
) -> np.ndarray:
    """Average around each pixel, near ones and ones of similar colour counting most.

    The weight falls with the distance in space, standard deviation `sigma` in pixels, and with the distance in colour
    over all channels together, standard deviation `similarity` in units of `pixels`; what lies farther than
    two `sigma` is left out. C. Tomasi, R. Manduchi, "Bilateral filtering for gray and color images", 1998.
    With `alpha` the last channel is alpha: pixels count in proportion to it, and the result is without it.
    Otherwise as `convolve`.
    """
    from engine.kernels.compiled.similar import average_similar

    if not (0 < sigma < np.inf and 0 < similarity < np.inf):
        raise ParameterError(f"sigma and similarity must be larger than 0; got {sigma} and {similarity}")
    dtype, radius = as_picture(pixels).dtype, reach(sigma)
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    near = np.exp(-(x * x + y * y) / (2 * sigma * sigma)).astype(np.float32)
    sharpness = np.float32(1 / (2 * similarity * similarity))
    white = np.float32(MAXIMUM[dtype] if alpha else 0)
    result = over_windows(
        average_similar, pixels, near.shape, border, near, sharpness, white, limits(dtype, np.float32),
        work=np.float32,
    )  # fmt: skip
    return result[:, :, :-1] if alpha else result
