"""The slow, obvious twin of ranks among pixels that do not all count the same."""

from __future__ import annotations

import numpy as np

from tests.reference.windows import disc, padded


def weighted_rank(pixels: np.ndarray, size: int, q: float, border: str, shape: str) -> np.ndarray:
    """Pixels `(H, W, C)` whose last channel is alpha: the first value up to which more than `q` percent of the alpha
    of the window lie, the largest that counts where none is; where the middle is transparent the colour itself."""
    whole, result = padded(pixels, size, size, border), pixels[:, :, :-1].copy()
    if border == "constant":
        whole[padded(np.ones(pixels.shape[:2]), size, size, border) == 0, -1] = np.float32(
            1 if pixels.dtype == np.float32 else np.iinfo(pixels.dtype).max
        )
    inside = disc(size) if shape == "round" else np.ones((size, size), bool)
    for y, x, channel in np.ndindex(*result.shape):
        if pixels[y, x, -1] == 0:
            continue
        window = whole[y : y + size, x : x + size][inside]
        counted = window[window[:, -1] > 0]
        order = counted[np.argsort(counted[:, channel], kind="stable")]
        weight = np.cumsum(order[:, -1].astype(np.float64))
        above = np.flatnonzero(weight > weight[-1] * q / 100)
        result[y, x, channel] = order[above[0] if len(above) else -1, channel]
    return result
