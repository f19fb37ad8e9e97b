"""Filters that make one pixel of a block of pixels, as the pooling layers of neural networks do."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from engine.filters.filter import Filter
from engine.image import Image, weighted_by_alpha
from engine.kernels.pool import How, pool
from engine.params import Range, param


class Edge(enum.Enum):
    """What becomes of pixels at the right and the bottom that do not fill a block."""

    PARTIAL = "partial"
    DROP = "drop"


@dataclass(frozen=True)
class Pooling(Filter):
    """Blocks of a size, a stride apart."""

    size: int = param(2, "side of the square blocks", range=Range(1, 100, 1), unit="px")
    stride: int = param(
        0, "from one block to the next; 0: as far as the size, so that they touch", range=Range(0, 100, 1), unit="px"
    )
    edge: Edge = param(
        Edge.PARTIAL, "pixels that fill no whole block: partial makes a block of them, drop leaves them out"
    )

    enlarge: bool = param(False, "show the result as large as the picture was, so that what is lost can be seen")

    def pooled(self, image: Image, how: How) -> Image:
        """The picture pooled, alpha like the colours."""
        stride = self.stride or self.size

        def shrink(pixels: np.ndarray) -> np.ndarray:
            return pool(pixels, self.size, stride=stride, how=how, edge=self.edge.value)

        small = weighted_by_alpha(image, shrink) if how == "mean" else image.with_pixels(shrink(image.pixels))
        if not self.enlarge:
            return small
        rows = np.minimum(np.arange(image.height) // stride, small.height - 1)
        columns = np.minimum(np.arange(image.width) // stride, small.width - 1)
        return image.with_colour(small.colour[rows][:, columns])


@dataclass(frozen=True)
class MaxPooling(Pooling, group="Pooling"):
    """Shrink the picture: keep the brightest value of each block."""

    def __call__(self, image: Image) -> Image:
        return self.pooled(image, "max")


@dataclass(frozen=True)
class MeanPooling(Pooling, group="Pooling"):
    """Shrink the picture: keep the mean of each block."""

    def __call__(self, image: Image) -> Image:
        return self.pooled(image, "mean")


@dataclass(frozen=True)
class MinPooling(Pooling, group="Pooling"):
    """Shrink the picture: keep the darkest value of each block."""

    def __call__(self, image: Image) -> Image:
        return self.pooled(image, "min")
