"""What sets pixels apart from their neighbours, where some of these can be seen only in part, or not at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.depth import MAXIMUM
from engine.kernels.border import Border
from engine.kernels.convolve import as_weights
from engine.kernels.window import over_windows


def differences(pixels: np.ndarray, weights: Any) -> np.ndarray:
    """`Σ weights · alpha · (window - middle)`, channel by channel, alpha from 0 to 1.

    `pixels (H, W, C)` has its alpha in the last channel; the result `(H - h + 1, W - w + 1, C - 1)`, float32, is for
    the pixels that have a whole window `weights (h, w)` around them. Raises ParameterError.
    """
    from engine.kernels.compiled.difference import weigh_differences

    white = np.float32(MAXIMUM[pixels.dtype])
    result = over_windows(
        weigh_differences, pixels, as_weights(weights).shape, Border.VALID, as_weights(weights).astype(np.float32),
        white, work=np.float32, dtype=np.float32,
    )  # fmt: skip
    return result[:, :, :-1]
