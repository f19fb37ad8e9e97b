"""Filters that pick one of the values around each pixel."""

from __future__ import annotations

from dataclasses import dataclass

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param, filter_colour, size_param
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.rank import maximum, median, minimum, percentile
from engine.params import Range, param


@dataclass(frozen=True)
class Median(Filter, group="Smooth"):
    """Replace each pixel by the median of the square window around it: removes speckle, keeps edges."""

    size: int = size_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return filter_colour(image, lambda pixels: median(pixels, self.size, border=self.border))


@dataclass(frozen=True)
class Minimum(Filter, group="Rank"):
    """Replace each pixel by the darkest around it: dark things grow (erosion)."""

    size: int = size_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return filter_colour(image, lambda pixels: minimum(pixels, self.size, border=self.border))


@dataclass(frozen=True)
class Maximum(Filter, group="Rank"):
    """Replace each pixel by the brightest around it: bright things grow (dilation)."""

    size: int = size_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return filter_colour(image, lambda pixels: maximum(pixels, self.size, border=self.border))


@dataclass(frozen=True)
class Percentile(Filter, group="Rank"):
    """Replace each pixel by the value that a given share of the pixels around it lie below."""

    percent: float = param(25.0, "0 is the minimum, 50 the median, 100 the maximum", range=Range(0, 100, 1), unit="%")
    size: int = size_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return filter_colour(image, lambda pixels: percentile(pixels, self.size, self.percent, border=self.border))
