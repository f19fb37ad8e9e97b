"""Levels of brightness: how often each occurs, and others in their place."""

from __future__ import annotations

from threading import Lock

import numpy as np

from engine.cores import over_bands
from engine.depth import MAXIMUM, as_dtype

DEEP = np.dtype(np.uint16)


def count_levels(pixels: np.ndarray, colours: int) -> np.ndarray:
    """How often each of 256 levels (uint16: 65536) occurs in each channel: int64 `(colours, levels)`.

    `pixels (H, W, C)` may have an alpha channel after the `colours`: what is wholly transparent is not counted.
    float32 is counted in 65536 levels of 0…1.
    """
    from engine.kernels.compiled.levels import count_levels as count

    deep = pixels.dtype == np.float32
    total = np.zeros((colours, int(MAXIMUM[DEEP if deep else pixels.dtype]) + 1), np.int64)
    lock = Lock()

    def band(first: int, last: int) -> None:
        counts = np.zeros_like(total)
        part = np.ascontiguousarray(as_dtype(pixels[first:last], DEEP) if deep else pixels[first:last])
        count(part, colours, counts)
        with lock:
            np.add(total, counts, out=total)

    over_bands(band, pixels.shape[0], pixels.shape[1] * pixels.shape[2])
    return total


def look_up(pixels: np.ndarray, table: np.ndarray) -> np.ndarray:
    """`table[pixels]` for uint8 or uint16 and a table with as many values as there are levels, of the same dtype."""
    from engine.kernels.compiled.levels import look_up as look

    result = np.empty_like(pixels, order="C")
    source = np.ascontiguousarray(pixels).reshape(-1)
    source.flags.writeable = False
    look(source, table, result.reshape(-1))
    return result
