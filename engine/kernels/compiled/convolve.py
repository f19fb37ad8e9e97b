"""The weighted sum of a window, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel


@njit(nogil=True, cache=True)
def weigh(
    padded: np.ndarray, step: int, result: np.ndarray,
    down: np.ndarray, across: np.ndarray, weights: np.ndarray, divisor: float, offset: float,
    limits: tuple[float, float, float],
) -> None:  # fmt: skip
    """Fill `result` with `Σ weights · window / divisor + offset`; tap `i` is `(down[i], across[i])` into the window."""
    total = np.empty(result.shape[1], padded.dtype)
    for y in range(result.shape[0]):
        total[:] = 0
        for tap in range(len(weights)):
            row, weight = padded[y + down[tap], across[tap] :], weights[tap]
            for x in range(len(total)):
                total[x] += weight * row[x]
        for x in range(len(total)):
            result[y, x] = as_pixel(total[x] / divisor + offset, limits)
