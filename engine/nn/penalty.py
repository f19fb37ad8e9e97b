"""Penalties on large weights, so that a network prefers simple answers."""

from __future__ import annotations

import numpy as np

from engine.nn.layer import Parameter


def penalize(weights: Parameter, l1: float, l2: float) -> None:
    """Add to the gradient that of l1 · Σ|w| + ½ l2 · Σw² (C. Bishop, Pattern Recognition and Machine Learning, 3.1.4).

    L1 draws every weight to zero equally fast, and many reach it (the slope at zero is taken to be 0); L2 draws it the
    faster the larger it is.
    """
    if l1:
        weights.gradient += l1 * np.sign(weights.value)
    if l2:
        weights.gradient += l2 * weights.value
