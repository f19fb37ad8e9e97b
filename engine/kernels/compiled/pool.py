"""Blocks of pixels made into one, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.pixel import as_pixel


@njit(nogil=True, cache=True)
def pool_max(
    first: int,
    last: int,
    picture: np.ndarray,
    size: int,
    stride: int,
    result: np.ndarray,
    limits: tuple[float, float, float],
) -> None:
    """Fill rows `first` to `last - 1` of `result` with the largest value of each block; NaN wins."""
    height, width, channels = picture.shape
    for row in range(first, last):
        for column in range(result.shape[1]):
            for channel in range(channels):
                best = picture[row * stride, column * stride, channel]
                for y in range(row * stride, min(row * stride + size, height)):
                    for x in range(column * stride, min(column * stride + size, width)):
                        value = picture[y, x, channel]
                        if value > best or value != value:
                            best = value
                result[row, column, channel] = best


@njit(nogil=True, cache=True)
def pool_min(
    first: int,
    last: int,
    picture: np.ndarray,
    size: int,
    stride: int,
    result: np.ndarray,
    limits: tuple[float, float, float],
) -> None:
    """Fill rows `first` to `last - 1` of `result` with the smallest value of each block; NaN wins."""
    height, width, channels = picture.shape
    for row in range(first, last):
        for column in range(result.shape[1]):
            for channel in range(channels):
                best = picture[row * stride, column * stride, channel]
                for y in range(row * stride, min(row * stride + size, height)):
                    for x in range(column * stride, min(column * stride + size, width)):
                        value = picture[y, x, channel]
                        if value < best or value != value:
                            best = value
                result[row, column, channel] = best


@njit(nogil=True, cache=True)
def pool_mean(
    first: int,
    last: int,
    picture: np.ndarray,
    size: int,
    stride: int,
    result: np.ndarray,
    limits: tuple[float, float, float],
) -> None:
    """Fill rows `first` to `last - 1` of `result` with the mean of each block."""
    height, width, channels = picture.shape
    for row in range(first, last):
        for column in range(result.shape[1]):
            for channel in range(channels):
                total = 0.0
                bottom, right = min(row * stride + size, height), min(column * stride + size, width)
                for y in range(row * stride, bottom):
                    for x in range(column * stride, right):
                        total += picture[y, x, channel]
                mean = total / ((bottom - row * stride) * (right - column * stride))
                result[row, column, channel] = as_pixel(mean, limits)


POOLS = {"max": pool_max, "mean": pool_mean, "min": pool_min}
