"""Filters that map each pixel by itself."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.cores import over_bands
from engine.depth import MAXIMUM
from engine.filters.filter import Filter
from engine.image import Image
from engine.kernels.levels import count_levels, look_up
from engine.params import Range, When, param

Curve = Callable[[np.ndarray], np.ndarray]
"""From brightness to brightness, black 0 and white 1."""
Map = Callable[[np.ndarray], np.ndarray]
"""From values to as many values, each for itself."""


def mapped(image: Image, change: Map) -> Image:
    """Map every value by itself, on all cores; alpha stays."""
    result = np.empty_like(image.pixels)

    def band(first: int, last: int) -> None:
        result[first:last] = change(image.pixels[first:last])
        if image.has_alpha:
            result[first:last, :, -1] = image.pixels[first:last, :, -1]

    over_bands(band, image.height, image.width * image.channels)
    return image.with_pixels(result)


def along(curve: Curve, dtype: np.dtype) -> Map:
    """Map every value by a curve; whole numbers through a table of all values there are."""
    if dtype == np.float32:
        return curve
    white = MAXIMUM[dtype]
    levels = np.arange(white + 1, dtype=np.float64) / white
    table = np.rint(np.clip(curve(levels), 0, 1) * white).astype(dtype)
    return lambda pixels: look_up(pixels, table)


@dataclass(frozen=True)
class Invert(Filter, group="Tone"):
    """Turn bright into dark and dark into bright: each value becomes white minus itself."""

    def __call__(self, image: Image) -> Image:
        white = image.dtype.type(image.white)
        return mapped(image, lambda pixels: white - pixels)


LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Rec. ITU-R BT.709: how much red, green and blue add to brightness."""


@dataclass(frozen=True)
class Greyscale(Filter, group="Tone"):
    """Keep only the brightness, weighting red, green and blue as the eye does (Rec. 709)."""

    def __call__(self, image: Image) -> Image:
        if not image.is_colour:
            return image
        result = np.empty((image.height, image.width, 1 + image.has_alpha), image.dtype)
        red, green, blue = LUMA

        def band(first: int, last: int) -> None:
            pixels = image.pixels[first:last]
            grey = red * pixels[:, :, 0] + green * pixels[:, :, 1] + blue * pixels[:, :, 2]
            result[first:last, :, 0] = grey if image.dtype == np.float32 else np.rint(grey)
            if image.has_alpha:
                result[first:last, :, 1] = pixels[:, :, 3]

        over_bands(band, image.height, image.width * image.channels)
        return image.with_pixels(result)


@dataclass(frozen=True)
class BrightnessContrast(Filter, group="Tone", title="Brightness and contrast"):
    """Make the picture brighter or darker, and spread brightness away from mid-grey or draw it in."""

    brightness: float = param(0.0, "added to each value, in percent of white", range=Range(-100, 100, 1), unit="%")
    contrast: float = param(
        0.0, "-100 leaves only grey, 0 changes nothing, 100 is four times as steep", range=Range(-100, 100, 1), unit="%"
    )

    def __call__(self, image: Image) -> Image:
        share = self.contrast / 100
        slope = 1 + share if share < 0 else 4**share
        shift = 0.5 + self.brightness / 100
        return mapped(image, along(lambda value: (value - 0.5) * slope + shift, image.dtype))


@dataclass(frozen=True)
class Gamma(Filter, group="Tone"):
    """Lift or lower the middle tones while black and white stay: each value becomes value^(1/gamma)."""

    gamma: float = param(1.5, "above 1 brightens, below 1 darkens", range=Range(0.1, 10, 0.1, logarithmic=True))

    def __call__(self, image: Image) -> Image:
        def curve(value: np.ndarray) -> np.ndarray:
            return np.sign(value) * np.abs(value) ** (1 / self.gamma)  # float32 pictures may hold values below black

        return mapped(image, along(curve, image.dtype))


class ThresholdMethod(enum.Enum):
    """Where black is divided from white."""

    VALUE = "value"
    OTSU = "otsu"


@dataclass(frozen=True)
class Threshold(Filter, group="Tone"):
    """Make each value black or white: white where it is above a level."""

    method: ThresholdMethod = param(
        ThresholdMethod.OTSU, "otsu finds the level from the picture; value takes the one below"
    )
    level: float = param(
        50.0, "in percent of white", range=Range(0, 100, 1), unit="%", when=When("method", (ThresholdMethod.VALUE,))
    )

    def __call__(self, image: Image) -> Image:
        level = otsu_level(image) if self.method is ThresholdMethod.OTSU else self.level / 100
        return mapped(image, along(lambda value: np.where(value > level, 1.0, 0.0), image.dtype))


def otsu_level(image: Image) -> float:
    """The level in 0…1 that divides the values into two classes with the largest variance between them.

    N. Otsu, "A threshold selection method from gray-level histograms", 1979.
    """
    counts = count_levels(image.pixels, image.colour.shape[2]).sum(axis=0).astype(np.float64)
    levels = np.arange(len(counts))
    below, sum_below = np.cumsum(counts), np.cumsum(counts * levels)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = sum_below / below - (sum_below[-1] - sum_below) / above
        between = np.nan_to_num(below * above * apart**2)
    return float(np.argmax(between)) / (len(counts) - 1)


@dataclass(frozen=True)
class Stretch(Filter, group="Tone"):
    """Spread brightness from black to white: the darkest value becomes black, the brightest white."""

    clip: float = param(0.5, "this share of the values may end beyond black, and as many beyond white",
                        range=Range(0, 49, 0.1), unit="%")  # fmt: skip
    channels: bool = param(False, "each colour channel by itself, which also takes away a colour cast")

    def __call__(self, image: Image) -> Image:
        counts = count_levels(image.pixels, image.colour.shape[2])
        if not self.channels:
            return mapped(image, along(self._curve(counts.sum(axis=0)), image.dtype))
        changes = [along(self._curve(channel), image.dtype) for channel in counts]

        def each(pixels: np.ndarray) -> np.ndarray:
            result = pixels.copy()
            for index, change in enumerate(changes):
                result[:, :, index] = change(pixels[:, :, index])
            return result

        return mapped(image, each)

    def _curve(self, counts: np.ndarray) -> Curve:
        share = np.cumsum(counts) / max(1, counts.sum())
        low = int(np.searchsorted(share, self.clip / 100, side="right"))
        high = int(np.searchsorted(share, 1 - self.clip / 100))
        if high <= low:
            return lambda value: value
        top = len(share) - 1
        return lambda value: (value - low / top) * (top / (high - low))


@dataclass(frozen=True)
class Equalise(Filter, group="Tone"):
    """Make all levels of brightness about equally frequent, which shows detail everywhere (histogram equalisation)."""

    strength: float = param(100.0, "0 leaves the picture as it is", range=Range(0, 100, 1), unit="%")

    def __call__(self, image: Image) -> Image:
        counts = count_levels(image.pixels, image.colour.shape[2]).sum(axis=0)
        seen, top = int(counts.sum()), len(counts) - 1
        first = int(counts[np.flatnonzero(counts)[0]]) if seen else 0
        if first == seen:
            return image
        rank = (np.cumsum(counts) - first) / (seen - first)
        share = self.strength / 100

        def curve(value: np.ndarray) -> np.ndarray:
            place = np.rint(np.clip(np.nan_to_num(value), 0, 1) * top).astype(np.int64)
            return value + share * (rank[place] - value)

        return mapped(image, along(curve, image.dtype))
