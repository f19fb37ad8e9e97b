"""How a gradient changes the weights. The rules are compiled: they go over the memory once, NumPy would ten times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import sqrt
from typing import ClassVar

import numpy as np
from numba import njit

from engine.kernels.cache import healing
from engine.nn.layer import Array, Parameter


class Optimizer:
    """Changes parameters by their gradients; it remembers earlier steps in the order of the parameters."""

    remembers: ClassVar[tuple[str, ...]] = ()
    """What is kept for each weight from step to step; all zero before the first."""

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self._steps = 0
        self._memory: list[tuple[Array, ...]] = []

    def step(self, parameters: Sequence[Parameter]) -> None:
        """Change the values of the parameters once."""
        if not self._memory:
            self._memory = [tuple(np.zeros(p.value.size, p.value.dtype) for _ in self.remembers) for p in parameters]
        self._steps += 1
        for parameter, memory in zip(parameters, self._memory, strict=True):
            healing(partial(self.update, parameter.value.reshape(-1), parameter.gradient.reshape(-1), *memory))

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        """Change flat weights in place."""
        raise NotImplementedError

    def state(self) -> dict[str, Array]:
        """All that a later step depends on besides weights, gradients and settings; copies."""
        return {"steps": np.array(self._steps)} | {
            f"{number}.{name}": array.copy()
            for number, memory in enumerate(self._memory)
            for name, array in zip(self.remembers, memory, strict=True)
        }

    def set_state(self, state: dict[str, Array]) -> None:
        """Go on exactly from where an optimizer of the same kind was when `state` gave this. Raises KeyError."""
        steps = int(state["steps"])
        numbers = range((len(state) - 1) // max(1, len(self.remembers)))
        self._memory = [tuple(state[f"{number}.{name}"].copy() for name in self.remembers) for number in numbers]
        self._steps = steps


class SGD(Optimizer):
    """Stochastic gradient descent: weights ← weights - rate · gradient."""

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        _descend(value, gradient, value.dtype.type(self.learning_rate))


class Momentum(Optimizer):
    """A ball that rolls: v ← momentum · v + gradient, weights ← weights - rate · v (B. Polyak, 1964)."""

    remembers = ("velocity",)

    def __init__(self, learning_rate: float, momentum: float = 0.9) -> None:
        super().__init__(learning_rate)
        self.momentum = momentum

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        number = value.dtype.type
        _roll(value, gradient, *memory, number(self.learning_rate), number(self.momentum))


class Nesterov(Momentum):
    """Momentum that looks ahead: the step is rate · (gradient + momentum · v), with v as it is after this gradient
    (Y. Nesterov, 1983; in the form of I. Sutskever et al., 2013, and of the frameworks)."""

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        number = value.dtype.type
        _look_ahead(value, gradient, *memory, number(self.learning_rate), number(self.momentum))


class RMSProp(Optimizer):
    """Steps divided by the root of a running mean of the squared gradient (T. Hinton, lecture 6e, 2012)."""

    remembers = ("square",)

    def __init__(self, learning_rate: float, decay: float = 0.99, epsilon: float = 1e-8) -> None:
        super().__init__(learning_rate)
        self.decay, self.epsilon = decay, epsilon

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        numbers = (self.learning_rate, self.decay, self.epsilon)
        _rmsprop(value, gradient, *memory, *(value.dtype.type(number) for number in numbers))


class Adam(Optimizer):
    """Steps scaled by running means of the gradient and of its square (D. Kingma, J. Ba, 2015).

    The corrections for the first steps are taken into the rate and epsilon, as in section 2 of the paper.
    """

    remembers = ("mean", "square")

    def __init__(self, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        super().__init__(learning_rate)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        correction = sqrt(1 - self.beta2**self._steps)
        rate = self.learning_rate * correction / (1 - self.beta1**self._steps)
        numbers = (rate, self.beta1, self.beta2, self.epsilon * correction)
        _adam(value, gradient, *memory, *(value.dtype.type(number) for number in numbers))


class AdamW(Adam):
    """Adam, and beside it every weight shrinks by the share rate · weight_decay a step (I. Loshchilov, F. Hutter,
    Decoupled weight decay regularization, 2019)."""

    def __init__(self, learning_rate: float, weight_decay: float = 0.01) -> None:
        super().__init__(learning_rate)
        self.weight_decay = weight_decay

    def step(self, parameters: Sequence[Parameter]) -> None:
        for parameter in parameters:
            if parameter.decays:
                parameter.value *= 1 - self.learning_rate * self.weight_decay
        super().step(parameters)


# The default model of division would forbid vector instructions.
@njit(nogil=True, cache=True, error_model="numpy")
def _descend(weights, gradient, rate):  # type: ignore[no-untyped-def]
    for place in range(len(weights)):
        weights[place] -= rate * gradient[place]


@njit(nogil=True, cache=True, error_model="numpy")
def _roll(weights, gradient, velocity, rate, momentum):  # type: ignore[no-untyped-def]
    for place in range(len(weights)):
        velocity[place] = momentum * velocity[place] + gradient[place]
        weights[place] -= rate * velocity[place]


@njit(nogil=True, cache=True, error_model="numpy")
def _look_ahead(weights, gradient, velocity, rate, momentum):  # type: ignore[no-untyped-def]
    for place in range(len(weights)):
        velocity[place] = momentum * velocity[place] + gradient[place]
        weights[place] -= rate * (gradient[place] + momentum * velocity[place])


@njit(nogil=True, cache=True, error_model="numpy")
def _rmsprop(weights, gradient, square, rate, decay, epsilon):  # type: ignore[no-untyped-def]
    one = weights.dtype.type(1)
    for place in range(len(weights)):
        slope = gradient[place]
        new_square = decay * square[place] + (one - decay) * slope * slope
        square[place] = new_square
        weights[place] -= rate * slope / (np.sqrt(new_square) + epsilon)


@njit(nogil=True, cache=True, error_model="numpy")
def _adam(weights, gradient, mean, square, rate, beta1, beta2, epsilon):  # type: ignore[no-untyped-def]
    one = weights.dtype.type(1)
    for place in range(len(weights)):
        slope = gradient[place]
        new_mean = beta1 * mean[place] + (one - beta1) * slope
        new_square = beta2 * square[place] + (one - beta2) * slope * slope
        mean[place] = new_mean
        square[place] = new_square
        weights[place] -= rate * new_mean / (np.sqrt(new_square) + epsilon)
