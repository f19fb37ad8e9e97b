"""What filters that look at the surroundings of each pixel have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.image import Image
from engine.kernels.border import Border
from engine.params import Odd, param


def border_param() -> Any:
    """The declaration of a filter's border."""
    return param(Border.REFLECT, "which pixels are assumed outside the picture")


def size_param() -> Any:
    """The declaration of the size of a filter's window."""
    return param(3, "side of the square window", range=Odd(1, 101), unit="px")


def filter_colour(image: Image, kernel: Callable[[np.ndarray], np.ndarray]) -> Image:
    """Apply a kernel to the colour channels; alpha is carried through, cut to the result if that is smaller."""
    if image.alpha is None:
        return image.with_pixels(kernel(image.pixels))
    colour = kernel(image.colour)
    (height, width), (tall, wide) = image.pixels.shape[:2], colour.shape[:2]
    top, left = (height - tall + 1) // 2, (width - wide + 1) // 2
    return image.with_pixels(np.concatenate([colour, image.alpha[top : top + tall, left : left + wide]], axis=2))
