"""The encoder: what the first half of a U-Net does to a picture, with kernels that one knows."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from itertools import product

import numpy as np

from engine.depth import as_dtype
from engine.filters.edges import Sobel
from engine.filters.filter import Filter
from engine.filters.tone import LUMA
from engine.image import Image
from engine.jobs import Job
from engine.kernels.convolve import convolve
from engine.kernels.pool import Edge, How, pool
from engine.kernels.strips import by_strips, strips
from engine.params import Matrix, ParameterError, Range, When, param

CONVOLUTIONS = 2
"""In each level, one after the other, before pooling."""
POOLED = CONVOLUTIONS + 1
"""The stage of a level that comes after them."""
BLOCK = 2
"""Side of the blocks of which pooling keeps the largest value."""

STEPS = 65536
"""Levels of brightness that are told apart."""


class Kernels(enum.Enum):
    """The patterns that an encoder looks for: edges or lines in four directions, or a kernel of one's own."""

    EDGES = "edges"
    LINES = "lines"
    OWN = "own"


def _turned(kernel: Matrix) -> Matrix:
    """The kernel turned by 180°."""
    return tuple(row[::-1] for row in kernel[::-1])


BANKS: dict[Kernels, tuple[Matrix, ...]] = {
    Kernels.EDGES: (*Sobel.KERNELS, *map(_turned, Sobel.KERNELS)),
    Kernels.LINES: (
        ((-1, -1, -1), (2, 2, 2), (-1, -1, -1)),
        ((-1, 2, -1), (-1, 2, -1), (-1, 2, -1)),
        ((-1, -1, 2), (-1, 2, -1), (2, -1, -1)),
        ((2, -1, -1), (-1, 2, -1), (-1, -1, 2)),
    ),
}
NAMES: dict[Kernels, tuple[str, ...]] = {
    Kernels.EDGES: ("brighter to the right", "brighter below", "brighter to the left", "brighter above"),
    Kernels.LINES: ("lines across", "lines down", "rising lines", "falling lines"),
    Kernels.OWN: ("your own kernel",),
}
"""What each kernel of a bank finds."""


