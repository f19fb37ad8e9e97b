"""Filters that spoil a picture on purpose, to see what the others make of it; and how noisy a picture is."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from engine.cores import over_bands
from engine.filters.filter import Filter
from engine.filters.neighbourhood import store
from engine.image import Image
from engine.kernels.convolve import convolve
from engine.params import Range, param

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


@dataclass(frozen=True)
class NoiseEstimate:
    """The standard deviation of the noise in each colour channel, in units of the picture, by two methods."""

    immerkaer: tuple[float, ...]
    haar: tuple[float, ...]


IMMERKAER = ((1, -2, 1), (-2, 4, -2), (1, -2, 1))


def estimate_noise(image: Image) -> NoiseEstimate:
    """How strong Gaussian noise in a picture is, without knowing the picture.

    J. Immerkær, "Fast noise variance estimation", 1996: the mean response to a kernel that is blind to straight edges.
    D. Donoho, I. Johnstone, "Ideal spatial adaptation by wavelet shrinkage", 1994: the median absolute diagonal detail
    of the finest Haar wavelets, divided by 0.6745; here block by block, for in many photos most blocks are texture.
    Pictures smaller than 3 × 3 give 0.
    """
    planes = image.colour
    if min(planes.shape[:2]) < 3:
        nothing = (0.0,) * planes.shape[2]
        return NoiseEstimate(nothing, nothing)
    response = np.abs(convolve(planes, IMMERKAER, border="valid", dtype=np.float32))
    immerkaer = np.sqrt(np.pi / 2) / 6 * response.mean(axis=(0, 1), dtype=np.float64)
    haar = tuple(_quiet_deviation(planes[:, :, index], image.white) for index in range(planes.shape[2]))
    return NoiseEstimate(tuple(map(float, immerkaer)), haar)


BLOCK = 16
"""Side of the blocks, in Haar details, in which the median is taken."""
QUARTILE = 0.952
"""The lower quartile of the deviations found in blocks of pure noise, as a multiple of the true one (simulated)."""


def _quiet_deviation(plane: np.ndarray, white: float) -> float:
    """The deviation by the median absolute Haar detail, in the quieter blocks: the others are fine texture.

    Blocks in which values are cut off at black or white, so that noise is lost, are left out as far as possible.
    """
    side = 2 * min(BLOCK, min(plane.shape) // 2)
    height, width = (length // side * side for length in plane.shape)
    even = plane[:height, :width].astype(np.float32)
    quads = np.stack([even[::2, ::2], even[::2, 1::2], even[1::2, ::2], even[1::2, 1::2]])
    detail = np.abs(quads[0] - quads[1] - quads[2] + quads[3]) / 2
    cut = np.any((quads <= 0) | (quads >= white), axis=0)

    def blocks(values: np.ndarray) -> np.ndarray:
        rows = values.reshape(height // side, side // 2, width // side, side // 2)
        return rows.swapaxes(1, 2).reshape(-1, side * side // 4)

    deviation = np.median(blocks(detail), axis=1) / 0.6745
    share = blocks(np.asarray(cut)).mean(axis=1)
    deviation = deviation[share <= max(0.02, float(np.quantile(share, 0.2)))]
    return float(np.quantile(deviation, 0.25) / QUARTILE if len(deviation) > 3 else np.median(deviation))
