"""What filters that look at the surroundings of each pixel have in common."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.convolve import convolve
from engine.params import Odd, param


class Signed(enum.Enum):
    """How values below black and above white become pixels."""

    SATURATE = "saturate"
    ABSOLUTE = "absolute"
    SHIFTED = "shifted"
    STRETCHED = "stretched"


def signed_param(default: Signed) -> Any:
    """The declaration of what becomes of negative results."""
    return param(
        default,
        "negative results: saturate makes them black, absolute drops the sign, shifted adds mid-grey, "
        "stretched spreads all results from black to white",
    )


def convolved(
    image: Image, weights: Any, signed: Signed, border: Border, *, divisor: float = 1.0, offset: float = 0.0
) -> Image:
    """The colour channels convolved, signed results shown as asked; float32 is clipped only where it is stretched."""
    if signed is Signed.SHIFTED:
        offset += image.white / 2

    def kernel(pixels: np.ndarray) -> np.ndarray:
        if signed in (Signed.SATURATE, Signed.SHIFTED):
            return convolve(pixels, weights, border=border, divisor=divisor, offset=offset)
        raw = convolve(pixels, weights, border=border, divisor=divisor, offset=offset, dtype=np.float32)
        if signed is Signed.ABSOLUTE:
            return stored(np.abs(raw), image)
        low, high = (np.nanmin(raw), np.nanmax(raw)) if np.isfinite(raw).any() else (0, 1)
        return stored((raw - low) * np.float32(image.white / (high - low if high > low else 1)), image)

    return filter_colour(image, kernel)


def stored(values: np.ndarray, image: Image) -> np.ndarray:
    """float32 `values` in the units of a picture, rounded and saturated to its dtype; float32 stays as it is."""
    if image.dtype == np.float32:
        return values
    return np.rint(np.clip(values, 0, image.white)).astype(image.dtype)


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
    return image.with_pixels(np.concatenate([colour, inside(image.alpha, colour.shape)], axis=2))


def inside(pixels: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The part of `pixels` whose windows are whole, where only `shape[:2]` of them are (border "valid")."""
    top, left = ((whole - part + 1) // 2 for whole, part in zip(pixels.shape[:2], shape[:2], strict=True))
    return pixels[top : top + shape[0], left : left + shape[1]]
