"""Learning from one picture at a time, as the textbooks write it: loops over neurons and weights, compiled.

Array operations cannot show their strength on a single picture: calling them takes longer than what they compute. These
loops are ten times faster, not least because they pass over weights whose input is zero, as most pixels are.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from numba import njit

from engine.kernels.cache import healing
from engine.nn.activation import Linear, ReLU, Sigmoid, Softmax, Tanh
from engine.nn.dense import Dense
from engine.nn.layer import LayerSpec
from engine.nn.network import Network

LINEAR, SIGMOID, TANH, RELU, SOFTMAX = range(5)
KINDS: dict[type[LayerSpec], int] = {Linear: LINEAR, Sigmoid: SIGMOID, Tanh: TANH, ReLU: RELU, Softmax: SOFTMAX}
SAMPLES_AT_ONCE = 128
"""How many samples one call learns from, in a fraction of a millisecond for the textbook's network."""


def can_learn(network: Network, squared_error: bool) -> bool:
    """Whether the loops know the network: dense layers, each followed by a function of single numbers; at the end
    softmax with cross-entropy, or sigmoid with either loss; a single sigmoid only with cross-entropy."""
    dense, functions = network.specs[::2], network.specs[1::2]
    return (
        network.dtype == np.float32
        and len(dense) == len(functions)
        and all(isinstance(spec, Dense) for spec in dense)
        and all(type(spec) in KINDS and not isinstance(spec, Softmax) for spec in functions[:-1])
        and not (squared_error and (isinstance(functions[-1], Softmax) or network.shapes[-1] != (network.classes,)))
    )


class SampleLearner:
    """Takes steps of plain gradient descent, one a picture."""

    at_once = SAMPLES_AT_ONCE

    def __init__(self, network: Network, images: np.ndarray, labels: np.ndarray, squared: bool) -> None:
        parameters = network.parameters()
        self._weights = tuple(parameter.value for parameter in parameters[::2])
        self._biases = tuple(parameter.value for parameter in parameters[1::2])
        self._kinds = np.array([KINDS[type(spec)] for spec in network.specs[1::2]])
        widest = max(len(biases) for biases in self._biases)
        self._answers = np.zeros((len(self._biases), widest), np.float32)
        self._errors = np.zeros_like(self._answers)
        self._images, self._labels = images.reshape(len(images), -1), labels
        self._rate, self._squared = np.float32(0), squared

    def set_rate(self, learning_rate: float) -> None:
        self._rate = np.float32(learning_rate)

    def state(self) -> dict[str, np.ndarray]:
        """What else than the network's parameters the next step depends on: nothing."""
        return {}

    def set_state(self, state: dict[str, np.ndarray]) -> None:
        """Take back what `state` gave."""

    def learn(self, chosen: np.ndarray, images: np.ndarray | None = None) -> tuple[float, int]:
        """Learn from the chosen pictures one after the other; return the mean loss and how many were read right.

        `images` are there where the pictures have been changed.
        """
        network = self._weights, self._biases, self._kinds, self._answers, self._errors
        data = self._images, self._labels, chosen
        if images is not None:
            data = images.reshape(len(images), -1), self._labels[chosen], np.arange(len(chosen))
        loss, hits = healing(partial(learn_samples, *network, *data, self._rate, self._squared))
        return loss / len(chosen), hits


