"""Filters that show where brightness changes."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from engine.filters.filter import Filter
from engine.filters.neighbourhood import border_param, filter_colour
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.convolve import gradient
from engine.params import Matrix, Range, param


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
    combine: Combine = param(Combine.MAGNITUDE, "both directions together: magnitude √(gx² + gy²), or sum |gx| + |gy|")
    scale: float = param(1.0, "multiplies the result", range=Range(0.01, 100, 0.1, logarithmic=True))
    border: Border = border_param()

    def __call__(self, image: Image) -> Image:
        across, down = self.KERNELS
        kernels = {Direction.BOTH: (across, down), Direction.HORIZONTAL: (across,), Direction.VERTICAL: (down,)}
        return filter_colour(
            image,
            lambda pixels: gradient(
                pixels, kernels[self.direction], how=self.combine.value, scale=self.scale, border=self.border
            ),
        )


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
