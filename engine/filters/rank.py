"""Filters that pick one of the values around each pixel."""

from __future__ import annotations

from dataclasses import dataclass

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param, filter_colour, size_param
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.rank import median


@dataclass(frozen=True)
class Median(Filter, group="Smooth"):
    """Replace each pixel by the median of the square window around it: removes speckle, keeps edges."""

    size: int = size_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return filter_colour(image, lambda pixels: median(pixels, self.size, border=self.border))
