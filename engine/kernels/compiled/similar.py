"""The average over pixels that are near and similar, compiled: one tap after the other, for a whole row at once."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel

BLOCK = 512
"""Pixels of a row worked on at a time: few enough for all that belongs to them to stay in the nearest cache."""
FAINT = np.float32(16)
"""Where the exponent is beyond it a pixel does not count: e⁻¹⁶ is a ten-millionth."""


@njit(nogil=True, cache=True)
def average_similar(
    padded: np.ndarray, step: int, result: np.ndarray,
    near: np.ndarray, sharpness: np.float32, white: np.float32, limits: tuple[float, float, float],
) -> None:  # fmt: skip
    """Fill `result` with the mean of each window, weighted by `near` and by exp(-sharpness · colour distance²).

    Where `white` is not 0 the last channel is alpha, `white` where opaque: a pixel counts in proportion to it.
    """
    size, colours = near.shape[0], step - (white > 0)
    radius, width, height = size // 2, result.shape[1] // step, result.shape[0]
    planes = np.empty((step, padded.shape[0], padded.shape[1] // step), np.float32)
    for channel in range(step):
        for y in range(padded.shape[0]):
            separate(padded[y], channel, step, planes[channel, y])
    total, space = np.empty((colours, BLOCK), np.float32), np.empty((3, BLOCK), np.float32)
    for y in range(height):
        for begin in range(0, width, BLOCK):
            wide = min(BLOCK, width - begin)
            distance, weight, weights = space[0, :wide], space[1, :wide], space[2, :wide]
            total[:], weights[:] = 0, 0
            for down in range(size):
                for across in range(size):
                    distance[:] = 0
                    for channel in range(colours):
                        own = planes[channel, y + radius, begin + radius :]
                        _add_difference(own, planes[channel, y + down, begin + across :], distance)
                    _weigh(distance, near[down, across], sharpness, weight)
                    if white > 0:
                        _thin(planes[colours, y + down, begin + across :], white, weight)
                    _add(weight, weights)
                    for channel in range(colours):
                        _add_weighted(planes[channel, y + down, begin + across :], weight, total[channel])
            for channel in range(step):
                own = planes[channel, y + radius, begin + radius :]
                if channel < colours:
                    _divide(total[channel], weights, own, limits, result[y, begin * step + channel :: step])
                else:
                    _divide(own, np.zeros_like(weights), own, limits, result[y, begin * step + channel :: step])


@njit(nogil=True, cache=True)
def separate(row: np.ndarray, channel: int, step: int, plane: np.ndarray) -> None:
    for x in range(len(plane)):
        plane[x] = row[x * step + channel]


@njit(nogil=True, cache=True)
def _add_difference(own: np.ndarray, other: np.ndarray, distance: np.ndarray) -> None:
    for x in range(len(distance)):
        difference = own[x] - other[x]
        distance[x] += difference * difference


@njit(nogil=True, cache=True)
def _weigh(distance: np.ndarray, near: np.float32, sharpness: np.float32, weight: np.ndarray) -> None:
    """near · e^(-sharpness · distance), with e^-t as (e^(-t/16))^16, and that as the beginning of its power series."""
    one = np.float32(1)
    for x in range(len(weight)):
        exponent = distance[x] * sharpness
        t = exponent * np.float32(1 / 16)
        t = t if t < one else one  # a NaN becomes 1 too
        power = one - t * np.float32(1 / 8)
        for divisor in (7, 6, 5, 4, 3, 2, 1):
            power = one - t * power * np.float32(1 / divisor)
        power *= power
        power *= power
        power *= power
        power *= power
        weight[x] = near * power if exponent < FAINT else np.float32(0)


@njit(nogil=True, cache=True)
def _thin(alpha: np.ndarray, white: np.float32, weight: np.ndarray) -> None:
    for x in range(len(weight)):
        weight[x] *= alpha[x] / white


@njit(nogil=True, cache=True)
def _add(weight: np.ndarray, weights: np.ndarray) -> None:
    for x in range(len(weights)):
        weights[x] += weight[x]


@njit(nogil=True, cache=True)
def _add_weighted(values: np.ndarray, weight: np.ndarray, total: np.ndarray) -> None:
    for x in range(len(weight)):
        total[x] += weight[x] * values[x] if weight[x] > 0 else np.float32(0)  # NaN and infinity weigh nothing


@njit(nogil=True, cache=True)
def _divide(
    total: np.ndarray, weights: np.ndarray, own: np.ndarray, limits: tuple[float, float, float], result: np.ndarray
) -> None:
    for x in range(len(weights)):
        result[x] = as_pixel(total[x] / weights[x] if weights[x] > 0 else own[x], limits)
