"""Filters that make detail stand out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param, filter_colour, inside, stored
from engine.image import Image, weighted_by_alpha
from engine.kernels.border import Border
from engine.kernels.convolve import convolve, gaussian_blur
from engine.params import Range, param


@dataclass(frozen=True)
class Sharpen(Filter, group="Sharpen"):
    """Make detail stand out: add what sets each pixel apart from its four neighbours."""

    strength: float = param(1.0, "how much of the difference is added", range=Range(0, 10, 0.1))
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        s = self.strength
        weights = ((0, -s, 0), (-s, 1 + 4 * s, -s), (0, -s, 0))
        return filter_colour(image, lambda pixels: convolve(pixels, weights, border=self.border))


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
        precise = image.with_pixels(image.pixels.astype(np.float32))
        blurred = weighted_by_alpha(precise, lambda pixels: gaussian_blur(pixels, self.radius, border=self.border))
        colour = inside(precise.colour, blurred.pixels.shape)
        detail = colour - blurred.colour
        detail[np.abs(detail) < self.threshold / 100 * image.white] = 0
        return image.with_pixels(inside(image.pixels, blurred.pixels.shape)).with_colour(
            stored(colour + np.float32(self.amount) * detail, image)
        )
