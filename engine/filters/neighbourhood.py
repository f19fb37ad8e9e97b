"""What filters that look at the surroundings of each pixel have in common: borders, signs, and transparent pixels.

Where a picture has transparent parts, a neighbour counts in proportion to its alpha, as compositing demands (T. Porter,
T. Duff, "Compositing digital images", 1984), so that the colour which wholly transparent pixels hide shows nowhere.
What is missing from a window then is, for averages, left out: they are taken over what there is (H. Knutsson, C.-F.
Westin, "Normalized and differential convolution", 1993); for differences it counts as the pixel in the middle, from
which it differs by nothing. Alpha itself is carried through untouched.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.depth import MAXIMUM
from engine.image import Image
from engine.kernels.border import Border
from engine.kernels.convolve import convolve, gradient
from engine.kernels.difference import differences
from engine.kernels.strips import middle, over_strips
from engine.params import Odd, param

Window = tuple[int, int]
Plain = Callable[[np.ndarray, Border], np.ndarray]
"""A kernel: pixels without alpha and what is assumed around them, to pixels of the same kind, or float32."""
Strip = Callable[[np.ndarray], np.ndarray]
"""A kernel: pixels with alpha and all their surroundings, to the colour of those that have whole windows, float32."""


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


def border_param() -> Any:
    """The declaration of a filter's border."""
    return param(Border.REFLECT, "which pixels are assumed outside the picture")


def size_param() -> Any:
    """The declaration of the size of a filter's window."""
    return param(3, "side of the window", range=Odd(1, 101), unit="px")


