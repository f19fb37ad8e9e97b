"""Dreaming by gradient ascent: which picture would make the network say 3?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.dream.dreams import Dreaming, DreamReport, Dreams
from engine.dream.objective import Objective, logit_gradient
from engine.dream.start import noise
from engine.jobs import Job
from engine.nn.network import Network
from engine.params import Declared, Range, param

Array = np.ndarray


@dataclass(frozen=True)
class DreamPlan(Declared):
    """How a picture is changed until the network sees in it what is wanted."""

    steps: int = param(100, "how many times the picture is changed", range=Range(1, 10_000, logarithmic=True))
    step_size: float = param(
        0.02, "how far a step changes each pixel on average", range=Range(0.0001, 0.5, logarithmic=True)
    )
    smoothness: float = param(
        4.0,
        "how wide changes are drawn: without it they are specks that only a network sees",
        range=Range(0, 25),
        unit="%",
    )
    tolerance: float = param(
        0.5, "the noise through which the network still has to see it, so that it is drawn clearly", range=Range(0, 2)
    )
    fading: float = param(0.01, "how much of the picture fades to black at each step", range=Range(0, 0.5))
    start_noise: float = param(0.1, "how strong the noise is from which the dream begins", range=Range(0, 1))
    seed: int = param(1, "the same seed gives the same dream", range=Range(0, 2**31 - 1))


COPIES = 12
"""How many noisy copies of a picture the network looks at in each step."""


def dream(
    network: Network,
    objectives: Objective | Sequence[Objective],
    plan: DreamPlan | None = None,
    start: Array | None = None,
) -> Job[Dreams]:
    """Dream one picture for each objective, all at once; yield a `DreamReport` for the start and after each step.

    Gradient ascent at the input (D. Erhan et al., "Visualizing higher-layer features of a deep network", 2009): each
    step moves every picture along the gradient of its objective, scaled to the same length. The gradient is the mean
    over noisy copies (D. Smilkov et al., "SmoothGrad", 2017), blurred; pixels stay in 0..1. Begins with `start`
    `(N, H, W, C)`, or with noise where none is given. Raises DreamError.
    """
    plan = plan or DreamPlan()
    dreaming = Dreaming(network, objectives, plan.steps)
    height, width, _ = network.input_shape
    rng = np.random.default_rng(plan.seed)
    blurs = _blur(height, plan.smoothness), _blur(width, plan.smoothness)
    if start is None:
        start = noise(len(dreaming), network.input_shape, plan.start_noise, plan.seed)
    images = dreaming.checked_start(start)
    for step in range(plan.steps):
        yield dreaming.report(step, images, network.logits(images))
        direction = _normalized(_blurred(_gradient(dreaming, images, plan.tolerance, rng), *blurs))
        images = np.clip((1 - plan.fading) * images + plan.step_size * direction, 0, 1).astype(np.float32)
    last: DreamReport = dreaming.report(plan.steps, images, network.logits(images))
    yield last
    return dreaming.finished(last)


def _gradient(dreaming: Dreaming, images: Array, tolerance: float, rng: np.random.Generator) -> Array:
    """The gradient of the objectives at the pictures; the same noise is put on all of them, so that a dream does not
    depend on those dreamt beside it."""
    copies = COPIES if tolerance > 0 else 1
    specks = tolerance * rng.standard_normal((copies, 1, *images.shape[1:]), np.float32)
    seen = (images[np.newaxis] + specks).reshape(copies * len(images), *images.shape[1:])
    weights = np.tile(dreaming.weights, (copies, 1))
    gradient = dreaming.network.input_gradient(
        seen, lambda logits: logit_gradient(weights, logits, exclusive=dreaming.exclusive)
    )
    return gradient.reshape(copies, *images.shape).mean(axis=0)


def _blur(side: int, percent: float) -> Array:
    """The matrix `(side, side)` that blurs along one axis by a Gaussian whose deviation is `percent` of the side."""
    if percent == 0:
        return np.eye(side, dtype=np.float32)
    apart = np.subtract.outer(np.arange(side), np.arange(side)) / (side * percent / 100)
    weights = np.exp(-(apart**2) / 2)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def _blurred(gradient: Array, down: Array, across: Array) -> Array:
    return np.einsum("ij,njkc,lk->nilc", down, gradient, across, optimize=True)


def _normalized(gradient: Array) -> Array:
    """Each picture's gradient scaled so that its root mean square is one; zero stays zero."""
    size = np.sqrt(np.mean(gradient**2, axis=(1, 2, 3), keepdims=True, dtype=np.float64))
    return np.divide(gradient, size, out=np.zeros_like(gradient), where=size > 0, casting="unsafe")
