"""Pictures changed just so much that a network reads them wrongly."""

from __future__ import annotations

import enum

import numpy as np

from engine.nn.layer import Array
from engine.nn.loss import Loss
from engine.nn.network import Network

OVERSHOOT = 2.5
"""The steps together are so many times as long as the radius, so that the attack can also go around a corner."""


class Norm(enum.Enum):
    """How the distance between two pictures is measured: Euclidean, or by the pixel that differs most."""

    L2 = "l2"
    LINF = "linf"

    def steepest(self, gradient: Array, length: float) -> Array:
        """The step of this length along which a function with this gradient rises most, for each row."""
        return length * np.sign(gradient) if self is Norm.LINF else gradient * (length / _lengths(gradient))

    def keep_within(self, changes: Array, radius: float) -> None:
        """Take what is farther away than the radius back to it, row by row, in place."""
        if self is Norm.LINF:
            np.clip(changes, -radius, radius, out=changes)
        else:
            changes *= np.minimum(1, radius / _lengths(changes))


def attacked(
    network: Network, images: Array, targets: Array, loss: Loss, radius: float, steps: int, norm: Norm = Norm.L2
) -> Array:
    """Pictures `(B, H, W, C)` moved by up to `radius` to where the loss is high, within 0..1.

    Projected gradient descent (A. Madry et al., Towards deep learning models resistant to adversarial attacks, 2018),
    from the pictures themselves: steps of equal length, each the steepest there is in that norm and followed by a way
    back into the ball around the picture and into 0..1. `targets` are one-hot rows.
    """
    start = images.reshape(len(images), -1)
    place = start.copy()
    for _ in range(steps):
        gradient = network.input_gradient(
            place.reshape(images.shape), lambda logits: loss(network.activation, logits, targets)[1]
        ).reshape(start.shape)
        change = place - start
        change += norm.steepest(gradient, OVERSHOOT * radius / steps)
        norm.keep_within(change, radius)
        np.add(start, change, out=place)
        np.clip(place, 0, 1, out=place)  # towards the picture, so it stays in the ball
    return place.reshape(images.shape)


def _lengths(rows: Array) -> Array:
    """The Euclidean length `(B, 1)` of each row, never zero."""
    return np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, np.newaxis] + rows.dtype.type(1e-12)
