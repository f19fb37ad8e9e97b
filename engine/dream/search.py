"""Dreaming by search: try small random changes of the picture, keep those that help, forget the rest."""

from __future__ import annotations

import numpy as np

from engine.dream.method import Stepper, Task
from engine.dream.plan import STRONGEST, WEAKEST
from engine.dream.prior import cost, kept_within

Array = np.ndarray
GROW, SHRINK = 1.2, 0.95
"""What a change that helped does to the strength of the next ones, and what one that did not: they are in balance where
about one round in five helps, as I. Rechenberg, "Evolutionsstrategie" (1973), advises."""
FEWEST, MOST = 8, 128


class Search(Stepper):
    """Trial and error: soft dots of light or of darkness are put on every picture in several ways, and the way that
    raises its score most is kept, if any does.

    Where most pictures get better the next round tries fewer ways, where few do more; a picture that gets better tries
    stronger dots next, one that does not weaker ones. It needs no gradient: what it climbs could be any function of the
    outputs.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._tries, self._strength = FEWEST, np.empty(0)
        self._seen: tuple[Task, Array] | None = None
        self._scores, self._logits = np.empty(0), np.empty(0)

    def look(self, task: Task, images: Array) -> tuple[Array, Array]:
        if not self._knows(task, images):
            scores, self._logits = task.objective.scores(task.network, images, task.plan.aim)
            self._scores = scores - cost(task.plan, images)
            self._seen = (task, images)
        return self._scores, self._logits

    def step(self, task: Task, images: Array) -> Array:
        best, logits = self.look(task, images)
        count, plan = len(images), task.plan
        if len(self._strength) != count:
            self._strength = np.full(count, plan.strength)
        every, tries = np.arange(count), self._tries
        which = np.repeat(every, tries)
        ways = images[which] + self._dots(images.shape, plan.stroke)
        ways = kept_within(ways, task.centre[which], plan.radius)
        scores, answers = task.objective.take(which).scores(task.network, ways, plan.aim)
        scores = (scores - cost(plan, ways)).reshape(count, tries)
        choice = scores.argmax(axis=1)
        better = scores[every, choice] > best
        chosen = every * tries + choice
        images = np.where(better[:, np.newaxis, np.newaxis, np.newaxis], ways[chosen], images)
        self._logits = np.where(better[:, np.newaxis], answers[chosen], logits)
        self._scores = np.where(better, scores[every, choice], best)
        self._seen = (task, images)
        self._strength = np.clip(self._strength * np.where(better, GROW, SHRINK), WEAKEST, STRONGEST)
        self._tries = int(np.clip(tries // 2 if better.mean() > 0.5 else tries * 2, FEWEST, MOST))
        return images

    def _knows(self, task: Task, images: Array) -> bool:
        return self._seen is not None and self._seen[0] is task and self._seen[1] is images

    def _dots(self, shape: tuple[int, ...], stroke: float) -> Array:
        """Changes `(N · tries, H, W, C)`: a soft dot at a random place, brighter or darker by about a strength."""
        _, height, width, channels = shape
        amount = np.repeat(self._strength, self._tries)[:, np.newaxis]
        places = self._rng.random((2, len(amount), 1))
        down = _bell(height, places[0], stroke)[:, :, np.newaxis, np.newaxis]
        across = _bell(width, places[1], stroke)[:, np.newaxis, :, np.newaxis]
        amount = (amount * self._rng.standard_normal((len(amount), channels))).astype(np.float32)
        return down * across * amount[:, np.newaxis, np.newaxis, :]


def _bell(side: int, centre: Array, percent: float) -> Array:
    """A Gaussian along a side around a centre given in 0..1; its deviation is `percent` of the side."""
    apart = (np.arange(side) + 0.5) / side - centre
    return np.exp(-((apart / (percent / 100)) ** 2) / 2).astype(np.float32)
