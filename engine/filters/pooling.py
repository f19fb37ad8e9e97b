"""Filters that make one pixel of a block of pixels, as the pooling layers of neural networks do."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.depth import MAXIMUM
from engine.filters.filter import Filter
from engine.filters.neighbourhood import divided, premultiplied, store
from engine.image import Image
from engine.kernels.pool import How, blocks, pool
from engine.kernels.strips import strips
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
        """The picture pooled, alpha like the colours; what transparent pixels hide counts nowhere."""
        small = self._small(image, how)
        if not self.enlarge:
            return image.with_pixels(small)
        stride = self.stride or self.size
        rows = np.minimum(np.arange(image.height) // stride, small.shape[0] - 1)
        columns = np.minimum(np.arange(image.width) // stride, small.shape[1] - 1)
        large = np.empty_like(image.pixels)
        for row in np.unique(rows):
            large[rows == row] = small[row, columns]
        if image.has_alpha:
            large[:, :, -1] = image.pixels[:, :, -1]
        return image.with_pixels(large)

    def _small(self, image: Image, how: How) -> np.ndarray:
        pixels, size, stride = image.pixels, self.size, self.stride or self.size
        edge: Literal["partial", "drop"] = self.edge.value

        def shrink(pixels: np.ndarray, how: How = how) -> np.ndarray:
            return pool(pixels, size, stride=stride, how=how, edge=edge)

        if image.alpha is None or (pixels[:, :, -1] == image.dtype.type(image.white)).all():
            return shrink(pixels)
        rows, columns = (blocks(length, size, stride, edge) for length in pixels.shape[:2])
        result = np.empty((rows, columns, image.channels), image.dtype)
        for some in strips(rows, size * image.width * image.channels):
            strip = pixels[some.start * stride : (some.stop - 1) * stride + size]
            if how == "mean":
                store(divided(shrink(premultiplied(strip)), image.dtype), result[some])
            else:
                result[some] = _extreme(strip, how, shrink)
        return result


def _extreme(strip: np.ndarray, how: How, shrink: Callable[..., np.ndarray]) -> np.ndarray:
    """The largest or smallest of the colours that can be seen; of all where none can."""
    low, high = (-np.inf, np.inf) if strip.dtype == np.float32 else (0, MAXIMUM[strip.dtype])
    hidden, seen = strip[:, :, -1:] == 0, strip.copy()
    np.copyto(seen[:, :, :-1], strip.dtype.type(low if how == "max" else high), where=hidden)
    result, nothing = shrink(seen), shrink(strip[:, :, -1:], "max") == 0
    if nothing.any():
        np.copyto(result, shrink(strip), where=nothing)
    return result


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
