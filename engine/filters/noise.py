"""Filters that spoil a picture on purpose, to see what the others make of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from engine.filters.filter import Filter
from engine.image import Image
from engine.params import Range, param


class NoiseKind(enum.Enum):
    """How the disturbances are distributed."""

    GAUSSIAN = "gaussian"


@dataclass(frozen=True)
class AddNoise(Filter, group="Noise"):
    """Disturb each value by chance; the same seed gives the same noise."""

    kind: NoiseKind = param(NoiseKind.GAUSSIAN, "how the disturbances are distributed")
    strength: float = param(10.0, "standard deviation, in percent of white", range=Range(0, 100, 1), unit="%")
    seed: int = param(0, "number that the chance begins with", range=Range(0, 2**31 - 1, 1))

    def __call__(self, image: Image) -> Image:
        colour = image.colour.astype(np.float32)
        chance = np.random.default_rng(self.seed).standard_normal(colour.shape, np.float32)
        colour += chance * np.float32(self.strength / 100 * image.white)
        if image.dtype != np.float32:
            colour = np.rint(np.clip(colour, 0, image.white))
        return image.with_colour(colour.astype(image.dtype))
