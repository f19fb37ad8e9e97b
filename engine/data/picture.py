"""A person's picture as a network is used to see pictures."""

from __future__ import annotations

import numpy as np

from engine.data.brightness import brightness, over_white, resized
from engine.data.dataset import Preparation
from engine.data.handwriting import prepare_digit
from engine.image import Image

Array = np.ndarray


def network_input(image: Image, shape: tuple[int, int, int], preparation: Preparation = Preparation.DIGIT) -> Array:
    """A picture as float32 `(1, *shape)` in 0..1, prepared as the training pictures were.

    A grey network of digits sees bright strokes on dark, cut out and centred by `prepare_digit`; of a picture that has
    just the network's size only the brightness is turned round, where its border is bright. Any other network sees the
    whole picture, scaled.
    """
    height, width, channels = shape
    if channels > 1 or preparation is Preparation.PICTURE:
        return whole_picture(image, height, width, grey=channels == 1)[np.newaxis]
    if (image.height, image.width) != (height, width):
        return prepare_digit(image, height, width)[np.newaxis, :, :, np.newaxis]
    grey = brightness(image)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    grey = 1 - grey if np.median(border) > 0.5 else grey
    return np.clip(grey, 0, 1)[np.newaxis, :, :, np.newaxis]


def whole_picture(image: Image, height: int, width: int, *, grey: bool) -> Array:
    """All of a picture, whatever its proportions, as float32 `(height, width, 1 or 3)` in 0..1."""
    if grey:
        return np.clip(resized(brightness(image), height, width), 0, 1)[:, :, np.newaxis]
    colour = over_white(image)
    planes = [resized(colour[:, :, min(index, colour.shape[2] - 1)], height, width) for index in range(3)]
    return np.clip(np.stack(planes, axis=-1), 0, 1)
