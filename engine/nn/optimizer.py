"""How a gradient changes the weights. The rules are compiled: they go over the memory once, NumPy would ten times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import sqrt

import numpy as np
from numba import njit

from engine.kernels.cache import healing
from engine.nn.layer import Array, Parameter


class Optimizer:
    """Changes parameters by their gradients; it remembers earlier steps in the order of the parameters."""

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self._memory: list[tuple[Array, ...]] = []

    def step(self, parameters: Sequence[Parameter]) -> None:
        """Change the values of the parameters once."""
        if not self._memory:
            self._memory = [self.blank(parameter.value) for parameter in parameters]
        self.begin()
        for parameter, memory in zip(parameters, self._memory, strict=True):
            healing(partial(self.update, parameter.value.reshape(-1), parameter.gradient.reshape(-1), *memory))

    def blank(self, value: Array) -> tuple[Array, ...]:
        """What is remembered for a parameter before the first step, as flat arrays."""
        return ()

    def begin(self) -> None:
        """Called before each step."""

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        """Change flat weights in place."""
        raise NotImplementedError


class SGD(Optimizer):
    """Stochastic gradient descent: v ← momentum · v + gradient, weights ← weights - rate · v (B. Polyak, 1964)."""

    def __init__(self, learning_rate: float, momentum: float = 0.0) -> None:
        super().__init__(learning_rate)
        self.momentum = momentum

    def blank(self, value: Array) -> tuple[Array, ...]:
        return (np.zeros(value.size, value.dtype),)

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        number = value.dtype.type
        _sgd(value, gradient, *memory, number(self.learning_rate), number(self.momentum))


class Adam(Optimizer):
    """Adam: steps scaled by running means of the gradient and of its square (D. Kingma, J. Ba, 2015).

    The corrections for the first steps are taken into the rate and epsilon, as in section 2 of the paper.
    """

    def __init__(self, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        super().__init__(learning_rate)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self._steps = 0

    def blank(self, value: Array) -> tuple[Array, ...]:
        return np.zeros(value.size, value.dtype), np.zeros(value.size, value.dtype)

    def begin(self) -> None:
        self._steps += 1

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        correction = sqrt(1 - self.beta2**self._steps)
        rate = self.learning_rate * correction / (1 - self.beta1**self._steps)
        numbers = (rate, self.beta1, self.beta2, self.epsilon * correction)
        _adam(value, gradient, *memory, *(value.dtype.type(number) for number in numbers))


@njit(nogil=True, cache=True, error_model="numpy")
def _sgd(weights, gradient, velocity, rate, momentum):  # type: ignore[no-untyped-def]
    for place in range(len(weights)):
        velocity[place] = momentum * velocity[place] + gradient[place]
        weights[place] -= rate * velocity[place]


@njit(nogil=True, cache=True, error_model="numpy")  # the default model of division would forbid vector instructions
def _adam(weights, gradient, mean, square, rate, beta1, beta2, epsilon):  # type: ignore[no-untyped-def]
    one = weights.dtype.type(1)
    for place in range(len(weights)):
        slope = gradient[place]
        new_mean = beta1 * mean[place] + (one - beta1) * slope
        new_square = beta2 * square[place] + (one - beta2) * slope * slope
        mean[place] = new_mean
        square[place] = new_square
        weights[place] -= rate * new_mean / (np.sqrt(new_square) + epsilon)
