"""What keeps dreams natural: pictures are not to flicker, to fill up with light or to leave their start far behind."""

from __future__ import annotations

import numpy as np

from engine.dream.plan import DreamPlan

Array = np.ndarray
BESIDE_SCORE = 0.15
"""How much the priors weigh beside a score: when the network is nearly certain, a logarithm has little left to gain."""
EVEN = 0.01
"""Differences between neighbours much below this count by their square: a cost without a kink at zero."""


def cost(plan: DreamPlan, images: Array) -> Array:
    """What the plan's priors cost each picture of `images (N, H, W, C)`, `(N,)`: a mean over the numbers of it."""
    total = np.zeros(len(images))
    if plan.l1:
        total += plan.l1 * images.mean(axis=(1, 2, 3), dtype=np.float64)
    if plan.l2:
        total += plan.l2 * light(images)
    if plan.total_variation:
        total += plan.total_variation * variation(images)
    return BESIDE_SCORE * total


def cost_gradient(plan: DreamPlan, images: Array) -> Array | float:
    """The gradient of `cost` at the pictures, times the numbers in a picture, for weights of one: about as large as the
    plan's strengths, as what it is set against has been scaled to about one too."""
    total: Array | float = plan.l1
    if plan.l2:
        total = total + plan.l2 * images
    if plan.total_variation:
        total = total + plan.total_variation * variation_gradient(images)
    return total


def light(images: Array) -> Array:
    """Half the mean square of each picture's numbers, `(N,)`."""
    return (images.astype(np.float64) ** 2).mean(axis=(1, 2, 3)) / 2


def variation(images: Array) -> Array:
    """The total variation of each picture, a mean over its numbers `(N,)`: the length √(dx² + dy²) of the difference
    to the neighbours at the right and below (L. Rudin, S. Osher, E. Fatemi, 1992), smoothed around zero."""
    _, _, length = _differences(images)
    return (length - EVEN).mean(axis=(1, 2, 3), dtype=np.float64)


def variation_gradient(images: Array) -> Array:
    """The gradient of `variation` at the pictures, times the numbers in a picture."""
    across, down, length = _differences(images)
    across, down = across / length, down / length
    gradient = -across - down
    gradient[:, :, 1:] += across[:, :, :-1]
    gradient[:, 1:] += down[:, :-1]
    return gradient


def _differences(images: Array) -> tuple[Array, Array, Array]:
    """To the right and below, zero beyond the edge, and the smoothed length of both together."""
    across, down = np.zeros_like(images), np.zeros_like(images)
    np.subtract(images[:, :, 1:], images[:, :, :-1], out=across[:, :, :-1])
    np.subtract(images[:, 1:], images[:, :-1], out=down[:, :-1])
    return across, down, np.sqrt(across**2 + down**2 + images.dtype.type(EVEN**2))


def kept_within(images: Array, centre: Array, radius: float) -> Array:
    """Pictures in 0..1 and, where a radius is given, no farther than it from `centre`, brought back straight.

    The distance is the root of the mean square over the numbers of a picture.
    """
    images = np.clip(images, 0, 1)
    if radius == 0:
        return images
    change = images - centre
    far = np.sqrt(np.einsum("nhwc,nhwc->n", change, change) / images[0].size) / radius
    too_far = far > 1
    if too_far.any():
        images[too_far] = centre[too_far] + change[too_far] / far[too_far, np.newaxis, np.newaxis, np.newaxis]
    return images


def blurred(images: Array, deviation: float) -> Array:
    """Pictures blurred by a Gaussian of this deviation in pixels; at the edge only what lies inside counts."""
    down, across = (_blur(side, deviation) for side in images.shape[1:3])
    return np.einsum("ij,njkc,lk->nilc", down, images, across, optimize=True)


def _blur(side: int, deviation: float) -> Array:
    """The matrix `(side, side)` that blurs along one axis."""
    apart = np.subtract.outer(np.arange(side), np.arange(side)) / deviation
    weights = np.exp(-(apart**2) / 2)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
