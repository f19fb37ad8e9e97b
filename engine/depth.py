"""The kinds of numbers pixels are stored in: uint8, uint16 and float32."""

from __future__ import annotations

import numpy as np

MAXIMUM = {np.dtype(np.uint8): 255.0, np.dtype(np.uint16): 65535.0, np.dtype(np.float32): 1.0}
"""The value of white for each kind of pixel."""


def as_dtype(pixels: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """The same brightnesses in another kind of number, rounded and saturated. NaN becomes black."""
    if pixels.dtype == dtype:
        return pixels
    if dtype == np.uint8 and pixels.dtype == np.uint16:  # round(v / 257), exact
        return ((pixels.astype(np.uint32) * 255 + 32895) >> 16).astype(np.uint8)
    scaled = pixels.astype(np.float32) * np.float32(MAXIMUM[dtype] / MAXIMUM[pixels.dtype])
    if dtype == np.float32:
        return scaled
    return np.rint(np.clip(np.nan_to_num(scaled), 0, MAXIMUM[dtype])).astype(dtype)
