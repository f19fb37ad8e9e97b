"""A drawn or photographed digit as MNIST's makers would have prepared it."""

from __future__ import annotations

import numpy as np

from engine.data.brightness import brightness, resized
from engine.image import Image

Array = np.ndarray
WORKING_SIDE = 160
"""A larger picture is reduced to this first: enough for a digit, and the noise of a camera is averaged away."""
MEASURED = 40
"""The paper is measured in about so many places a side."""
FITS = 6
"""How often the paper is measured again without what has turned out to be ink."""
FAINT = 0.04
"""Paper that is as even as this is not looked at more closely; ink that is no darker is none."""
INK = 0.12
"""What is darker than this share of the darkest strokes belongs to the digit."""
TILES = 16
"""Shadows are followed over so many tiles a side."""
SPECK = 0.05
"""A blot with less ink than this share of the largest connected stroke is dirt."""
MARGIN = 4 / 28
"""The share of the side that MNIST leaves free around a digit; data smaller than 20 pixels have no margin."""


TIE = 0.5 - 1e-3
"""Added before a place is cut to a whole pixel; what lies half-way, but for the last digit, goes up and left."""


def prepare_digit(image: Image, height: int = 28, width: int = 28) -> Array:
    """A digit on a page as float32 `(height, width)`: bright on dark, its long side 20 of 28 pixels, centred by mass.

    So the digits of MNIST were made (Y. LeCun et al., "Gradient-based learning applied to document recognition", 1998),
    from scans in black and white. To get there, the brightness of the paper, which is what is seen at the border, is
    measured over the page and taken away; ink is what is left above the noise, whether darker or brighter. A page
    without ink gives a dark picture.
    """
    ink = _ink(_reduced(brightness(image)))
    written = _written(ink)
    rows, columns = np.flatnonzero(written.any(axis=1)), np.flatnonzero(written.any(axis=0))
    if not len(rows):
        return np.zeros((height, width), np.float32)
    ink *= _grown(written)
    return _centred(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], height, width)


def _reduced(grey: Array) -> Array:
    shrink = max(grey.shape) / WORKING_SIDE
    return grey if shrink <= 1 else resized(grey, *(max(1, round(side / shrink)) for side in grey.shape))


def _ink(grey: Array) -> Array:
    """How much ink there is in each pixel, from 0 to 1, the strongest strokes 1."""
    paper, noise = _paper(grey)
    ink = _above(grey, paper, noise)
    return _above(grey, paper + _shadows(grey - paper, ~_grown(ink > 0.3)), noise)


def _above(grey: Array, paper: Array, noise: float) -> Array:
    """Ink from what differs from the paper: whichever of darker and brighter there is more of."""
    difference, floor = grey - paper, 3 * noise
    if (np.minimum(difference, 0) ** 2).sum() > (np.maximum(difference, 0) ** 2).sum():
        light = np.maximum(paper, 0.1)  # dark ink takes a share of it, and it may be uneven
        ink, floor = -difference / light, floor / float(light.mean())
    else:
        ink = difference
    strong = np.quantile(ink, 1 - min(0.5, max(20, 0.002 * ink.size) / ink.size))
    if strong < max(FAINT, 2 * floor):
        return np.zeros_like(ink)
    strokes = ink[ink > strong / 2]
    return np.clip((ink - floor) / (np.quantile(strokes, 0.6) - floor), 0, 1)


def _shadows(difference: Array, free: Array) -> Array:
    """How the brightness of the paper differs around each pixel, seen where it is free of ink: means over tiles."""
    tiles = [min(TILES, side) for side in difference.shape]
    seen = resized(free, *tiles)
    means = resized(difference * free, *tiles) / (seen + 0.05)  # where hardly anything is seen, little
    return resized(means, *difference.shape)


def _paper(grey: Array) -> tuple[Array, float]:
    """The brightness of the paper in each pixel, a quadratic surface, and the standard deviation of its noise.

    It is fitted to the border first, then to all that looks like it (iteratively trimmed least squares); some of the
    pixels say enough.
    """
    step = max(1, min(grey.shape) // MEASURED)
    some, terms = grey[::step, ::step].ravel(), _terms(grey.shape)[::step, ::step].reshape(-1, 6)
    edge = _edge(grey.shape, max(1, min(grey.shape) // 20))
    usual = float(np.median(grey[edge]))
    chosen = edge[::step, ::step].ravel() & (np.abs(some - usual) < 0.25)
    weights, noise = np.array([usual, 0, 0, 0, 0, 0]), 0.0
    for _ in range(FITS):
        if np.count_nonzero(chosen) < 2 * len(weights):
            break
        weights = np.linalg.lstsq(terms[chosen], some[chosen], rcond=None)[0]
        apart = np.abs(some - terms @ weights)
        noise = 1.4826 * float(np.median(apart[chosen]))
        chosen = apart < max(3 * noise, FAINT / 2)
    surface = _terms(grey.shape) @ weights
    return np.clip(surface, 0, 1).astype(np.float32), noise


def _terms(shape: tuple[int, int]) -> Array:
    """1, x, y, x², xy, y² of each pixel, `(height, width, 6)`."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side) for side in shape), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def _edge(shape: tuple[int, int], depth: int) -> Array:
    edge = np.ones(shape, bool)
    edge[depth:-depth, depth:-depth] = False
    return edge


def _written(ink: Array) -> Array:
    """Where the digit is: what is dark enough, without specks."""
    from scipy import ndimage

    blots, count = ndimage.label(ink > INK, structure=np.ones((3, 3)))
    amounts = np.bincount(blots.ravel(), ink.ravel(), count + 1)
    amounts[0] = 0
    return (amounts > SPECK * amounts.max())[blots]


def _grown(written: Array) -> Array:
    """The same and the faint rim of its strokes."""
    from scipy import ndimage

    return ndimage.binary_dilation(written, np.ones((3, 3)), 2)


def _centred(strokes: Array, height: int, width: int) -> Array:
    """Strokes scaled to fit and put on a dark canvas with their centre of mass in its middle."""
    free = MARGIN if min(height, width) >= 20 else 0.0
    scale = min(height * (1 - 2 * free) / strokes.shape[0], width * (1 - 2 * free) / strokes.shape[1])
    inner = [max(1, round(side * scale)) for side in strokes.shape]
    strokes = np.clip(resized(strokes, *inner), 0, 1)
    strokes = np.clip(strokes / max(np.quantile(strokes, 1 - 4 / max(strokes.size, 8)), 0.1), 0, 1)
    canvas = np.zeros((height, width), np.float32)
    middle = [
        float((np.arange(side) * strokes.sum(axis=1 - axis)).sum() / strokes.sum()) for axis, side in enumerate(inner)
    ]
    top, left = (
        int(np.clip(np.floor(side / 2 - mass + TIE), 0, side - own))
        for side, mass, own in zip((height, width), middle, inner, strict=True)
    )
    canvas[top : top + inner[0], left : left + inner[1]] = strokes
    return canvas