@njit(nogil=True, cache=True)
def learn_samples(weights, biases, kinds, answers, errors, images, labels, order, rate, squared):  # type: ignore[no-untyped-def]
    """For each picture: answer forward, errors backward, weights changed. Returns the sum of losses and the hits.

    `answers` and `errors` are `(layers, widest)` of scratch; an error is the gradient of the loss at the sum that a
    neuron forms.
    """
    loss, hits, last = 0.0, 0, len(weights) - 1
    for sample in order:
        for layer in range(len(weights)):
            x = images[sample] if layer == 0 else answers[layer - 1]
            _sums(x, weights[layer], biases[layer], answers[layer])
            if layer < last:
                _apply(kinds[layer], answers[layer], len(biases[layer]))
        right, label = len(biases[last]), labels[sample]
        if right == 1:  # a single sigmoid answers how sure it is of the second class
            hits += (answers[last, 0] > 0) == (label == 1)
            label -= 1
        else:
            hits += np.argmax(answers[last, :right]) == label
        loss += _last_errors(kinds[last], answers[last, :right], label, squared, errors[last])
        for layer in range(last, 0, -1):
            _errors_before(weights[layer], errors[layer], kinds[layer - 1], answers[layer - 1], errors[layer - 1])
        for layer in range(len(weights)):
            x = images[sample] if layer == 0 else answers[layer - 1]
            _change(x, rate, errors[layer], weights[layer], biases[layer])
    return loss, hits


@njit(nogil=True, cache=True)
def _sums(x, weights, biases, sums):  # type: ignore[no-untyped-def]
    inputs, units = weights.shape
    for unit in range(units):
        sums[unit] = biases[unit]
    for place in range(inputs):
        if x[place] != 0:
            for unit in range(units):
                sums[unit] += x[place] * weights[place, unit]


@njit(nogil=True, cache=True)
def _apply(kind, values, units):  # type: ignore[no-untyped-def]
    for unit in range(units):
        if kind == SIGMOID:
            values[unit] = 0.5 + 0.5 * math.tanh(0.5 * values[unit])
        elif kind == TANH:
            values[unit] = math.tanh(values[unit])
        elif kind == RELU:
            values[unit] = max(values[unit], np.float32(0))


@njit(nogil=True, cache=True)
def _slope(kind, answer):  # type: ignore[no-untyped-def]
    """The slope of a function of single numbers where it gave this answer."""
    if kind == SIGMOID:
        return answer * (1 - answer)
    if kind == TANH:
        return 1 - answer * answer
    if kind == RELU:
        return np.float32(answer > 0)
    return np.float32(1)


@njit(nogil=True, cache=True)
def _last_errors(kind, sums, label, squared, errors):  # type: ignore[no-untyped-def]
    """Set the errors of the last layer from its sums; return the loss. See `loss.py` for the formulas."""
    loss, largest, total = 0.0, sums.max(), 0.0
    for unit in range(len(sums)):
        target = 1.0 if unit == label else 0.0
        if kind == SOFTMAX:
            errors[unit] = math.exp(sums[unit] - largest)
            total += errors[unit]
            continue
        answer = 0.5 + 0.5 * math.tanh(0.5 * sums[unit])
        errors[unit] = answer - target
        if squared:
            loss += 0.5 * (answer - target) ** 2
            errors[unit] *= answer * (1 - answer)
        else:
            loss += max(sums[unit], 0.0) - sums[unit] * target + math.log1p(math.exp(-abs(sums[unit])))
    if kind == SOFTMAX:
        for unit in range(len(sums)):
            errors[unit] /= total
        errors[label] -= 1
        loss = math.log(total) + largest - sums[label]
    return loss


@njit(nogil=True, cache=True)
def _errors_before(weights, errors, kind, answers, before):  # type: ignore[no-untyped-def]
    """Set the errors of a layer from those of the next one."""
    inputs, units = weights.shape
    for place in range(inputs):
        total = np.float32(0)
        for unit in range(units):
            total += weights[place, unit] * errors[unit]
        before[place] = total * _slope(kind, answers[place])


@njit(nogil=True, cache=True)
def _change(x, rate, errors, weights, biases):  # type: ignore[no-untyped-def]
    inputs, units = weights.shape
    for unit in range(units):
        biases[unit] -= rate * errors[unit]
    for place in range(inputs):
        if x[place] != 0:
            step = rate * x[place]
            for unit in range(units):
                weights[place, unit] -= step * errors[unit]
