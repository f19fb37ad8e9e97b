"""What a network says of each of many labelled pictures: where it errs, and how sure it is of that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.jobs import Job
from engine.nn.layer import Array
from engine.nn.network import Network

CHUNK = 128
"""So few pictures at once, so that the jobs beside this one wait only for a moment."""

RARE = 0.02
"""A mistake that is made with this share of a class, or a smaller one, is nothing that should catch the eye most."""


@dataclass(frozen=True, eq=False)
class Reading:
    """The `outputs (N, classes)` of a network for pictures whose `labels (N,)` are known.

    `places (N,)` are their indices in the data they come from; `network` is as it was when it read them.
    """

    network: Network
    places: Array
    labels: Array
    outputs: Array

    @cached_property
    def answers(self) -> Array:
        """The index `(N,)` of the class that is said."""
        return self.outputs.argmax(axis=1)

    @cached_property
    def certainties(self) -> Array:
        """The output `(N,)` of the class that is said."""
        return self.outputs.max(axis=1, initial=0)

    @cached_property
    def confusion(self) -> Array:
        """How many pictures `(classes, classes)` of each class (row) are said to be of each class (column)."""
        counts = np.zeros((self.network.classes,) * 2, np.int64)
        np.add.at(counts, (self.labels, self.answers), 1)
        return counts

    @cached_property
    def mistakes(self) -> Array:
        """The numbers `(M,)` of the pictures that are read wrong, the surest first."""
        return self._surest_first(self.labels != self.answers)

    @property
    def accuracy(self) -> float:
        return 1 - len(self.mistakes) / max(1, len(self.labels))

    @property
    def recalls(self) -> Array:
        """Which share `(classes,)` of the pictures of a class is recognized; NaN where there are none."""
        return _shares(self.confusion.diagonal(), self.confusion.sum(axis=1))

    @property
    def precisions(self) -> Array:
        """Which share `(classes,)` of the answers that say a class is right; NaN where it is never said."""
        return _shares(self.confusion.diagonal(), self.confusion.sum(axis=0))

    def cell(self, truth: int, answer: int) -> Array:
        """The numbers of the pictures of one class that are said to be of another, or of the same, the surest first."""
        return self._surest_first((self.labels == truth) & (self.answers == answer))

    def emphasis(self) -> Array:
        """How strongly the cells `(classes, classes)` of the confusion should catch the eye: 0 to 1 for mistakes, 0 to
        -1 for what is right, by the share of the row. Mistakes count in proportion to the most frequent, unless that is
        rare, and by their roots, so that the rarer ones are seen too."""
        shares = self.confusion / np.maximum(1, self.confusion.sum(axis=1, keepdims=True))
        right = shares.diagonal().copy()
        np.fill_diagonal(shares, 0)
        strength = np.sqrt(shares / max(RARE, shares.max(initial=0)))
        np.fill_diagonal(strength, -right)
        return strength

    def _surest_first(self, chosen: Array) -> Array:
        numbers = np.flatnonzero(chosen)
        return numbers[np.argsort(-self.certainties[numbers], kind="stable")]


def reading(network: Network, images: Array, labels: Array, places: Array | None = None) -> Job[Reading]:
    """Have a network read pictures `(N, ...)` or those of them that are at `places`.

    What is read is a copy of the network, so that a training may go on beside it.
    """
    places = np.arange(len(images)) if places is None else places
    twin = network.copy()
    twin.set_state(network.state())
    yield None
    outputs = np.empty((len(places), network.classes), network.dtype)
    for first in range(0, len(places), CHUNK):
        part = slice(first, first + CHUNK)
        outputs[part] = twin.outputs(images[places[part]])
        yield None
    return Reading(twin, places, labels[places], outputs)


def leading(outputs: Array, count: int, truth: int | None = None) -> Array:
    """The indices of the `count` largest outputs, in their order; the last gives way to that of the true class."""
    chosen = np.argsort(-outputs, kind="stable")[:count]
    if truth is not None and truth not in chosen:
        chosen[-1] = truth
    return np.sort(chosen)


def _shares(counts: Array, totals: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return counts / np.where(totals, totals, np.nan)
