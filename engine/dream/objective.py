"""What a dream is to make a network say: a weight for each class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.errors import UserError

Array = np.ndarray
FORBIDDING = 0.3
"""How much a forbidden class weighs beside a wanted one while that is still far off."""
QUIET = 0.1
"""How much a sigmoid neuron that nobody mentioned is to keep quiet; softmax outputs exclude each other anyway."""


class DreamError(UserError):
    """A dream that cannot be dreamt."""


@dataclass(frozen=True)
class Objective:
    """A weight for each class: positive where it is wanted, negative where it is forbidden, zero where it is neither.

    Raises DreamError where no class is wanted.
    """

    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not any(weight > 0 for weight in self.weights):
            raise DreamError("A dream needs a class that is wanted.")

    @property
    def wanted(self) -> int:
        """The index of the class that is wanted most."""
        return int(np.argmax(self.weights))

    @classmethod
    def of_class(cls, index: int, classes: int) -> Self:
        """Want one class and nothing else."""
        return cls(tuple(float(other == index) for other in range(classes)))

    @classmethod
    def parse(cls, wanted: str, forbidden: str, class_names: Sequence[str]) -> Self:
        """Read class names, separated by commas, as they are typed. Raises DreamError."""
        weights = [0.0] * len(class_names)
        for index in parse_classes(forbidden, class_names):
            weights[index] = -1.0
        for index in parse_classes(wanted, class_names):
            if weights[index] < 0:
                raise DreamError(f"{class_names[index]} cannot be wanted and forbidden at once.")
            weights[index] = 1.0
        return cls(tuple(weights))


def parse_classes(text: str, class_names: Sequence[str]) -> list[int]:
    """The indices of class names separated by commas. Raises DreamError for a name that the network does not know."""
    indices = {name.lower(): index for index, name in enumerate(class_names)}
    chosen = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if part.lower() not in indices:
            raise DreamError(f"The network knows no {part!r}; it knows {', '.join(class_names)}.")
        chosen.append(indices[part.lower()])
    return chosen


def stack(objectives: Sequence[Objective], classes: int) -> Array:
    """The weights of many objectives as one array `(N, classes)`. Raises DreamError where their number does not fit."""
    if not objectives:
        raise DreamError("There is nothing to dream of.")
    for objective in objectives:
        if len(objective.weights) != classes:
            raise DreamError(f"The network knows {classes} classes, but the dream is about {len(objective.weights)}.")
    return np.array([objective.weights for objective in objectives], np.float64)


def score(weights: Array, logits: Array, *, exclusive: bool) -> Array:
    """How well each picture does, `(N,)`: what its dream climbs.

    The sum of weight × log p over the wanted classes, which is satisfied once the network is certain, and of weight ×
    the log-odds, log(p / (1 - p)), over the forbidden ones, which is never satisfied: a 4 that is no 9 leaves nothing
    of a 9. `weights` and `logits` are `(N, classes)`; `exclusive` says that the outputs are a softmax, else sigmoids.
    """
    logits = logits.astype(np.float64)
    wanted, forbidden = np.maximum(weights, 0), FORBIDDING * np.minimum(weights, 0)
    if not exclusive:
        likely, unlikely = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)  # log p, log (1 - p)
        quiet = QUIET * (weights == 0)
        return (wanted * likely + forbidden * logits + quiet * unlikely).sum(axis=1)
    result = (wanted * (logits - _log_sum(logits))).sum(axis=1)
    for index in _chosen(forbidden):
        result += forbidden[:, index] * (logits[:, index] - _log_sum(np.delete(logits, index, axis=1))[:, 0])
    return result


def logit_gradient(weights: Array, logits: Array, *, exclusive: bool) -> Array:
    """The gradient `(N, classes)` of `score` at the logits."""
    logits = logits.astype(np.float64)
    wanted, forbidden = np.maximum(weights, 0), FORBIDDING * np.minimum(weights, 0)
    if not exclusive:
        likely, unlikely = np.exp(-np.logaddexp(0, -logits)), np.exp(-np.logaddexp(0, logits))  # p, 1 - p
        return wanted * unlikely + forbidden - QUIET * (weights == 0) * likely
    result = wanted - wanted.sum(axis=1, keepdims=True) * _softmax(logits) + forbidden
    for index in _chosen(forbidden):
        others = logits.copy()
        others[:, index] = -np.inf
        result -= forbidden[:, index, np.newaxis] * _softmax(others)
    return result


def _chosen(weights: Array) -> list[int]:
    """The classes that have a weight in any of the objectives."""
    return [int(index) for index in np.flatnonzero((weights != 0).any(axis=0))]


def _log_sum(logits: Array) -> Array:
    largest = logits.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(logits - largest).sum(axis=1, keepdims=True))


def _softmax(logits: Array) -> Array:
    return np.exp(logits - _log_sum(logits))
