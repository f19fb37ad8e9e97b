"""Pictures changed a little each time a network sees them, so that it learns what does not matter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.cores import over_bands
from engine.kernels.cache import healing
from engine.params import Declared, Range, When, param

Array = np.ndarray
WORK = 8
"""A pixel that is moved costs as much as so many that are only looked at."""
SPLINE_SPREAD = 151 / 315
"""The square of a cubic B-spline, integrated: the variance that random values on a grid leave in between, an axis."""


@dataclass(frozen=True)
class Augmentation(Declared):
    """How pictures are changed before a network learns from them; with every amount at zero they stay as they are."""

    shift: float = param(0.0, "by how much at most pictures are moved, across and down", range=Range(0, 50), unit="px")
    rotation: float = param(0.0, "by how much at most they are turned, either way", range=Range(0, 180), unit="degrees")
    scale: float = param(
        0.0, "by how much at most they are made larger or smaller, across and down", range=Range(0, 80), unit="%"
    )
    elastic: float = param(
        0.0, "how far a pixel is moved, on average, by the trembling of a hand", range=Range(0, 50, step=0.1), unit="px"
    )
    elastic_sigma: float = param(
        4.0,
        "how far the trembling reaches: less crumples, more only bends",
        range=Range(1, 100),
        unit="px",
        when=When("elastic"),
    )

    @property
    def is_on(self) -> bool:
        """Whether anything is changed."""
        return any((self.shift, self.rotation, self.scale, self.elastic))

    def augmented(self, images: Array, rng: np.random.Generator) -> Array:
        """Pictures `(N, H, W, C)`, float32, each changed in its own way; the same for the same state of `rng`.

        Shift, rotation and scale are drawn evenly from both sides of zero. The elastic part is the random displacement
        field of P. Simard, D. Steinkraus and J. Platt, "Best practices for convolutional neural networks applied to
        visual document analysis", ICDAR 2003, smooth over `elastic_sigma`; `elastic` is the standard deviation of its
        displacements (theirs, σ = 4 and α = 34, come to 1.4 pixels). All parts make one map, so that a picture is
        interpolated only once; what comes from beyond the edge continues the edge.
        """
        if not self.is_on:
            return images
        from engine.data.distortion import distort  # brings numba, which is slow to import

        count, height, width, channels = images.shape
        images, result = np.ascontiguousarray(images, np.float32), np.empty(images.shape, np.float32)
        spacing = math.sqrt(3) * self.elastic_sigma  # a cubic B-spline on this grid is as wide as the Gaussian
        drawn = self._matrices(count, rng), self._shifts(count, rng), *self._fields(count, height, width, spacing, rng)
        work = WORK * height * width * channels
        healing(partial(over_bands, distort, count, work, images, *drawn, spacing, result))
        return result

    def _matrices(self, count: int, rng: np.random.Generator) -> Array:
        """From places in the new picture, seen from its middle, to those in the old: `(count, 2, 2)`."""
        turn = math.radians(self.rotation) * _both_sides(rng, count)
        across, down = 1 / (1 + self.scale / 100 * _both_sides(rng, 2, count))
        cosine, sine = np.cos(turn), np.sin(turn)
        return np.stack([across * cosine, across * sine, -down * sine, down * cosine], axis=-1).reshape(count, 2, 2)

    def _shifts(self, count: int, rng: np.random.Generator) -> Array:
        return np.float32(self.shift) * _both_sides(rng, count, 2)

    def _fields(
        self, count: int, height: int, width: int, spacing: float, rng: np.random.Generator
    ) -> tuple[Array, Array]:
        """Displacements `(count, 2, rows, columns)` at the points of a grid, and where each grid begins, `(count, 2)`.

        A grid begins anywhere, so that no pixel is moved more than another.
        """
        if not self.elastic:
            return np.empty((count, 2, 0, 0), np.float32), np.empty((count, 2), np.float32)
        rows, columns = (int((side - 1) / spacing) + 5 for side in (height, width))
        strength = np.float32(self.elastic * math.sqrt(3) / SPLINE_SPREAD)  # √3 as the values are spread evenly
        return strength * _both_sides(rng, count, 2, rows, columns), rng.random((count, 2), np.float32)


def _both_sides(rng: np.random.Generator, *shape: int) -> Array:
    """Numbers drawn evenly from -1 to 1, float32."""
    return 2 * rng.random(shape, np.float32) - 1
