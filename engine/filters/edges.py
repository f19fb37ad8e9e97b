"""Filters that show where brightness changes."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.filters.filter import Filter
from engine.filters.neighbourhood import Signed, border_param, convolved, filter_colour, response, signed_param
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.convolve import gradient
from engine.params import Matrix, Range, When, param


class Direction(enum.Enum):
    """Which changes of brightness an edge filter answers to."""

    BOTH = "both"
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Combine(enum.Enum):
    """How the answers to both directions become one: √(gx² + gy²) or |gx| + |gy|."""

    MAGNITUDE = "magnitude"
    SUM = "sum"


@dataclass(frozen=True)
class Gradient(Filter):
    """Two kernels at right angles, and what becomes of their answers."""

    KERNELS: ClassVar[tuple[Matrix, Matrix]]
    """The one that answers to changes from left to right, and the one for changes from top to bottom."""

    direction: Direction = param(
        Direction.BOTH,
        "horizontal: changes from left to right, so vertical edges; vertical: changes from top to bottom",
    )
    combine: Combine = param(
        Combine.MAGNITUDE,
        "both directions together: magnitude √(gx² + gy²), or sum |gx| + |gy|",
        when=When("direction", (Direction.BOTH,)),
    )
    scale: float = param(1.0, "multiplies the result", range=Range(0.01, 100, 0.1, logarithmic=True))
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        across, down = self.KERNELS
        chosen = {Direction.BOTH: (across, down), Direction.HORIZONTAL: (across,), Direction.VERTICAL: (down,)}
        kernels = [np.array(kernel) for kernel in chosen[self.direction]]

        def plain(pixels: np.ndarray, border: Border) -> np.ndarray:
            return gradient(pixels, kernels, how=self.combine.value, scale=self.scale, border=border)

        def weighted(strip: np.ndarray) -> np.ndarray:
            parts = [np.abs(response(strip, kernel)) for kernel in kernels]
            strength = np.hypot(*parts) if len(parts) == 2 and self.combine is Combine.MAGNITUDE else sum(parts)
            return np.float32(self.scale) * strength

        return filter_colour(image, kernels[0].shape, self.border, plain, weighted)


@dataclass(frozen=True)
class Sobel(Gradient, group="Edges"):
    """Show edges: how fast brightness changes, smoothed across three pixels (Sobel)."""

    KERNELS = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)), ((-1, -2, -1), (0, 0, 0), (1, 2, 1))


@dataclass(frozen=True)
class Roberts(Gradient, group="Edges"):
    """Show edges by the difference across the diagonals of two by two pixels: thin lines, but noisy (Roberts cross).

    L. G. Roberts, "Machine perception of three-dimensional solids", 1963. Its two kernels lie along the diagonals:
    "horizontal" is the one from top left to bottom right.
    """

    KERNELS = ((1, 0), (0, -1)), ((0, 1), (-1, 0))


@dataclass(frozen=True)
class Prewitt(Gradient, group="Edges"):
    """Show edges: how fast brightness changes, averaged evenly across three pixels (Prewitt)."""

    KERNELS = ((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)), ((-1, -1, -1), (0, 0, 0), (1, 1, 1))


@dataclass(frozen=True)
class Scharr(Gradient, group="Edges"):
    """Show edges of every direction equally strongly (Scharr): four times as strong as Sobel, so lower the scale."""

    KERNELS = ((-3, 0, 3), (-10, 0, 10), (-3, 0, 3)), ((-3, -10, -3), (0, 0, 0), (3, 10, 3))


class Neighbours(enum.Enum):
    """Which pixels count as neighbours: those beside, above and below, or the diagonal ones too."""

    FOUR = "4"
    EIGHT = "8"


@dataclass(frozen=True)
class Laplacian(Filter, group="Edges"):
    """Show where brightness bends: thin double lines along edges, and every single point (second derivative)."""

    neighbours: Neighbours = param(Neighbours.FOUR, "4: beside, above and below; 8: the diagonal ones too")
    signed: Signed = signed_param(Signed.ABSOLUTE)
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        four = self.neighbours is Neighbours.FOUR
        weights = ((0, 1, 0), (1, -4, 1), (0, 1, 0)) if four else ((1, 1, 1), (1, -8, 1), (1, 1, 1))
        return convolved(image, weights, self.signed, self.border)


@dataclass(frozen=True)
class LaplacianOfGaussian(Filter, group="Edges", title="Laplacian of Gaussian"):
    """Show where brightness bends at a chosen scale: soften first, then take the Laplacian (Marr and Hildreth).

    D. Marr, E. Hildreth, "Theory of edge detection", 1980. The kernel is sampled from the formula, made to sum to 0,
    and multiplied by sigma² so that its strength does not fall with the scale.
    """

    sigma: float = param(1.4, "standard deviation of the softening", range=Range(0.5, 3.5, 0.1), unit="px")
    scale: float = param(1.0, "multiplies the result", range=Range(0.01, 100, 0.1, logarithmic=True))
    signed: Signed = signed_param(Signed.ABSOLUTE)
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        radius = int(4 * self.sigma + 0.5)
        y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1] / self.sigma
        bell = np.exp(-(x * x + y * y) / 2)
        weights = (x * x + y * y - 2) * bell / bell.sum()
        return convolved(image, self.scale * (weights - weights.mean()), self.signed, self.border)


@dataclass(frozen=True)
class Emboss(Filter, group="Edges"):
    """Make the picture look like a relief lit from one side, on mid-grey."""

    angle: float = param(135.0, "where the light comes from: 0 right, 90 above", range=Range(0, 360, 15), unit="°")
    strength: float = param(1.0, "height of the relief", range=Range(0, 10, 0.1))
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        across, down = (np.array(kernel) / 4 for kernel in Sobel.KERNELS)
        turn = np.deg2rad(self.angle)
        weights = self.strength * (np.sin(turn) * down - np.cos(turn) * across)
        return convolved(image, weights, Signed.SHIFTED, self.border)
