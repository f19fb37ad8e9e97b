"""How noisy a picture is, without knowing what it would be without."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from engine.image import Image
from engine.jobs import Job, finish
from engine.kernels.convolve import convolve

IMMERKAER = ((1, -2, 1), (-2, 4, -2), (1, -2, 1))
BLOCK = 32
"""Side of the blocks of which the quiet ones are looked for."""
QUIET = 0.1
"""The share of the blocks in which the noise is measured."""
FEWEST = 8
"""Blocks in which it is measured where there are so many."""
STEP_PIXELS = 1 << 18
"""About how many values are measured between two reports."""
CUT = 0.05
"""The share of values cut off at black or white that does no harm yet."""


@dataclass(frozen=True)
class NoiseEstimate:
    """The standard deviation of the noise in each colour channel, in units of the picture, by two methods."""

    immerkaer: tuple[float, ...]
    haar: tuple[float, ...]

    @property
    def overall(self) -> float:
        """One number for all channels, the root of the mean square of Immerkær's; Haar's goes in steps in 8 bits."""
        return float(np.sqrt(np.mean(np.square(self.immerkaer))))


def estimate_noise(image: Image) -> NoiseEstimate:
    """How strong Gaussian noise in a picture is.

    J. Immerkær, "Fast noise variance estimation", 1996: the mean absolute response to a kernel that is blind to
    straight edges. D. Donoho, I. Johnstone, "Ideal spatial adaptation by wavelet shrinkage", 1994: the median absolute
    diagonal detail of the finest Haar wavelets, divided by 0.6745. Both take fine texture for noise, and much of many
    photos is texture; so both are asked in the quiet tenth of the blocks only, those in which the horizontal and
    vertical Haar details are smallest. In pure noise these are independent of the diagonal ones, so that choosing by
    them does not make the answer smaller. Noise that black and white have cut off is allowed for as in A. Foi, "Clipped
    noisy images", 2009, and where possible blocks are taken that have lost next to nothing.

    Pictures smaller than 4 × 4 give 0.
    """
    return finish(noise(image))


def noise(image: Image) -> Job[NoiseEstimate]:
    """`estimate_noise` as a job: yield after every few milliseconds."""
    planes = image.colour
    if min(planes.shape[:2]) < 4:
        return NoiseEstimate((0.0,) * planes.shape[2], (0.0,) * planes.shape[2])
    hidden = np.zeros(planes.shape[:2], bool) if image.alpha is None else image.alpha[:, :, 0] == 0
    found = []
    for index in range(planes.shape[2]):
        both = yield from _deviations(planes[:, :, index], hidden, image.white)
        found.append(both)
    return NoiseEstimate(*zip(*found, strict=True))


def _deviations(plane: np.ndarray, hidden: np.ndarray, white: float) -> Job[tuple[float, float]]:
    """The deviation in one channel by both methods."""
    side = min(BLOCK, (min(plane.shape) - 2) // 2 * 2)
    last, step = (plane.shape[0] - 2) // side, max(1, STEP_PIXELS // (side * plane.shape[1]))
    measured = []
    for first in range(0, last, step):
        rows = slice(first * side, min(first + step, last) * side + 2)
        measured.append(_measure(plane[rows], hidden[rows], white, side))
        yield
    share, response, energy, diagonal = (np.concatenate(parts) for parts in zip(*measured, strict=True))

    kept = np.interp(share, *_kept_by_clipping())
    loud = energy / kept**2
    few = min(len(share), max(FEWEST, len(share) // 50))
    whole = np.flatnonzero(share <= max(CUT, np.sort(share)[few - 1]))
    quiet = whole[np.argsort(loud[whole])[: max(FEWEST, int(QUIET * len(whole)))]]

    immerkaer = np.sqrt(np.pi / 2) / 6 * (response[quiet] / kept[quiet]).mean()
    details = np.abs(diagonal[quiet]) / kept[quiet, np.newaxis]
    return float(immerkaer), float(np.median(details) / 0.6745)


def _measure(plane: np.ndarray, hidden: np.ndarray, white: float, side: int) -> tuple[np.ndarray, ...]:
    """Of each block: the share cut off, the mean response, the energy of two details; the values of the third."""
    inner = plane[1:-1, 1:-1].astype(np.float32)
    lost = (inner == 0) | (inner == white) | hidden[1:-1, 1:-1]
    response = np.abs(convolve(plane, IMMERKAER, border="valid", dtype=np.float32))
    horizontal, vertical, diagonal = _haar(inner)
    energy = _blocks(horizontal**2 + vertical**2, side // 2).mean(axis=1)
    return _blocks(lost, side).mean(axis=1), _blocks(response, side).mean(axis=1), energy, _blocks(diagonal, side // 2)


def _haar(plane: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The finest details of a plane, each half as high and as wide; noise is as strong in them as it was."""
    height, width = (length // 2 * 2 for length in plane.shape)
    even = plane[:height, :width]
    a, b, c, d = even[::2, ::2], even[::2, 1::2], even[1::2, ::2], even[1::2, 1::2]
    return (a - b + c - d) / 2, (a + b - c - d) / 2, (a - b - c + d) / 2


def _blocks(values: np.ndarray, side: int) -> np.ndarray:
    """Square blocks `(number, side²)`; what fills none is left out."""
    rows, columns = (length // side for length in values.shape)
    even = values[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return even.swapaxes(1, 2).reshape(rows * columns, side * side)


@cache
def _kept_by_clipping() -> tuple[np.ndarray, np.ndarray]:
    """Shares of values that are cut off at one end, 0 to ½, and what is left of the deviation of normal noise."""
    shares, kept, normal = np.linspace(0, 0.5, 51), [1.0], NormalDist()
    for share in shares[1:]:
        mean = -normal.inv_cdf(share)  # in units of the deviation, seen from where the values are cut off
        first = mean * (1 - share) + normal.pdf(mean)
        kept.append(float(np.sqrt((mean * mean + 1) * (1 - share) + mean * normal.pdf(mean) - first**2)))
    return shares, np.array(kept)
