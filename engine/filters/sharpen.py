"""Filters that make detail stand out."""

from __future__ import annotations

from dataclasses import dataclass

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param, filter_colour
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.convolve import convolve
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
