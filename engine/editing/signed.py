"""Numbers of both signs as colours: one colour for negative, one for positive, and one for zero between them."""

from __future__ import annotations

import numpy as np

Colour = tuple[int, int, int]


def signed_colours(
    values: np.ndarray, negative: Colour, zero: Colour, positive: Colour, largest: float | None = None
) -> np.ndarray:
    """Colours uint8 `(..., 3)` for values `(...)`: full at ±`largest`, or else at the largest size there is."""
    values = np.nan_to_num(np.asarray(values, np.float32))
    if largest is None:
        largest = float(np.abs(values).max(initial=0.0))
    share = np.clip(values / (largest or 1.0), -1, 1)[..., np.newaxis]
    low, middle, high = (np.array(colour, np.float32) for colour in (negative, zero, positive))
    colours = middle + np.maximum(share, 0) * (high - middle) - np.minimum(share, 0) * (low - middle)
    return np.rint(colours).astype(np.uint8)


def signed_over(picture: np.ndarray, values: np.ndarray, negative: Colour, positive: Colour) -> np.ndarray:
    """Values `(H, W)` laid as colours over a picture `(H, W, C)` of 0..1, which is seen in grey where they are small.

    The largest value hides nearly all of the picture. Colours are uint8 `(H, W, 3)`.
    """
    size = np.abs(np.nan_to_num(values))[..., np.newaxis]
    cover = 0.9 * np.sqrt(size / (float(size.max(initial=0.0)) or 1.0))
    grey = np.clip(picture, 0, 1).mean(axis=-1, keepdims=True) * 255
    ink = np.where(values[..., np.newaxis] < 0, np.array(negative, np.float32), np.array(positive, np.float32))
    return np.rint(grey + cover * (ink - grey)).astype(np.uint8)
