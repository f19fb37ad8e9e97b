"""Filters that average over the surroundings of each pixel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.filters.filter import Filter
from engine.filters.neighbourhood import Window, averaged, border_param, filter_colour, size_param
from engine.image import Image
from engine.kernels.bilateral import bilateral, reach
from engine.kernels.border import Border
from engine.kernels.convolve import box_blur, gaussian_blur, gaussian_weights
from engine.params import Range, param


def smoothed(image: Image, window: Window, border: Border, blur: Callable[..., np.ndarray], amount: float) -> Image:
    """A picture under an average `blur(pixels, amount, border=...)`, transparent pixels left out."""

    def whole(pixels: np.ndarray) -> np.ndarray:
        return blur(pixels, amount, border=Border.VALID)

    return filter_colour(
        image,
        window,
        border,
        lambda pixels, border: blur(pixels, amount, border=border),
        lambda strip: averaged(strip, whole, window),
    )


@dataclass(frozen=True)
class GaussianBlur(Filter, group="Smooth"):
    """Soften: average around each pixel, the near ones counting most (a bell curve)."""

    sigma: float = param(2.0, "standard deviation of the bell curve", range=Range(0.1, 100, 0.1, True), unit="px")
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        side = len(gaussian_weights(self.sigma))
        return smoothed(image, (side, side), self.border, gaussian_blur, self.sigma)


@dataclass(frozen=True)
class Box(Filter, group="Smooth"):
    """Soften: the plain mean of the square window around each pixel."""

    size: int = size_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return smoothed(image, (self.size, self.size), self.border, box_blur, self.size)


@dataclass(frozen=True)
class Bilateral(Filter, group="Smooth"):
    """Soften surfaces but keep edges: average around each pixel only over what has a similar colour."""

    sigma: float = param(2.0, "how far it reaches: standard deviation in space", range=Range(0.5, 10, 0.1), unit="px")
    similarity: float = param(10.0, "how different a colour may be: standard deviation", range=Range(1, 100), unit="%")
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        similarity, side = self.similarity / 100 * image.white, 2 * reach(self.sigma) + 1
        return filter_colour(
            image,
            (side, side),
            self.border,
            lambda pixels, border: bilateral(pixels, self.sigma, similarity, border=border),
            lambda strip: bilateral(strip, self.sigma, similarity, border=Border.VALID, alpha=True),
        )
