"""A person's picture as a network is used to see pictures."""

from __future__ import annotations

import numpy as np
from PIL import Image as Pillow

from engine.depth import as_dtype
from engine.image import Image

Array = np.ndarray
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)  # Rec. ITU-R BT.709
INK = 0.2
"""Brighter than this share of the brightest pixel counts as written."""
MARGIN = 4 / 28
"""The share of the side that MNIST leaves free around a digit; data smaller than 20 pixels have no margin."""


def network_input(image: Image, shape: tuple[int, int, int]) -> Array:
    """A picture as float32 `(1, *shape)` in 0..1, prepared as the training pictures were.

    A grey network sees bright strokes on dark; a picture with a bright border is turned round first. One that has just
    the network's size is otherwise left alone. Any other is cut to what is written, reduced to fit and centred by its
    mass, as the digits of MNIST were (Y. LeCun et al., "Gradient-based learning applied to document recognition",
    1998). A colour network sees the whole picture.
    """
    height, width, channels = shape
    colour = _over_white(image)
    if channels == 3:
        colour = np.repeat(colour, 3, axis=2) if colour.shape[2] == 1 else colour
        return np.stack([_resized(colour[:, :, index], height, width) for index in range(3)], axis=-1)[np.newaxis]
    grey = colour @ LUMA if colour.shape[2] == 3 else colour[:, :, 0]
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(border) > 0.5:
        grey = 1 - grey
    if grey.shape != (height, width):
        grey = _centred(grey, height, width)
    return np.clip(grey, 0, 1).astype(np.float32)[np.newaxis, :, :, np.newaxis]


def _over_white(image: Image) -> Array:
    """The colours as float32 in 0..1; what is transparent shows white paper."""
    colour = as_dtype(image.colour, np.dtype(np.float32))
    if image.alpha is None:
        return colour
    opacity = as_dtype(image.alpha, np.dtype(np.float32))
    return colour * opacity + 1 - opacity


def _centred(grey: Array, height: int, width: int) -> Array:
    written = grey > INK * grey.max()
    rows, columns = np.flatnonzero(written.any(axis=1)), np.flatnonzero(written.any(axis=0))
    canvas = np.zeros((height, width), np.float32)
    if not len(rows):  # an empty page
        return canvas
    strokes = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    free = MARGIN if min(height, width) >= 20 else 0.0
    scale = min(height * (1 - 2 * free) / strokes.shape[0], width * (1 - 2 * free) / strokes.shape[1])
    inner = [max(1, round(side * scale)) for side in strokes.shape]
    strokes = np.clip(_resized(strokes, *inner), 0, 1)
    middle = [
        float((np.arange(side) * strokes.sum(axis=1 - axis)).sum() / strokes.sum()) for axis, side in enumerate(inner)
    ]
    top = int(np.clip(round((height - 1) / 2 - middle[0]), 0, height - inner[0]))
    left = int(np.clip(round((width - 1) / 2 - middle[1]), 0, width - inner[1]))
    canvas[top : top + inner[0], left : left + inner[1]] = strokes
    return canvas


def _resized(plane: Array, height: int, width: int) -> Array:
    """A plane `(H, W)` brought to another size, averaged where it shrinks."""
    plane = np.ascontiguousarray(plane, np.float32)
    return np.asarray(Pillow.fromarray(plane).resize((width, height), Pillow.Resampling.BILINEAR))
