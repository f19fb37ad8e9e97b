"""Filters that average over the surroundings of each pixel."""

from __future__ import annotations

from dataclasses import dataclass

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param
from engine.image import Image, weighted_by_alpha
from engine.kernels.border import Border
from engine.kernels.convolve import gaussian_blur
from engine.params import Range, param


@dataclass(frozen=True)
class GaussianBlur(Filter, group="Smooth"):
    """Soften: average around each pixel, the near ones counting most (a bell curve)."""

    sigma: float = param(2.0, "standard deviation of the bell curve", range=Range(0.1, 100, 0.1, True), unit="px")
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return weighted_by_alpha(image, lambda pixels: gaussian_blur(pixels, self.sigma, border=self.border))
