"""A filter that spoils a picture on purpose, to see what the others make of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from engine.cores import over_bands
from engine.filters.filter import Filter
from engine.filters.neighbourhood import store
from engine.filters.noise_estimate import NoiseEstimate, estimate_noise, noise
from engine.image import Image
from engine.params import Range, param

__all__ = ["AddNoise", "NoiseEstimate", "NoiseKind", "estimate_noise", "noise"]

ROWS = 16
"""Rows that share a sequence of random numbers; the sequences differ, so that every core can make its own."""


class NoiseKind(enum.Enum):
    """How the disturbances are distributed."""

    GAUSSIAN = "gaussian"
    UNIFORM = "uniform"
    SALT_AND_PEPPER = "salt-and-pepper"
    POISSON = "poisson"


@dataclass(frozen=True)
class AddNoise(Filter, group="Noise"):
    """Disturb each value by chance; the same seed gives the same noise."""

    kind: NoiseKind = param(
        NoiseKind.GAUSSIAN,
        "gaussian: as of an amplifier; uniform: every disturbance in a range alike; salt-and-pepper: some pixels "
        "black or white; poisson: as of counted light, stronger where it is bright",
    )
    strength: float = param(
        10.0,
        "standard deviation in percent of white (poisson: at white); salt-and-pepper: percent of pixels hit",
        range=Range(0, 100, 1),
        unit="%",
    )
    seed: int = param(0, "number that the chance begins with", range=Range(0, 2**31 - 1, 1))

    def __call__(self, image: Image) -> Image:
        if self.strength == 0:
            return image
        result = image.pixels.copy()
        colours = image.colour.shape[2]

        def disturb(first: int, last: int) -> None:
            for number in range(first, last):
                rows = slice(number * ROWS, (number + 1) * ROWS)
                seen = image.alpha[rows] > 0 if image.alpha is not None else True
                rng = np.random.default_rng((self.seed, number))
                self._disturb(result[rows, :, :colours], seen, image.white, rng)

        over_bands(disturb, -(-image.height // ROWS), ROWS * image.width * image.channels)
        return image.with_pixels(result)

    def _disturb(self, colour: np.ndarray, seen: np.ndarray | bool, white: float, rng: np.random.Generator) -> None:
        """Disturb some rows in place; what is not `seen` must not decide how much chance is used up."""
        share = np.float32(self.strength / 100)
        if self.kind is NoiseKind.SALT_AND_PEPPER:
            chance = rng.random(colour.shape[:2], np.float32)  # a pixel is hit in all its channels
            colour[chance < share / 2] = white
            colour[chance >= 1 - share / 2] = 0
            return
        if self.kind is NoiseKind.POISSON:  # at white 1 / share² grains are counted, whose deviation is 1 / share
            grains = seen * np.clip(np.nan_to_num(colour / np.float32(white)), 0, 1e6) / share**2
            values = (rng.poisson(grains) * (share**2 * white)).astype(np.float32)
        else:
            if self.kind is NoiseKind.GAUSSIAN:
                values = rng.standard_normal(colour.shape, np.float32)
                values *= share * white
            else:  # as wide as to have the standard deviation
                values = rng.random(colour.shape, np.float32)
                values -= np.float32(0.5)
                values *= share * white * np.sqrt(12)
            values += colour
        store(values, colour)
