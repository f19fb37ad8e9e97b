"""What dreams climb: weights for the classes of a network, or something inside it."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from engine.dream.scores import logit_gradient, score
from engine.errors import UserError
from engine.nn.activation import Softmax
from engine.nn.network import Network

Array = np.ndarray


class DreamError(UserError):
    """A dream that cannot be dreamt."""


class Aim(enum.Enum):
    """What the weights of the classes are for: the logarithms of the probabilities, or the logits themselves."""

    PROBABILITIES = "probabilities"
    LOGITS = "logits"


class Objective(ABC):
    """What a batch of N dreams is to reach, each by itself; a value that is never changed.

    `wanted (N,)` are the indices of the classes that are wanted most, -1 where the dream is not about classes.
    """

    wanted: Array

    def __len__(self) -> int:
        return len(self.wanted)

    @abstractmethod
    def check(self, network: Network) -> None:
        """Raise DreamError where a network has not got what is wanted of it."""

    @abstractmethod
    def captions(self, class_names: Sequence[str]) -> tuple[str, ...]:
        """What each dream is about, in a word or two."""

    @abstractmethod
    def take(self, places: Array) -> Objective:
        """The objectives of the dreams with these indices, in their order, which may come several times."""

    @abstractmethod
    def scores(self, network: Network, images: Array, aim: Aim) -> tuple[Array, Array]:
        """How well each picture of `images (N, H, W, C)` does, `(N,)`, and its logits `(N, classes)`."""

    @abstractmethod
    def gradient(self, network: Network, images: Array, aim: Aim) -> tuple[Array, Array, Array]:
        """The same, and after them the gradient of each picture's score at its pixels `(N, H, W, C)`."""


class ClassObjective(Objective):
    """A weight for each class, `weights (N, classes)`, or `(classes,)` for a single dream: positive where the class is
    wanted, negative where it is forbidden, zero where it is neither. Raises DreamError where there is no dream."""

    def __init__(self, weights: Array | Sequence[float] | Sequence[Sequence[float]]) -> None:
        self.weights = np.atleast_2d(np.array(weights, np.float64))
        if not self.weights.size:
            raise DreamError("There is nothing to dream of.")
        self.wanted = self.weights.argmax(axis=1)

    @classmethod
    def of(cls, wanted: int | Sequence[int] | Array, classes: int) -> ClassObjective:
        """One dream for each index of a class, which wants that class and nothing else."""
        return cls(np.eye(classes)[np.atleast_1d(np.asarray(wanted, np.int64))])

    @classmethod
    def parse(cls, wanted: str, forbidden: str, class_names: Sequence[str]) -> ClassObjective:
        """One dream that wants and forbids all the classes named, separated by commas. Raises DreamError."""
        weights = np.zeros(len(class_names))
        weights[parse_classes(forbidden, class_names)] = -1
        for index in parse_classes(wanted, class_names):
            if weights[index] < 0:
                raise DreamError(f"{class_names[index]} cannot be wanted and forbidden at once.")
            weights[index] = 1
        if not (weights > 0).any():
            raise DreamError("A dream needs a class that is wanted.")
        return cls(weights)

    @classmethod
    def stack(cls, objectives: Sequence[ClassObjective]) -> ClassObjective:
        """The dreams of several objectives one after the other."""
        return cls(np.concatenate([objective.weights for objective in objectives]) if objectives else [])

    def towards(self, other: ClassObjective, share: float) -> ClassObjective:
        """In between: at share 0 this one, at 1 the other; equally many dreams, or one for all."""
        return ClassObjective((1 - share) * self.weights + share * other.weights)

    def check(self, network: Network) -> None:
        if self.weights.shape[1] != network.classes:
            raise DreamError(
                f"The network knows {network.classes} classes, but the dream is about {self.weights.shape[1]}."
            )

    def captions(self, class_names: Sequence[str]) -> tuple[str, ...]:
        return tuple(class_names[index] for index in self.wanted)

    def take(self, places: Array) -> ClassObjective:
        return ClassObjective(self.weights[places])

    def scores(self, network: Network, images: Array, aim: Aim) -> tuple[Array, Array]:
        logits = network.logits(images)
        return self._score(network, logits, aim), logits

    def gradient(self, network: Network, images: Array, aim: Aim) -> tuple[Array, Array, Array]:
        seen: list[Array] = []

        def at_logits(logits: Array) -> Array:
            seen.append(logits)
            if aim is Aim.LOGITS:
                return self.weights
            return logit_gradient(self.weights, logits, exclusive=_exclusive(network))

        gradient = network.input_gradient(images, at_logits)
        return self._score(network, seen[0], aim), seen[0], gradient

    def _score(self, network: Network, logits: Array, aim: Aim) -> Array:
        if aim is Aim.LOGITS:
            return (self.weights * logits).sum(axis=1)
        return score(self.weights, logits, exclusive=_exclusive(network))


def _exclusive(network: Network) -> bool:
    """Whether the outputs are probabilities that add up to one."""
    return isinstance(network.specs[-1], Softmax) or network.shapes[-1] == (1,)


def parse_classes(text: str, class_names: Sequence[str]) -> list[int]:
    """The indices of class names separated by commas. Raises DreamError for a name that the network does not know."""
    indices = {name.lower(): index for index, name in enumerate(class_names)}
    chosen = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if part.lower() not in indices:
            raise DreamError(f"The network knows no {part!r}; it knows {', '.join(class_names)}.")
        chosen.append(indices[part.lower()])
    return chosen
