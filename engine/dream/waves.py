"""Pictures as sums of waves: in these coordinates a step draws strokes instead of specks."""

from __future__ import annotations

from functools import cache

import numpy as np

Array = np.ndarray


class Waves:
    """Coordinates in which a picture is a sum of cosine waves, each counting for the less the shorter it is.

    The Fourier parametrisation of C. Olah, A. Mordvintsev, L. Schubert, "Feature visualization" (2017), on the cosines
    of the discrete cosine transform, which do not wrap round: a wave of frequency f is scaled by 1 / f to the power of
    `falling`, and all so that the mean square of the scales is one. At `falling` 0 it only turns the axes.
    """

    def __init__(self, height: int, width: int, falling: float) -> None:
        self._down, self._across = _cosines(height), _cosines(width)
        longest = max(height, width)
        frequency = np.hypot.outer(np.arange(height) / (2 * height), np.arange(width) / (2 * width))
        scale = np.maximum(frequency, 1 / (2 * longest)) ** -falling
        self._scale = (scale / np.sqrt(np.mean(scale**2))).astype(np.float32)[:, :, np.newaxis]

    def to_waves(self, gradient: Array) -> Array:
        """The gradient at the waves, from that at the pixels, both `(N, H, W, C)`."""
        return self._scale * np.einsum("ij,njkc,lk->nilc", self._down, gradient, self._across, optimize=True)

    def to_pixels(self, waves: Array) -> Array:
        """The picture that is the sum of these waves."""
        return np.einsum("ji,njkc,kl->nilc", self._down, self._scale * waves, self._across, optimize=True)


@cache
def _cosines(side: int) -> Array:
    """The orthonormal matrix `(side, side)` of the discrete cosine transform, one wave a row."""
    places, waves = np.arange(side) + 0.5, np.arange(side)[:, np.newaxis]
    matrix = np.cos(np.pi * waves * places / side) * np.sqrt(2 / side)
    matrix[0] /= np.sqrt(2)
    return matrix.astype(np.float32)
