"""Dreaming of what is inside a network: what a neuron, a channel or a whole layer answers to most."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from math import prod

import numpy as np

from engine.dream.objective import Aim, Array, DreamError, Objective
from engine.nn.network import Network


class Part(enum.Enum):
    """How much of a layer's answer is wanted: a single number of it, one of its maps, or all of it."""

    NEURON = "neuron"
    CHANNEL = "channel"
    LAYER = "layer"


class HiddenObjective(Objective):
    """Wants what is inside a network to answer strongly: `units`, one for each dream, are indices of neurons of the
    layer with the index `layer` (counted through its answer row by row) or of its channels; with `Part.LAYER` they say
    only how many dreams there are.

    A neuron's score is its answer; a channel's the mean of its map (D. Erhan et al., "Visualizing higher-layer features
    of a deep network", 2009); a layer's half the mean square of its answer (A. Mordvintsev et al., "Inceptionism",
    2015). The last layer is left out: that is what `ClassObjective` is for.
    """

    def __init__(self, layer: int, units: int | Sequence[int] | Array = 0, part: Part = Part.NEURON) -> None:
        self.layer, self.part = layer, part
        self.units = np.atleast_1d(np.asarray(units, np.int64))
        if not self.units.size:
            raise DreamError("There is nothing to dream of.")
        self.wanted = np.full(len(self.units), -1)

    def check(self, network: Network) -> None:
        layers = len(network.layers) - 1
        if not 0 <= self.layer < layers:
            raise DreamError(f"The network has {layers} inner layers; there is no layer {self.layer + 1}.")
        shape = network.shapes[self.layer + 1]
        most = {Part.NEURON: prod(shape), Part.CHANNEL: shape[-1], Part.LAYER: len(self.units)}[self.part]
        if self.part is not Part.LAYER and not (self.units.min() >= 0 and self.units.max() < most):
            raise DreamError(f"Layer {self.layer + 1} has {most} {self.part.value}s; choose one from 0 to {most - 1}.")

    def captions(self, class_names: Sequence[str]) -> tuple[str, ...]:
        where = f"layer {self.layer + 1}"
        if self.part is Part.LAYER:
            return (where,) * len(self)
        return tuple(f"{where}, {self.part.value} {unit}" for unit in self.units)

    def take(self, places: Array) -> HiddenObjective:
        return HiddenObjective(self.layer, self.units[places], self.part)

    def scores(self, network: Network, images: Array, aim: Aim) -> tuple[Array, Array]:
        scores, logits, _ = self.gradient(network, images, aim)
        return scores, logits

    def gradient(self, network: Network, images: Array, aim: Aim) -> tuple[Array, Array, Array]:
        seen: list[Array] = []

        def at_answer(answer: Array) -> Array:
            seen.append(self._score(answer))
            return self._answer_gradient(answer)

        gradient = network.inner_gradient(images, self.layer, at_answer)
        return seen[0], network.logits(images), gradient

    def _score(self, answer: Array) -> Array:
        rows, every = answer.reshape(len(answer), -1).astype(np.float64), np.arange(len(answer))
        if self.part is Part.LAYER:
            return (rows**2).mean(axis=1) / 2
        if self.part is Part.NEURON:
            return rows[every, self.units]
        return rows.reshape(len(answer), -1, answer.shape[-1])[every, :, self.units].mean(axis=1)

    def _answer_gradient(self, answer: Array) -> Array:
        every, size = np.arange(len(answer)), answer[0].size
        if self.part is Part.LAYER:
            return answer / size
        gradient = np.zeros_like(answer)
        if self.part is Part.NEURON:
            gradient.reshape(len(answer), -1)[every, self.units] = 1
        else:
            channels = answer.shape[-1]
            gradient.reshape(len(answer), -1, channels)[every, :, self.units] = channels / size
        return gradient
