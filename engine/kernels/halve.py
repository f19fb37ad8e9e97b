"""A picture of half the size, for screens: two by two pixels become one."""

from __future__ import annotations

import numpy as np

from engine.cores import over_bands


def halve(pixels: np.ndarray) -> np.ndarray:
    """The mean of each two by two pixels of contiguous uint8 `(H, W, C)`; at odd edges the mean of those there are.

    The same as `pool(pixels, 2, how="mean")` in half the time, and compiled in a fifth of it: at a first start, people
    wait for this before they see their picture.
    """
    from engine.kernels.compiled.halve import halve_rows

    height, width, channels = pixels.shape
    result = np.empty((-(-height // 2), -(-width // 2), channels), np.uint8)
    lines, into = pixels.reshape(height, width * channels), result.reshape(len(result), -1)
    lines.flags.writeable = False  # as the picture itself is, or the kernel would be compiled twice
    over_bands(halve_rows, len(result), 2 * width * channels, lines, channels, into)
    return result
