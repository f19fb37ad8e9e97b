"""Dreaming by search: try small random changes of the picture, keep those that help, forget the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.dream.dreams import Dreaming, DreamReport, Dreams
from engine.dream.objective import Objective, score
from engine.dream.start import noise
from engine.jobs import Job
from engine.nn.network import Network
from engine.params import Declared, Range, param

Array = np.ndarray
GROW, SHRINK = 1.2, 0.95
"""What a change that helped does to the strength of the next ones, and what one that did not: they are in balance where
about one round in five helps, as I. Rechenberg, "Evolutionsstrategie" (1973), advises."""
WEAKEST, STRONGEST = 0.05, 1.0
FEWEST, MOST = 8, 128


@dataclass(frozen=True)
class SearchPlan(Declared):
    """How a picture is changed at random until the network sees in it what is wanted."""

    rounds: int = param(600, "how many times changes are tried", range=Range(1, 100_000, logarithmic=True))
    strength: float = param(0.5, "how strong a change is at first", range=Range(WEAKEST, STRONGEST))
    stroke: float = param(6.0, "how wide a change is", range=Range(1, 50), unit="%")
    thrift: float = param(
        0.02,
        "what light costs: without it the picture goes on filling up when the network is certain",
        range=Range(0, 10),
    )
    start_noise: float = param(0.1, "how strong the noise is from which the dream begins", range=Range(0, 1))
    seed: int = param(1, "the same seed gives the same dream", range=Range(0, 2**31 - 1))


def search(
    network: Network,
    objectives: Objective | Sequence[Objective],
    plan: SearchPlan | None = None,
    start: Array | None = None,
) -> Job[Dreams]:
    """Dream one picture for each objective by trial and error; yield a `DreamReport` for the start and each round.

    In each round soft dots of light or of darkness are put on every picture in several ways, and the way that raises
    its score most is kept, if any does. Where most pictures get better the next round tries fewer ways, where few do
    more. Needs no gradient: what it climbs could be any function of the outputs. Raises DreamError.
    """
    plan = plan or SearchPlan()
    dreaming = Dreaming(network, objectives, plan.rounds)
    if start is None:
        start = noise(len(dreaming), network.input_shape, plan.start_noise, plan.seed)
    images = dreaming.checked_start(start)
    rng = np.random.default_rng(plan.seed)
    logits = network.logits(images)
    best = score(dreaming.weights, logits, exclusive=dreaming.exclusive) - plan.thrift * images.mean(axis=(1, 2, 3))
    strength, tries = np.full(len(dreaming), plan.strength), FEWEST
    for number in range(plan.rounds):
        yield dreaming.report(number, images, logits)
        ways = np.clip(images[:, np.newaxis] + _dots(images.shape, tries, strength, plan.stroke, rng), 0, 1)
        answers, scores = _answers(dreaming, ways)
        scores -= plan.thrift * ways.mean(axis=(2, 3, 4))
        choice = scores.argmax(axis=1)
        every = np.arange(len(dreaming))
        better = scores[every, choice] > best
        images = np.where(better[:, np.newaxis, np.newaxis, np.newaxis], ways[every, choice], images)
        logits = np.where(better[:, np.newaxis], answers[every, choice], logits)
        best = np.maximum(best, scores[every, choice])
        strength = np.clip(strength * np.where(better, GROW, SHRINK), WEAKEST, STRONGEST)
        tries = int(np.clip(tries // 2 if better.mean() > 0.5 else tries * 2, FEWEST, MOST))
    last: DreamReport = dreaming.report(plan.rounds, images, logits)
    yield last
    return dreaming.finished(last)


def _answers(dreaming: Dreaming, ways: Array) -> tuple[Array, Array]:
    """The logits `(N, tries, classes)` and scores `(N, tries)` of pictures `(N, tries, H, W, C)`."""
    count, tries = ways.shape[:2]
    logits = dreaming.network.logits(ways.reshape(count * tries, *ways.shape[2:]))
    weights = np.repeat(dreaming.weights, tries, axis=0)
    scores = score(weights, logits, exclusive=dreaming.exclusive)
    return logits.reshape(count, tries, -1), scores.reshape(count, tries)


def _dots(shape: tuple[int, ...], tries: int, strength: Array, stroke: float, rng: np.random.Generator) -> Array:
    """Changes `(N, tries, H, W, C)`: a soft dot at a random place, brighter or darker by about `strength (N,)`."""
    count, height, width, channels = shape
    places = rng.random((2, count, tries, 1))
    down = _bell(height, places[0], stroke)[..., :, np.newaxis, np.newaxis]
    across = _bell(width, places[1], stroke)[..., np.newaxis, :, np.newaxis]
    amount = strength[:, np.newaxis, np.newaxis] * rng.standard_normal((count, tries, channels))
    return (down * across * amount[:, :, np.newaxis, np.newaxis, :]).astype(np.float32)


def _bell(side: int, centre: Array, percent: float) -> Array:
    """A Gaussian along a side around a centre given in 0..1; its deviation is `percent` of the side."""
    apart = (np.arange(side) + 0.5) / side - centre
    return np.exp(-((apart / (percent / 100)) ** 2) / 2)
