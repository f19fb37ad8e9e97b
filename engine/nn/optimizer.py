"""How a gradient changes the weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.nn.layer import Array, Parameter

BLOCK = 1 << 13
"""Weights are updated in parts of this many, which stay in the cache while one NumPy call follows the other."""


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
            flat = (parameter.value.reshape(-1), parameter.gradient.reshape(-1), *memory)
            for first in range(0, parameter.value.size, BLOCK):
                self.update(*(array[first : first + BLOCK] for array in flat))

    def blank(self, value: Array) -> tuple[Array, ...]:
        """What is remembered for a parameter before the first step, as flat arrays."""
        return ()

    def begin(self) -> None:
        """Called before each step."""

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        """Change one block of weights in place."""
        raise NotImplementedError


class SGD(Optimizer):
    """Stochastic gradient descent: v ← momentum · v + gradient, weights ← weights - rate · v (B. Polyak, 1964)."""

    def __init__(self, learning_rate: float, momentum: float = 0.0) -> None:
        super().__init__(learning_rate)
        self.momentum = momentum

    def blank(self, value: Array) -> tuple[Array, ...]:
        return (np.zeros(value.size, value.dtype),) if self.momentum else ()

    def update(self, value: Array, gradient: Array, *memory: Array) -> None:
        for velocity in memory:  # one with momentum, none without
            velocity *= self.momentum
            velocity += gradient
            gradient = velocity
        value -= self.learning_rate * gradient


class Adam(Optimizer):
    """Adam: steps scaled by running means of the gradient and of its square (D. Kingma, J. Ba, 2015).

    The corrections for the first steps are taken into the step size, as in section 2 of the paper.
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
        mean, square = memory
        mean *= self.beta1
        mean += (1 - self.beta1) * gradient
        change = gradient * gradient
        change *= 1 - self.beta2
        square *= self.beta2
        square += change
        correction = (1 - self.beta2**self._steps) ** 0.5
        np.sqrt(square, out=change)
        change += self.epsilon * correction
        np.divide(mean, change, out=change)
        change *= self.learning_rate * correction / (1 - self.beta1**self._steps)
        value -= change
