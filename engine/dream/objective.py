"""What a dream is to make a network say: a weight for each class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.errors import UserError

Array = np.ndarray
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

    The sum of weight × log p over the wanted classes and of |weight| × log(1 − p) over the forbidden ones.
    `weights` and `logits` are `(N, classes)`; `exclusive` says that the outputs are a softmax, else sigmoids.
    """
    logits = logits.astype(np.float64)
    if not exclusive:
        weights = _quieted(weights)
        return -(np.where(weights > 0, weights, 0) * np.logaddexp(0, -logits)).sum(axis=1) - (
            np.where(weights < 0, -weights, 0) * np.logaddexp(0, logits)
        ).sum(axis=1)
    total = _log_sum(logits)
    result = (np.where(weights > 0, weights, 0) * (logits - total)).sum(axis=1)
    for index in _forbidden(weights):
        others = _log_sum(np.delete(logits, index, axis=1))
        result += np.where(weights[:, index] < 0, -weights[:, index], 0) * (others - total)[:, 0]
    return result


def logit_gradient(weights: Array, logits: Array, *, exclusive: bool) -> Array:
    """The gradient `(N, classes)` of `score` at the logits."""
    logits = logits.astype(np.float64)
    if not exclusive:
        weights = _quieted(weights)
        likely = np.exp(-np.logaddexp(0, -logits))
        unlikely = np.exp(-np.logaddexp(0, logits))
        return np.where(weights > 0, weights * unlikely, weights * likely)
    likely = _softmax(logits)
    wanted = np.where(weights > 0, weights, 0)
    result = wanted - wanted.sum(axis=1, keepdims=True) * likely
    for index in _forbidden(weights):
        others = logits.copy()
        others[:, index] = -np.inf
        result += np.where(weights[:, index] < 0, -weights[:, index], 0)[:, np.newaxis] * (_softmax(others) - likely)
    return result


def _quieted(weights: Array) -> Array:
    return np.where(weights == 0, -QUIET, weights)


def _forbidden(weights: Array) -> list[int]:
    return [int(index) for index in np.flatnonzero((weights < 0).any(axis=0))]


def _log_sum(logits: Array) -> Array:
    largest = logits.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(logits - largest).sum(axis=1, keepdims=True))


def _softmax(logits: Array) -> Array:
    return np.exp(logits - _log_sum(logits))
