"""Filters that move pixels."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pillow

from engine.filters.filter import Filter
from engine.filters.neighbourhood import divided, premultiplied, store
from engine.image import Image
from engine.kernels.strips import strips
from engine.params import ParameterError, Range, param


class Turn(enum.Enum):
    """A turn that needs no new pixels."""

    LEFT = "left"
    RIGHT = "right"
    HALF = "half"


class Axis(enum.Enum):
    """What is swapped."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Resampling(enum.Enum):
    """How new pixels are made of old ones."""

    NEAREST = "nearest"
    LINEAR = "linear"
    CUBIC = "cubic"
    LANCZOS = "lanczos"


PILLOW = {
    Resampling.LINEAR: (Pillow.Resampling.BILINEAR, 1),
    Resampling.CUBIC: (Pillow.Resampling.BICUBIC, 2),
    Resampling.LANCZOS: (Pillow.Resampling.LANCZOS, 3),
}
"""What Pillow calls them, and how many pixels to each side they look, of the larger of the two pictures."""
LARGEST = 30_000
MOST_PIXELS = 200_000_000
"""A picture larger than this would need more memory than most machines have."""


@dataclass(frozen=True)
class Crop(Filter, group="Geometry"):
    """Cut away strips at the sides; at least one pixel stays."""

    left: int = param(0, "cut away at the left", range=Range(0, LARGEST, 1), unit="px")
    top: int = param(0, "cut away at the top", range=Range(0, LARGEST, 1), unit="px")
    right: int = param(0, "cut away at the right", range=Range(0, LARGEST, 1), unit="px")
    bottom: int = param(0, "cut away at the bottom", range=Range(0, LARGEST, 1), unit="px")

    def __call__(self, image: Image) -> Image:
        top, left = min(self.top, image.height - 1), min(self.left, image.width - 1)
        bottom, right = max(top + 1, image.height - self.bottom), max(left + 1, image.width - self.right)
        return image.with_pixels(image.pixels[top:bottom, left:right])


@dataclass(frozen=True)
class Resize(Filter, group="Geometry"):
    """Make the picture larger or smaller; one of the two sides follows from the other where it is 0."""

    width: int = param(0, "new width; 0: follows from the height", range=Range(0, LARGEST, 1), unit="px")
    height: int = param(0, "new height; 0: follows from the width", range=Range(0, LARGEST, 1), unit="px")
    resampling: Resampling = param(Resampling.LANCZOS, "how new pixels are made of old ones; nearest keeps hard edges")

    def __call__(self, image: Image) -> Image:
        width = self.width or max(1, round(image.width * self.height / image.height)) if self.height else self.width
        height = self.height or max(1, round(image.height * self.width / image.width)) if self.width else self.height
        if (width or image.width, height or image.height) == (image.width, image.height):
            return image
        if width * height > MOST_PIXELS:
            raise ParameterError(f"{width} × {height} pixels are too many; choose a smaller width or height.")
        result = np.empty((height, width, image.channels), image.dtype)
        for rows in strips(height, max(image.width * image.height // height, width) * image.channels):
            if self.resampling is Resampling.NEAREST:
                result[rows] = _nearest(image.pixels, rows, width, height)
            else:
                store(_interpolated(image.pixels, rows, width, height, self.resampling), result[rows])
        return image.with_pixels(result)


def _nearest(pixels: np.ndarray, rows: slice, width: int, height: int) -> np.ndarray:
    down, across = np.arange(rows.start, rows.stop), np.arange(width)
    lines = (2 * down + 1) * pixels.shape[0] // (2 * height)
    return pixels[lines][:, (2 * across + 1) * pixels.shape[1] // (2 * width)]


def _interpolated(pixels: np.ndarray, rows: slice, width: int, height: int, resampling: Resampling) -> np.ndarray:
    """Some rows of the resized picture, channel by channel in float32, for Pillow has no colour of 16 bits.

    Colour is weighted by alpha, so that what transparent pixels hide does not bleed into their neighbours.
    """
    method, support = PILLOW[resampling]
    scale = pixels.shape[0] / height
    reach = support * max(scale, 1) + 1
    first = max(0, int(rows.start * scale - reach))
    strip = pixels[first : int(rows.stop * scale + reach) + 1]
    box = (0, rows.start * scale - first, strip.shape[1], min(rows.stop * scale - first, strip.shape[0]))
    weighted = pixels.shape[2] in (2, 4)
    planes = premultiplied(strip) if weighted else strip
    size = (width, rows.stop - rows.start)
    resized = [
        Pillow.fromarray(np.asarray(planes[:, :, index], np.float32)).resize(size, method, box)
        for index in range(pixels.shape[2])
    ]
    result = np.stack([np.asarray(plane) for plane in resized], axis=2)
    return divided(result, pixels.dtype) if weighted else result


@dataclass(frozen=True)
class Rotate(Filter, group="Geometry"):
    """Turn the picture by a quarter or by half."""

    turn: Turn = param(Turn.RIGHT, "left: anticlockwise, right: clockwise, half: upside down")

    def __call__(self, image: Image) -> Image:
        quarters = {Turn.LEFT: 1, Turn.HALF: 2, Turn.RIGHT: 3}[self.turn]
        return image.with_pixels(np.ascontiguousarray(np.rot90(image.pixels, quarters)))


@dataclass(frozen=True)
class Flip(Filter, group="Geometry"):
    """Mirror the picture."""

    axis: Axis = param(Axis.HORIZONTAL, "horizontal: left and right are swapped; vertical: top and bottom")

    def __call__(self, image: Image) -> Image:
        flipped = image.pixels[:, ::-1] if self.axis is Axis.HORIZONTAL else image.pixels[::-1]
        return image.with_pixels(np.ascontiguousarray(flipped))
