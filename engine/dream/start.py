"""Where a dream begins."""

from __future__ import annotations

import numpy as np

from engine.nn.layer import Shape


def noise(count: int, shape: Shape, strength: float, seed: int) -> np.ndarray:
    """Pictures `(count, *shape)` of dark noise: the upper half of a normal distribution of that standard deviation.

    Each picture has a generator of its own, so that the first of ten dreams is the same as one dreamt alone.
    """
    pictures = [
        np.random.default_rng((seed, number)).standard_normal(shape, np.float32) * np.float32(strength)
        for number in range(count)
    ]
    return np.clip(np.stack(pictures), 0, 1)
