"""The slow, obvious twin of the kernel that takes over brightness and keeps hue."""

from __future__ import annotations

import numpy as np

from engine.depth import MAXIMUM


def with_luma_of(bright: np.ndarray, pixels: np.ndarray, weights: list[float]) -> np.ndarray:
    """SetLum and ClipColor of W3C, "Compositing and Blending Level 1", pixel by pixel, as float64 without rounding.

    White and black are as far out as the two pixels are, where they are beyond it.
    """
    result = pixels.astype(np.float64)
    for y, x in np.ndindex(*pixels.shape[:2]):
        old = pixels[y, x, :3].astype(np.float64)
        here = bright[y, x].astype(np.float64)
        wanted = here[0] if len(here) < 3 else here[:3] @ weights
        low, high = min(0, old.min(), wanted), max(MAXIMUM[pixels.dtype], old.max(), wanted)
        colour = old + (wanted - old @ weights)
        luma, darkest, brightest = wanted, colour.min(), colour.max()
        if darkest < low:
            colour = luma + (colour - luma) * (luma - low) / (luma - darkest)
        if brightest > high:
            colour = luma + (colour - luma) * (high - luma) / (max(colour) - luma) if max(colour) > high else colour
        result[y, x, :3] = colour
    return result