@dataclass(frozen=True)
class Encoder(Filter, group="Pooling"):
    """Shrink the picture as the first half of a U-Net does: twice convolution and ReLU, then max pooling, in levels.

    O. Ronneberger, P. Fischer, T. Brox, "U-Net: convolutional networks for biomedical image segmentation", 2015:
    572 → 570 → 568 → 284 → 282 → 280 → 140 ... with kernels of 3 × 3. Each kernel makes one map: first of the
    brightness (on black where the picture is transparent), then each time of its own map before. A kernel is divided
    by the sum of its absolute weights, so that maps stay from 0 to 1. Only whole windows and whole blocks count.

    The result shows the pooled maps of the deepest level side by side, those of four kernels two by two, grey, the
    strongest answer white. Raises ParameterError where the picture is too small.
    """

    levels: int = param(2, "how often the picture is halved", range=Range(1, 6, 1))
    kernels: Kernels = param(
        Kernels.EDGES, "what is looked for: edges or lines in four directions, or your own kernel below"
    )
    weights: Matrix = param(
        ((-1.0, -1.0, -1.0), (-1.0, 8.0, -1.0), (-1.0, -1.0, -1.0)),
        "your own kernel, one row after the other",
        when=When("kernels", (Kernels.OWN,)),
    )

    @property
    def bank(self) -> tuple[Matrix, ...]:
        """The kernels, one for each map."""
        return BANKS.get(self.kernels, (self.weights,))

    def __call__(self, image: Image) -> Image:
        _check_size(image, self)
        shape = self.reached((image.height, image.width))
        beside = 2 if len(self.bank) > 1 else 1
        shown = np.empty((len(self.bank) // beside * shape[0], beside * shape[1]), np.float32)
        corners = product(range(0, shown.shape[0], shape[0]), range(0, shown.shape[1], shape[1]))
        places = [shown[y : y + shape[0], x : x + shape[1]] for y, x in corners]
        for rows in strips(shape[0], image.width << self.levels):
            first = rows.start << self.levels  # the rows of the picture that these rows of the deepest maps look at
            strip = image.pixels[first : first + self.needed((rows.stop - rows.start, 1))[0]]
            for level in encode_levels(image.with_pixels(strip), self):
                if level is not None and level.number == self.levels:
                    for place, pooled in zip(places, level.pooled, strict=True):
                        place[rows] = pooled
        peak = shown.max(initial=0, where=np.isfinite(shown)) or np.float32(1)
        result = np.full((*shown.shape, 1 + image.has_alpha), image.white, image.dtype)
        for rows in strips(*shown.shape):
            result[rows, :, 0] = as_dtype(shown[rows] / peak, image.dtype)
        return image.with_pixels(result)

    def needed(self, shape: tuple[int, int]) -> tuple[int, int]:
        """The height and width of a picture whose deepest maps have a shape."""
        (height, width), (tall, wide) = shape, np.shape(self.bank[0])
        for _ in range(self.levels):
            height, width = BLOCK * height + CONVOLUTIONS * (tall - 1), BLOCK * width + CONVOLUTIONS * (wide - 1)
        return height, width

    def reached(self, shape: tuple[int, int]) -> tuple[int, int]:
        """The shape of the deepest maps of a picture of this height and width."""
        (height, width), (tall, wide) = shape, np.shape(self.bank[0])
        for _ in range(self.levels):
            height, width = (height - CONVOLUTIONS * (tall - 1)) // BLOCK, (width - CONVOLUTIONS * (wide - 1)) // BLOCK
        return height, width


@dataclass(frozen=True, eq=False)
class Level:
    """One level of an encoder: its maps, float32 `(H, W)` from 0 to 1, one for each kernel.

    `maps` are those after the convolutions, which a U-Net hands across to its second half, `pooled` those that go on
    to the next level. `shapes` are all `(H, W)` on the way: what came in, after each convolution, after pooling.
    """

    number: int
    shapes: tuple[tuple[int, int], ...]
    maps: tuple[np.ndarray, ...]
    pooled: tuple[np.ndarray, ...]


def encode(image: Image, encoder: Encoder) -> Job[tuple[Level, ...]]:
    """Yield each `Level` as soon as it is there, None in between; return all. Raises ParameterError."""
    levels = []
    for level in encode_levels(image, encoder):
        if level is not None:
            levels.append(level)
        yield level
    return tuple(levels)


def encode_levels(image: Image, encoder: Encoder) -> Job[None]:
    """As `encode`, but what was yielded is not kept: deep pyramids of large pictures need much memory."""
    count = len(encoder.bank)
    shapes: list[tuple[int, int]] = []
    maps: list[np.ndarray] = []
    pooled: list[np.ndarray] = []
    for found in feature_maps(image, encoder):
        if found is None:
            yield None
            continue
        if found.kernel == 0:
            shapes.append(found.values.shape)
        if found.stage == CONVOLUTIONS:
            maps.append(found.values)
        if found.stage < POOLED:
            yield None
            continue
        pooled.append(found.values)
        if len(pooled) == count:
            yield Level(found.level, tuple(shapes), tuple(maps), tuple(pooled))
            shapes, maps, pooled = shapes[-1:], [], []


@dataclass(frozen=True, eq=False)
class FeatureMap:
    """What one kernel finds at one place of the pyramid: `values`, float32 `(H, W)` from 0 to 1.

    `level` counts from 1. `stage` is 0 for the brightness that comes into the first level, 1 and 2 after the
    convolutions, 3 after pooling, which is what comes into the next level. `kernel` is its place in the bank.
    """

    level: int
    stage: int
    kernel: int
    values: np.ndarray


def feature_maps(image: Image, encoder: Encoder) -> Job[None]:
    """Yield every `FeatureMap` on the way, level by level, one kernel after the other, and None in between.

    Raises ParameterError.
    """
    _check_size(image, encoder)
    kernels = [np.array(kernel) for kernel in encoder.bank]
    pixels = image.pixels
    brightness = yield from by_strips(
        image.height, image.width, lambda rows: _brightness(image.with_pixels(pixels[rows]))
    )
    maps = [brightness] * len(kernels)
    yield FeatureMap(1, 0, 0, maps[0])
    for level in range(1, encoder.levels + 1):
        for index, kernel in enumerate(kernels):
            for stage in range(1, POOLED):
                maps[index] = yield from _answer(maps[index], kernel)
                yield FeatureMap(level, stage, index, maps[index])
            maps[index] = yield from halved(maps[index], how="max", edge="drop")
            yield FeatureMap(level, POOLED, index, maps[index])


def halved(values: np.ndarray, *, how: How, edge: Edge) -> Job[np.ndarray]:
    """Pool a map by two, yielding None in between."""
    height, width = values.shape
    rows = height // BLOCK if edge == "drop" else -(-height // BLOCK)
    return (
        yield from by_strips(
            rows,
            BLOCK * width,
            lambda part: pool(values[BLOCK * part.start : BLOCK * part.stop], BLOCK, how=how, edge=edge),
        )
    )


def _answer(values: np.ndarray, kernel: np.ndarray) -> Job[np.ndarray]:
    """Convolution, where there are whole windows, and ReLU, yielding None in between."""
    total, more = float(np.abs(kernel).sum()) or 1.0, len(kernel) - 1

    def compute(rows: slice) -> np.ndarray:
        answer = convolve(values[rows.start : rows.stop + more], kernel, border="valid", divisor=total)
        return np.maximum(answer, 0, out=answer)

    return (yield from by_strips(len(values) - more, values.shape[1], compute))


def _brightness(image: Image) -> np.ndarray:
    """`(H, W)` float32 from 0 to 1; transparent pixels are black, whatever colour they hide.

    It is rounded to multiples of 2⁻¹⁶: sums by kernels of whole numbers are then exact, so that a kernel whose sum is
    0 finds nothing in an even area, rather than the last bits of it, which would be shown as large as life.
    """
    colour, white = image.colour, np.float32(image.white)
    with np.errstate(invalid="ignore"):
        if image.is_colour:
            red, green, blue = LUMA
            plane = red * colour[:, :, 0] + green * colour[:, :, 1] + blue * colour[:, :, 2]
        else:
            plane = colour[:, :, 0].astype(np.float32)
        if image.alpha is not None:
            opacity = image.alpha[:, :, 0]
            plane = np.where(opacity != 0, plane * (opacity / white), np.float32(0))
        return np.rint(plane * np.float32(STEPS / white)) / np.float32(STEPS)


def _check_size(image: Image, encoder: Encoder) -> None:
    """Raise ParameterError where not even one pixel would be left of the deepest level."""
    kernel, needed = np.shape(encoder.bank[0]), encoder.needed((1, 1))
    if image.height < needed[0] or image.width < needed[1]:
        levels = "1 level" if encoder.levels == 1 else f"{encoder.levels} levels"
        raise ParameterError(
            f"{levels} of kernels of {kernel[1]} × {kernel[0]} need a picture of at least {needed[1]} × {needed[0]} "
            f"pixels; this one has {image.width} × {image.height}: take fewer levels or a larger picture."
        )
