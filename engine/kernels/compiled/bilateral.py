"""The average over pixels that are near and similar, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel


@njit(nogil=True, cache=True)
def average_similar(
    padded: np.ndarray, step: int, result: np.ndarray,
    near: np.ndarray, sharpness: float, limits: tuple[float, float, float],
) -> None:  # fmt: skip
    """Fill `result` with the mean of each window, weighted by `near` and by exp(-sharpness · colour distance²)."""
    radius, total = near.shape[0] // 2, np.empty(step, np.float32)
    for y in range(result.shape[0]):
        for x in range(0, result.shape[1], step):
            middle = padded[y + radius, x + radius * step : x + (radius + 1) * step]
            total[:], weights = 0, np.float32(0)
            for down in range(near.shape[0]):
                for across in range(near.shape[1]):
                    other = padded[y + down, x + across * step : x + (across + 1) * step]
                    weight = near[down, across] * _similarity(middle, other, sharpness)
                    if weight > 0:
                        weights += weight
                        for channel in range(step):
                            total[channel] += weight * other[channel]
            for channel in range(step):
                mean = total[channel] / weights if weights > 0 else middle[channel]
                result[y, x + channel] = as_pixel(mean, limits)


@njit(nogil=True, cache=True)
def _similarity(first: np.ndarray, second: np.ndarray, sharpness: float) -> float:
    distance = np.float32(0)
    for channel in range(len(first)):
        difference = first[channel] - second[channel]
        distance += difference * difference
    return np.exp(-distance * sharpness)
