"""The way back: noise is put on a picture step by step, until the network no longer sees what it shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.dream.objective import DreamError
from engine.dream.start import noisy
from engine.jobs import Job
from engine.nn.network import Network
from engine.params import Declared, Range, param

Array = np.ndarray


@dataclass(frozen=True)
class NoisingPlan(Declared):
    """How much noise is put on a picture, and how often it is drawn anew."""

    most: float = param(1.5, "the deviation of the noise at the end; 1 is black to white", range=Range(0.01, 10))
    steps: int = param(30, "in how many equal steps it grows", range=Range(1, 1000))
    copies: int = param(25, "how many draws of the noise the certainty is a mean over", range=Range(1, 1000))
    seed: int = param(1, "the same seed draws the same noise", range=Range(0, 2**31 - 1))


@dataclass(frozen=True, eq=False)
class NoiseCourse:
    """What a network says to a picture with more and more noise: for each of `amounts (A,)` its `outputs (A, classes)`,
    a mean over the draws, and one picture of it, `images (A, H, W, C)` in 0..1. The first has no noise."""

    amounts: Array
    outputs: Array
    images: Array

    def lost_at(self, wanted: int) -> tuple[float, int] | None:
        """The amount of noise from which on the network says another class for the first time, and which; None where it
        never does."""
        said = self.outputs.argmax(axis=1)
        lost = np.flatnonzero(said != wanted)
        return (float(self.amounts[lost[0]]), int(said[lost[0]])) if lost.size else None


def noising(network: Network, picture: Array, plan: NoisingPlan | None = None) -> Job[NoiseCourse]:
    """Put noise on a picture `(H, W, C)` in 0..1; yield the `NoiseCourse` so far, once for each amount.

    Each copy keeps its draw of the noise and has it only stronger, so that the picture is seen to drown. Pixels stay
    in 0..1. Raises DreamError where the picture has another shape than the network sees.
    """
    plan = plan or NoisingPlan()
    if picture.shape != network.input_shape:
        raise DreamError(f"The picture has the shape {picture.shape}, the network sees {network.input_shape}.")
    copies = np.broadcast_to(np.asarray(picture, np.float32), (plan.copies, *picture.shape))
    amounts = np.linspace(0, plan.most, plan.steps + 1)
    outputs, images = [], []
    course = NoiseCourse(np.empty(0), np.empty((0, network.classes)), np.empty((0, *picture.shape)))
    for number, amount in enumerate(amounts, start=1):
        rngs = [np.random.default_rng((plan.seed, copy)) for copy in range(plan.copies)]
        seen = noisy(copies, float(amount), rngs)
        outputs.append(network.outputs(seen).mean(axis=0, dtype=np.float64))
        images.append(seen[0])
        course = NoiseCourse(amounts[:number], np.stack(outputs), np.stack(images))
        yield course
    return course
