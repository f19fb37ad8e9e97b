"""Filters that map each pixel by itself."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.depth import MAXIMUM
from engine.filters.filter import Filter
from engine.image import Image
from engine.params import Range, param


def through_curve(pixels: np.ndarray, curve: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Map every value by a curve from 0…1 to 0…1; whole numbers through a table of all values there are."""
    if pixels.dtype == np.float32:
        return curve(pixels).astype(np.float32)
    white = MAXIMUM[pixels.dtype]
    levels = np.arange(white + 1, dtype=np.float64) / white
    table = np.rint(np.clip(curve(levels), 0, 1) * white).astype(pixels.dtype)
    return table[pixels]


def histogram(plane: np.ndarray) -> np.ndarray:
    """How often each of 256 (uint16: 65536) levels occurs; float32 is counted in 65536 levels of 0…1."""
    if plane.dtype == np.float32:
        plane = np.rint(np.clip(np.nan_to_num(plane), 0, 1) * 65535).astype(np.uint16)
    return np.bincount(plane.ravel(), minlength=int(MAXIMUM[plane.dtype]) + 1)


@dataclass(frozen=True)
class Invert(Filter, group="Tone"):
    """Turn bright into dark and dark into bright: each value becomes white minus itself."""

    def __call__(self, image: Image) -> Image:
        return image.with_colour(image.dtype.type(image.white) - image.colour)


LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Rec. ITU-R BT.709: how much red, green and blue add to brightness."""


@dataclass(frozen=True)
class Greyscale(Filter, group="Tone"):
    """Keep only the brightness, weighting red, green and blue as the eye does (Rec. 709)."""

    def __call__(self, image: Image) -> Image:
        if not image.is_colour:
            return image
        luma = image.colour @ LUMA
        if image.dtype != np.float32:
            luma = np.rint(luma)
        return image.with_colour(luma[:, :, np.newaxis].astype(image.dtype))


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
        return image.with_colour(through_curve(image.colour, lambda value: (value - 0.5) * slope + shift))


@dataclass(frozen=True)
class Gamma(Filter, group="Tone"):
    """Lift or lower the middle tones while black and white stay: each value becomes value^(1/gamma)."""

    gamma: float = param(1.5, "above 1 brightens, below 1 darkens", range=Range(0.1, 10, 0.1, logarithmic=True))

    def __call__(self, image: Image) -> Image:
        def curve(value: np.ndarray) -> np.ndarray:
            return np.sign(value) * np.abs(value) ** (1 / self.gamma)  # float32 pictures may hold values below black

        return image.with_colour(through_curve(image.colour, curve))


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
    level: float = param(50.0, "in percent of white", range=Range(0, 100, 1), unit="%")

    def __call__(self, image: Image) -> Image:
        colour = image.colour
        white, black = colour.dtype.type(image.white), colour.dtype.type(0)
        level = self.level / 100
        if self.method is ThresholdMethod.OTSU:
            level = otsu_level(colour)
        return image.with_colour(np.where(colour > level * image.white, white, black))


def otsu_level(pixels: np.ndarray) -> float:
    """The level in 0…1 that divides the values into two classes with the largest variance between them.

    N. Otsu, "A threshold selection method from gray-level histograms", 1979.
    """
    counts = histogram(pixels).astype(np.float64)
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
        colour = image.colour
        planes = [colour[:, :, [index]] for index in range(colour.shape[2])] if self.channels else [colour]
        return image.with_colour(np.concatenate([self._stretched(plane) for plane in planes], axis=2))

    def _stretched(self, plane: np.ndarray) -> np.ndarray:
        share = np.cumsum(histogram(plane)) / plane.size
        low = int(np.searchsorted(share, self.clip / 100, side="right"))
        high = int(np.searchsorted(share, 1 - self.clip / 100))
        if high <= low:
            return plane
        top = len(share) - 1
        return through_curve(plane, lambda value: (value - low / top) * (top / (high - low)))


@dataclass(frozen=True)
class Equalise(Filter, group="Tone"):
    """Make all levels of brightness about equally frequent, which shows detail everywhere (histogram equalisation)."""

    strength: float = param(100.0, "0 leaves the picture as it is", range=Range(0, 100, 1), unit="%")

    def __call__(self, image: Image) -> Image:
        counts = histogram(image.colour)
        top, first = len(counts) - 1, int(counts[np.flatnonzero(counts)[0]])
        if first == image.colour.size:
            return image
        rank = (np.cumsum(counts) - first) / (image.colour.size - first)
        share = self.strength / 100

        def curve(value: np.ndarray) -> np.ndarray:
            place = np.rint(np.clip(np.nan_to_num(value), 0, 1) * top).astype(np.int64)
            return value + share * (rank[place] - value)

        return image.with_colour(through_curve(image.colour, curve))
