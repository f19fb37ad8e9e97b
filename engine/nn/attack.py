"""Pictures changed just so much that a network reads them wrongly."""

from __future__ import annotations

import numpy as np

from engine.nn.layer import Array
from engine.nn.loss import Loss
from engine.nn.network import Network

OVERSHOOT = 2.5
"""The steps together are so many times as long as the radius, so that the attack can also go around a corner."""


def attacked(network: Network, images: Array, targets: Array, loss: Loss, radius: float, steps: int) -> Array:
    """Pictures `(B, H, W, C)` moved by up to `radius` (Euclidean) to where the loss is high, within 0..1.

    Projected gradient descent (A. Madry et al., Towards deep learning models resistant to adversarial attacks, 2018) in
    the Euclidean norm, from the pictures themselves: steps of equal length along the gradient, each followed by a way
    back into the ball around the picture and into 0..1. `targets` are one-hot rows.
    """
    start = images.reshape(len(images), -1)
    place = start.copy()
    for _ in range(steps):
        gradient = network.input_gradient(
            place.reshape(images.shape), lambda logits: loss(network.activation, logits, targets)[1]
        ).reshape(start.shape)
        change = place - start
        change += gradient * (OVERSHOOT * radius / steps / _lengths(gradient))
        change *= np.minimum(1, radius / _lengths(change))
        np.add(start, change, out=place)
        np.clip(place, 0, 1, out=place)  # towards the picture, so it stays in the ball
    return place.reshape(images.shape)


def _lengths(rows: Array) -> Array:
    """The Euclidean length `(B, 1)` of each row, never zero."""
    return np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, np.newaxis] + rows.dtype.type(1e-12)
