"""Filters that pick one of the values around each pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param, filter_colour, size_param
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.rank import Window, minimum, percentile
from engine.kernels.strips import middle
from engine.kernels.weighted_rank import weighted_rank
from engine.params import Range, param


def window_param() -> Any:
    """The declaration of the shape of a filter's window."""
    return param(Window.SQUARE, "which pixels around count: those in a square, or those in a disc of that diameter")


def ranked(image: Image, size: int, window: Window, border: Border, q: float) -> Image:
    """The value that `q` percent of the window lie below; transparent pixels count in proportion to their alpha."""

    def kernel(pixels: np.ndarray, border: Border) -> np.ndarray:
        return percentile(pixels, size, q, window=window, border=border)

    def weighted(strip: np.ndarray) -> np.ndarray:
        alpha, own = strip[:, :, -1], middle(strip, (size, size))
        colour = kernel(strip[:, :, :-1], Border.VALID)
        mixed = minimum(alpha, size, window=window, border=Border.VALID) < image.white
        colour[own[:, :, -1] == 0] = own[own[:, :, -1] == 0, :-1]
        weighted_rank(strip[:, :, :-1], alpha, window.reach(size), q, mixed & (own[:, :, -1] > 0), colour)
        return colour

    return filter_colour(image, (size, size), border, kernel, weighted)


@dataclass(frozen=True)
class Median(Filter, group="Smooth"):
    """Replace each pixel by the median of those around it: removes speckle, keeps edges."""

    size: int = size_param()
    window: Window = window_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return ranked(image, self.size, self.window, self.border, 50)


@dataclass(frozen=True)
class Minimum(Filter, group="Rank"):
    """Replace each pixel by the darkest around it: dark things grow (erosion)."""

    size: int = size_param()
    window: Window = window_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return ranked(image, self.size, self.window, self.border, 0)


@dataclass(frozen=True)
class Maximum(Filter, group="Rank"):
    """Replace each pixel by the brightest around it: bright things grow (dilation)."""

    size: int = size_param()
    window: Window = window_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return ranked(image, self.size, self.window, self.border, 100)


@dataclass(frozen=True)
class Percentile(Filter, group="Rank"):
    """Replace each pixel by the value that a given share of the pixels around it lie below."""

    percent: float = param(25.0, "0 is the minimum, 50 the median, 100 the maximum", range=Range(0, 100, 1), unit="%")
    size: int = size_param()
    window: Window = window_param()
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        return ranked(image, self.size, self.window, self.border, self.percent)
