"""Trying a network out on one picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.data.dataset import Preparation
from engine.data.picture import network_input
from engine.image import Image
from engine.jobs import Job
from engine.nn.layer import Array
from engine.nn.network import Network
from engine.nn.saliency import saliency

NOISE = 0.1
"""What is put on the pictures over which saliency is averaged."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A picture as a network sees it `(H, W, C)`, and what it says of that, if there is a network: `outputs (classes,)`
    and, where it was asked for, the `saliency (H, W)` of the class that it says: positive where it would be the surer,
    the brighter the picture is."""

    seen: Array
    outputs: Array | None = None
    saliency: Array | None = None


def seeing(picture: Image, shape: tuple[int, int, int], preparation: Preparation) -> Job[Array]:
    """A picture `(H, W, C)` as networks see it that are trained on pictures of such shape and preparation."""
    yield None
    return network_input(picture, shape, preparation)[0]


def trying(network: Network | None, seen: Array, *, salient: bool = False) -> Job[Trial]:
    """Have a network, if there is one, answer to what it sees `(H, W, C)`."""
    yield None
    if network is None:
        return Trial(seen)
    outputs = network.outputs(seen[np.newaxis])[0]
    if not salient:
        return Trial(seen, outputs)
    yield None
    gradient = saliency(network, seen[np.newaxis], int(outputs.argmax()), noise=NOISE)[0]
    return Trial(seen, outputs, gradient.sum(axis=-1) if seen.ndim == 3 else gradient)