def filter_colour(
    image: Image, window: Window, border: Border, plain: Plain, weighted: Strip, *, whole: bool = True
) -> Image:
    """Apply a kernel with windows `(h, w)` to the colour channels; alpha is carried through.

    `plain` is for opaque pixels, `weighted` for strips with transparent ones. What they give is rounded and saturated.
    A picture without alpha is given to `plain` as a whole, unless that would need much memory: `whole=False`.
    """
    if image.alpha is None and whole:
        return image.with_pixels(plain(image.pixels, border))
    outside = np.array([0] * image.colour.shape[2] + [image.white] * image.has_alpha, image.dtype)

    def compute(strip: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        own = middle(strip, window)
        if image.alpha is None:
            return own, plain(strip, Border.VALID)
        if (strip[:, :, -1] == outside[-1]).all():
            return own, plain(strip[:, :, :-1], Border.VALID)
        return own, weighted(strip) if strip[:, :, -1].any() else own[:, :, :-1]

    height, width = (
        length - side + 1 if border is Border.VALID else length
        for length, side in zip(image.pixels.shape[:2], window, strict=True)
    )
    result = np.empty((max(height, 0), max(width, 0), image.channels), image.dtype)
    for rows, (own, colour) in over_strips(image.pixels, window, border, compute, outside):
        if image.alpha is None:
            store(colour, result[rows])
        else:
            store(colour, result[rows, :, :-1])
            result[rows, :, -1] = own[:, :, -1]
    return image.with_pixels(result)


def convolved(
    image: Image, weights: Any, signed: Signed, border: Border, *, divisor: float = 1.0, offset: float = 0.0
) -> Image:
    """The colour channels convolved, signed results shown as asked; float32 is clipped only where it is stretched."""
    table = np.array(weights, np.float64)
    if signed is Signed.SHIFTED:
        offset += image.white / 2
    if signed is Signed.STRETCHED:
        low, high = _extremes(image, table, border, divisor)
        stretch = image.white / (high - low if high > low else 1)
        divisor, offset = divisor / stretch, -low * stretch
    small = table.size <= 9 and offset == 0

    def plain(pixels: np.ndarray, border: Border) -> np.ndarray:
        if signed is not Signed.ABSOLUTE:
            return convolve(pixels, table, border=border, divisor=divisor, offset=offset)
        if small:
            return gradient(pixels, (table,), scale=1 / divisor, border=border)
        raw = convolve(pixels, table, border=border, divisor=divisor, offset=offset, dtype=np.float32)
        return np.abs(raw, out=raw)

    def weighted(strip: np.ndarray) -> np.ndarray:
        values = response(strip, table, divisor) + np.float32(offset)
        return np.abs(values, out=values) if signed is Signed.ABSOLUTE else values

    return filter_colour(image, table.shape, border, plain, weighted, whole=signed is not Signed.ABSOLUTE or small)


def _extremes(image: Image, table: np.ndarray, border: Border, divisor: float) -> tuple[float, float]:
    """The lowest and the highest finite response at a pixel that can be seen; 0 and 1 where there is none."""
    lows, highs = [], []

    def compute(strip: np.ndarray) -> np.ndarray:
        if not image.has_alpha:
            return convolve(strip, table, border=Border.VALID, divisor=divisor, dtype=np.float32)
        seen = middle(strip, table.shape)[:, :, -1] > 0
        return response(strip, table, divisor)[seen] if seen.any() else np.empty(0, np.float32)

    outside = np.array([0] * image.colour.shape[2] + [image.white] * image.has_alpha, image.dtype)
    for _, raw in over_strips(image.pixels, table.shape, border, compute, outside):
        values = raw if image.dtype != np.float32 else raw[np.isfinite(raw)]
        if values.size:
            lows.append(float(values.min()))
            highs.append(float(values.max()))
    return (min(lows), max(highs)) if lows else (0.0, 1.0)


def averaged(strip: np.ndarray, average: Callable[[np.ndarray], np.ndarray], window: Window) -> np.ndarray:
    """A weighted mean over what is visible in each window; where that is nothing, the colour stays as it is."""
    mean = average(premultiplied(strip))
    with np.errstate(divide="ignore", invalid="ignore"):
        colour = mean[:, :, :-1] / mean[:, :, -1:]
    np.copyto(colour, middle(strip, window)[:, :, :-1], where=mean[:, :, -1:] <= 0)
    return colour


def response(strip: np.ndarray, table: np.ndarray, divisor: float = 1.0) -> np.ndarray:
    """The signed response of a table of weights `(h, w)` to colour `(H - h + 1, W - w + 1, C)`, transparency heeded.

    Weights that are nowhere negative average, others compare with the pixel in the middle.
    """
    if (strip[:, :, -1] == MAXIMUM[strip.dtype]).all():
        return convolve(strip[:, :, :-1], table, border=Border.VALID, divisor=divisor, dtype=np.float32)
    total = np.float32(table.sum() / divisor)
    if (table >= 0).all() and total != 0:
        return total * averaged(strip, lambda pixels: convolve(pixels, table, border=Border.VALID), table.shape)
    return differences(strip, table / divisor) + total * middle(strip, table.shape)[:, :, :-1]


def premultiplied(strip: np.ndarray) -> np.ndarray:
    """Colour multiplied by alpha, and alpha from 0 to 1, as float32 `(H, W, C)`."""
    pixels = strip.astype(np.float32)
    opacity = pixels[:, :, -1:]
    opacity /= np.float32(MAXIMUM[strip.dtype])
    with np.errstate(invalid="ignore"):
        pixels[:, :, :-1] *= opacity
    if strip.dtype == np.float32:
        np.copyto(pixels, 0, where=opacity == 0)  # a hidden NaN or infinity is hidden too
    return pixels


def divided(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """What `premultiplied` gave, or an average of it, as colour and alpha in units of `dtype`; black where alpha is 0.

    In place.
    """
    opacity = values[:, :, -1:]
    np.divide(values[:, :, :-1], opacity, out=values[:, :, :-1], where=opacity > 0)
    opacity *= np.float32(MAXIMUM[dtype])
    return values


def store(values: np.ndarray, result: np.ndarray) -> None:
    """Write values into pixels: float32 ones rounded and saturated where the pixels are whole numbers."""
    if values.dtype != result.dtype:
        values = np.rint(np.clip(values, 0, MAXIMUM[result.dtype]))
    result[...] = values
