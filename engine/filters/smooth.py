"""Filters that average over the surroundings of each pixel."""

from __future__ import annotations

from dataclasses import dataclass

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param, filter_colour, size_param
from engine.image import Image, weighted_by_alpha
from engine.kernels.bilateral import bilateral
from engine.kernels.border import Border
from engine.kernels.convolve import box_blur, gaussian_blur
from engine.params import Range, param


@dataclass(frozen=True)
class GaussianBlur(Filter, group="Smooth"):
    """Soften: average around each pixel, the near ones counting most (a bell curve)."""

    sigma: float = param(2.0, "standard deviation of the bell curve", range=Range(0.1, 100, 0.1, True), unit="px")
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return weighted_by_alpha(image, lambda pixels: gaussian_blur(pixels, self.sigma, border=self.border))


@dataclass(frozen=True)
class Box(Filter, group="Smooth"):
    """Soften: the plain mean of the square window around each pixel."""

    size: int = size_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return weighted_by_alpha(image, lambda pixels: box_blur(pixels, self.size, border=self.border))


@dataclass(frozen=True)
class Bilateral(Filter, group="Smooth"):
    """Soften surfaces but keep edges: average around each pixel only over what has a similar colour."""

    sigma: float = param(2.0, "how far it reaches: standard deviation in space", range=Range(0.5, 10, 0.1), unit="px")
    similarity: float = param(10.0, "how different a colour may be: standard deviation", range=Range(1, 100), unit="%")
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return filter_colour(
            image,
            lambda pixels: bilateral(pixels, self.sigma, self.similarity / 100 * image.white, border=self.border),
        )
