"""Functions that each number goes through by itself, and softmax; their gradients follow from their answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.nn.layer import Array, Layer, LayerSpec, Shape
from engine.params import Range, param


class Activation(Layer):
    """A layer without parameters whose gradient is known from its answer `y` alone."""

    def __init__(self) -> None:
        self._y = np.empty(0, np.float32)

    def forward(self, x: Array, training: bool = False) -> Array:
        self._y = self.function(x)
        return self._y

    def input_gradient(self, grad_y: Array) -> Array:
        return self.gradient(self._y, grad_y)

    @staticmethod
    def function(x: Array) -> Array:
        raise NotImplementedError

    @staticmethod
    def gradient(y: Array, grad_y: Array) -> Array:
        raise NotImplementedError


class LinearLayer(Activation):
    """y = x."""

    @staticmethod
    def function(x: Array) -> Array:
        return x

    @staticmethod
    def gradient(y: Array, grad_y: Array) -> Array:
        return grad_y


class SigmoidLayer(Activation):
    """y = 1 / (1 + exp(-x)), written with tanh, which cannot overflow."""

    @staticmethod
    def function(x: Array) -> Array:
        y = np.tanh(x * 0.5)
        y *= 0.5
        y += 0.5
        return y

    @staticmethod
    def gradient(y: Array, grad_y: Array) -> Array:
        slope = 1 - y
        slope *= y
        slope *= grad_y
        return slope


class TanhLayer(Activation):
    """y = tanh(x)."""

    @staticmethod
    def function(x: Array) -> Array:
        return np.tanh(x)

    @staticmethod
    def gradient(y: Array, grad_y: Array) -> Array:
        slope = 1 - y * y
        slope *= grad_y
        return slope


class ReLULayer(Activation):
    """y = max(x, 0); the slope at 0 is taken to be 0."""

    @staticmethod
    def function(x: Array) -> Array:
        from engine.nn.rectify import rectify  # brings numba, which is slow to import

        y = np.empty(x.shape, x.dtype)
        rectify(x.reshape(-1), y.reshape(-1))
        return y

    @staticmethod
    def gradient(y: Array, grad_y: Array) -> Array:
        from engine.nn.rectify import rectify_back

        grad_x = np.empty_like(y)
        rectify_back(y.reshape(-1), grad_y.reshape(-1), grad_x.reshape(-1))
        return grad_x


class LeakyReLULayer(Layer):
    """y = x where x is positive, else slope · x."""

    def __init__(self, slope: float) -> None:
        self._slope = slope
        self._slopes = np.empty(0, np.float32)

    def forward(self, x: Array, training: bool = False) -> Array:
        self._slopes = np.where(x > 0, x.dtype.type(1), x.dtype.type(self._slope))
        return x * self._slopes

    def input_gradient(self, grad_y: Array) -> Array:
        return grad_y * self._slopes


class SoftmaxLayer(Activation):
    """y = exp(x) / Σ exp(x) along the last axis; the largest x is subtracted first, so that exp cannot overflow."""

    @staticmethod
    def function(x: Array) -> Array:
        y = np.exp(x - x.max(axis=-1, keepdims=True))
        y /= y.sum(axis=-1, keepdims=True)
        return y

    @staticmethod
    def gradient(y: Array, grad_y: Array) -> Array:
        return y * (grad_y - (y * grad_y).sum(axis=-1, keepdims=True))


@dataclass(frozen=True)
class _ActivationSpec(LayerSpec):
    """A declaration without settings."""

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return ACTIVATIONS[type(self)]()


@dataclass(frozen=True)
class Linear(_ActivationSpec, name="linear"):
    """Leave every number as it is."""


@dataclass(frozen=True)
class Sigmoid(_ActivationSpec, name="sigmoid"):
    """Press every number into 0 to 1: the neuron of the textbooks."""


@dataclass(frozen=True)
class Tanh(_ActivationSpec, name="tanh"):
    """Press every number into -1 to 1."""


@dataclass(frozen=True)
class ReLU(_ActivationSpec, name="relu"):
    """Replace negative numbers by zero: fast, and it lets deep networks learn."""


@dataclass(frozen=True)
class LeakyReLU(LayerSpec, name="leaky-relu"):
    """Replace negative numbers by a small share of them: like ReLU, but no neuron falls silent for good."""

    slope: float = param(0.01, "the share of a negative number that gets through", range=Range(0.0, 1.0))

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return LeakyReLULayer(self.slope)


@dataclass(frozen=True)
class Softmax(_ActivationSpec, name="softmax"):
    """Turn the sums into probabilities of the classes, which add up to one."""


ACTIVATIONS: dict[type[LayerSpec], type[Activation]] = {
    Linear: LinearLayer,
    Sigmoid: SigmoidLayer,
    Tanh: TanhLayer,
    ReLU: ReLULayer,
    Softmax: SoftmaxLayer,
}
