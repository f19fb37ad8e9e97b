"""The average over pixels that are near and similar, compiled: one tap after the other, for many pixels at once."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel

BLOCK = 1024
"""Pixels of a row worked on at a time: few enough for all that belongs to them to stay in the nearest caches."""
FAINT = np.float32(16)
"""Where the exponent is beyond it a pixel does not count: e⁻¹⁶ is a ten-millionth."""
ZERO, ONE = np.float32(0), np.float32(1)


@njit(nogil=True, cache=True)
def average_similar(
    padded: np.ndarray, step: int, result: np.ndarray,
    near: np.ndarray, sharpness: np.float32, white: np.float32, limits: tuple[float, float, float],
) -> None:  # fmt: skip
    """Fill `result` with the mean of each window, weighted by `near` and by exp(-sharpness · colour distance²).

    Where `white` is not 0 the last channel is alpha, `white` where opaque: a pixel counts in proportion to it, and the
    last channel of `result` means nothing.
    """
    size, colours = near.shape[0], step - 1 if white > 0 else step
    radius, width = size // 2, result.shape[1] // step
    planes = np.ones((colours + 1, padded.shape[0], padded.shape[1] // step), np.float32)  # the last one is opacity
    for channel in range(step):
        for y in range(padded.shape[0]):
            separate(padded[y], channel, step, white if channel == colours else ONE, planes[channel, y])
    sums = np.empty((colours + 1, BLOCK), np.float32)  # the last one is the sum of weights
    for y in range(result.shape[0]):
        for begin in range(0, width, BLOCK):
            block = sums[:, : min(BLOCK, width - begin)]
            block[:] = 0
            own = planes[:, y + radius, begin + radius :]
            for down in range(size):
                for across in range(size):
                    other = planes[:, y + down, begin + across :]
                    if colours == 3:
                        _colour_tap(own, other, near[down, across], sharpness, block)
                    else:
                        _grey_tap(own, other, near[down, across], sharpness, block)
            for channel in range(colours):
                _divide(block[channel], block[-1], own[channel], limits, result[y, begin * step + channel :: step])


@njit(nogil=True, cache=True)
def separate(row: np.ndarray, channel: int, step: int, white: np.float32, plane: np.ndarray) -> None:
    """One channel of a row, divided by `white`."""
    for x in range(len(plane)):
        plane[x] = row[x * step + channel] / white


@njit(nogil=True, cache=True)
def _colour_tap(own: np.ndarray, other: np.ndarray, near: np.float32, sharpness: np.float32, sums: np.ndarray) -> None:
    red, green, blue, opacity = other[0], other[1], other[2], other[3]
    own_red, own_green, own_blue = own[0], own[1], own[2]
    reds, greens, blues, weights = sums[0], sums[1], sums[2], sums[3]
    for x in range(len(weights)):
        r, g, b = red[x] - own_red[x], green[x] - own_green[x], blue[x] - own_blue[x]
        weight = near * opacity[x] * _similarity((r * r + g * g + b * b) * sharpness)
        weights[x] += weight
        reds[x] += weight * red[x] if weight > 0 else ZERO  # NaN and infinity weigh nothing
        greens[x] += weight * green[x] if weight > 0 else ZERO
        blues[x] += weight * blue[x] if weight > 0 else ZERO


@njit(nogil=True, cache=True)
def _grey_tap(own: np.ndarray, other: np.ndarray, near: np.float32, sharpness: np.float32, sums: np.ndarray) -> None:
    grey, opacity, own_grey, greys, weights = other[0], other[1], own[0], sums[0], sums[1]
    for x in range(len(weights)):
        difference = grey[x] - own_grey[x]
        weight = near * opacity[x] * _similarity(difference * difference * sharpness)
        weights[x] += weight
        greys[x] += weight * grey[x] if weight > 0 else ZERO


@njit(nogil=True, cache=True)
def _similarity(exponent: np.float32) -> np.float32:
    """e^-exponent as (e^(-exponent/16))^16, and that as the beginning of its power series; 0 for a NaN."""
    t = exponent * np.float32(1 / 16)
    t = t if t < ONE else ONE
    power = ONE - t * np.float32(1 / 7)
    power = ONE - t * power * np.float32(1 / 6)
    power = ONE - t * power * np.float32(1 / 5)
    power = ONE - t * power * np.float32(1 / 4)
    power = ONE - t * power * np.float32(1 / 3)
    power = ONE - t * power * np.float32(1 / 2)
    power = ONE - t * power
    power *= power
    power *= power
    power *= power
    power *= power
    return power if exponent < FAINT else ZERO


@njit(nogil=True, cache=True)
def _divide(
    total: np.ndarray, weights: np.ndarray, own: np.ndarray, limits: tuple[float, float, float], result: np.ndarray
) -> None:
    for x in range(len(weights)):
        result[x] = as_pixel(total[x] / weights[x] if weights[x] > 0 else own[x], limits)
