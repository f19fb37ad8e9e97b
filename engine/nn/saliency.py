"""Which pixels matter to what a network says."""

from __future__ import annotations

import numpy as np

from engine.nn.layer import Array
from engine.nn.network import Network


def saliency(
    network: Network, x: Array, wanted: int | Array, *, noise: float = 0.0, copies: int = 25, seed: int = 0
) -> Array:
    """How a class's logit changes with each number of the input: the gradient there, of the shape of `x (B, ...)`.

    `wanted` is the index of the class, one for all or one a picture `(B,)`. Times `x` it tells how much each pixel has
    contributed. (K. Simonyan et al., Deep inside convolutional networks, 2014.) With `noise`, the deviation of what is
    put on the pictures, the mean over noisy copies, which is less grainy (D. Smilkov et al., SmoothGrad, 2017).
    """
    classes = np.broadcast_to(np.asarray(wanted), len(x))
    grad = np.eye(network.classes)[classes]
    if network.shapes[-1] == (1,):  # the first logit is always 0: the less sure of the second, the surer of the first
        grad = 2 * grad - 1
    if noise == 0:
        return network.input_gradient(x, grad)
    rng, total = np.random.default_rng(seed), np.zeros(x.shape, network.dtype)
    for _ in range(copies):
        total += network.input_gradient(x + noise * rng.standard_normal(x.shape, np.float32), grad)
    return total / copies
