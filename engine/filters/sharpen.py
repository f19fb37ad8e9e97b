"""Filters that make detail stand out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.filters.filter import Filter
from engine.filters.neighbourhood import Signed, averaged, border_param, convolved, filter_colour
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.convolve import convolve, gaussian_blur, gaussian_weights
from engine.kernels.strips import middle
from engine.params import Range, param


@dataclass(frozen=True)
class Sharpen(Filter, group="Sharpen"):
    """Make detail stand out: add what sets each pixel apart from its four neighbours."""

    strength: float = param(1.0, "how much of the difference is added", range=Range(0, 10, 0.1))
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        s = self.strength
        weights = ((0, -s, 0), (-s, 1 + 4 * s, -s), (0, -s, 0))
        return convolved(image, weights, Signed.SATURATE, self.border)


@dataclass(frozen=True)
class UnsharpMask(Filter, group="Sharpen"):
    """Make detail of a chosen size stand out: add what a blur takes away."""

    radius: float = param(
        2.0, "standard deviation of the blur: the size of the detail", range=Range(0.1, 100, 0.1, True), unit="px"
    )
    amount: float = param(1.0, "how much of the difference is added", range=Range(0, 10, 0.1))
    threshold: float = param(
        0.0, "smaller differences are left alone, so that noise is not sharpened", range=Range(0, 100, 1), unit="%"
    )
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        curve = gaussian_weights(self.radius)
        bell = np.outer(curve, curve)

        def plain(strip: np.ndarray, border: Border) -> np.ndarray:
            blurred = convolve(strip, bell, border=border, dtype=np.float32)
            return self._sharpened(middle(strip, bell.shape), blurred, image.white)

        def weighted(strip: np.ndarray) -> np.ndarray:
            blurred = averaged(
                strip, lambda pixels: gaussian_blur(pixels, self.radius, border=Border.VALID), bell.shape
            )
            return self._sharpened(middle(strip, bell.shape)[:, :, :-1], blurred, image.white)

        return filter_colour(image, bell.shape, self.border, plain, weighted, whole=False)

    def _sharpened(self, pixels: np.ndarray, blurred: np.ndarray, white: float) -> np.ndarray:
        detail = np.subtract(pixels, blurred, dtype=np.float32)
        if self.threshold:
            detail[np.abs(detail) < self.threshold / 100 * white] = 0
        detail *= np.float32(self.amount)
        detail += pixels
        return detail
