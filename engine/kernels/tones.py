"""How often each brightness occurs in a picture's channels and in its luminance, and how much is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from engine.cores import over_bands
from engine.depth import MAXIMUM

BINS = 256


def count_tones(pixels: np.ndarray, weights: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Count in `BINS` equal steps from black to white: int64 `counts (colours + 1, BINS)` and `ends (2)`.

    `pixels (H, W, C)` are uint8, uint16 or float32, whose values beyond 0…1 fall into the first and the last bin; NaN
    is black. The second or fourth channel is alpha: what is wholly transparent is not counted. The last row of `counts`
    is of the luminance, the sum of the `weights` of red, green and blue times their values, rounded to whole numbers
    where the pixels are; of a grey picture it is the grey. `ends` says how many pixels have a channel at or beyond
    black, and at or beyond white.
    """
    from engine.kernels.compiled.tones import count_real, count_whole

    white = MAXIMUM[pixels.dtype]
    colours = (pixels.shape[2] - 1) // 2 * 2 + 1
    shares = np.array(weights if colours == 3 else [1], np.float32)
    counts, ends = np.zeros((colours + 1, BINS), np.int64), np.zeros(2, np.int64)
    lock = Lock()

    def band(first: int, last: int) -> None:
        rows, some, some_ends = np.ascontiguousarray(pixels[first:last]), np.zeros_like(counts), np.zeros_like(ends)
        rows.flags.writeable = False
        if pixels.dtype == np.float32:
            count_real(rows, shares, some, some_ends)
        else:
            shift = 8 * (pixels.dtype.itemsize - 1)
            count_whole(rows, shares, int(white), shift, some, some_ends)
        with lock:
            np.add(counts, some, out=counts)
            np.add(ends, some_ends, out=ends)

    over_bands(band, pixels.shape[0], pixels.shape[1] * pixels.shape[2])
    return counts, ends
