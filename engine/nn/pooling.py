"""Pooling layers: one value for each window, channel by channel."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from engine.nn.layer import Array, Layer, LayerSpec, NetworkError, Shape, picture_shape
from engine.params import Range, param


@dataclass(frozen=True)
class _Pooling(LayerSpec):
    """What the pooling layers share: whole windows only, side by side."""

    size: int = param(2, "side of the square window, and the distance to the next one", range=Range(2, 8), unit="px")

    def output_shape(self, input_shape: Shape) -> Shape:
        height, width, channels = picture_shape(self, input_shape)
        if min(height, width) < self.size:
            raise NetworkError(
                f"A picture of {width} × {height} is too small for windows of {self.size} × {self.size}."
            )
        return height // self.size, width // self.size, channels


@dataclass(frozen=True)
class MaxPooling(_Pooling, name="max-pooling"):
    """Keep the largest value of each window: the picture shrinks, the strongest answers stay."""

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return MaxPoolingLayer(self.size, self.output_shape(input_shape))


@dataclass(frozen=True)
class MinPooling(_Pooling, name="min-pooling"):
    """Keep the smallest value of each window."""

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return MinPoolingLayer(self.size, self.output_shape(input_shape))


@dataclass(frozen=True)
class MeanPooling(_Pooling, name="mean-pooling"):
    """Replace each window by its mean."""

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return MeanPoolingLayer(self.size, self.output_shape(input_shape))


@dataclass(frozen=True)
class GlobalMeanPooling(LayerSpec, name="global-mean-pooling"):
    """Replace the picture by one number a channel, its mean: where something is seen no longer matters."""

    def output_shape(self, input_shape: Shape) -> Shape:
        return picture_shape(self, input_shape)[2:]

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return GlobalMeanPoolingLayer()


@dataclass(frozen=True)
class Flatten(LayerSpec, name="flatten"):
    """Lay the picture out as one long row; a dense layer does so by itself."""

    def output_shape(self, input_shape: Shape) -> Shape:
        return (prod(input_shape),)

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return FlattenLayer()


class MaxPoolingLayer(Layer):
    """The gradient goes to where the largest value was."""

    def __init__(self, size: int, output_shape: Shape) -> None:
        self._size, self._output_shape = size, output_shape
        self._input_shape: Shape = ()
        self._where = np.empty(0, np.uint8)

    def forward(self, x: Array, training: bool = False) -> Array:
        from engine.nn.windows import largest

        self._input_shape = x.shape
        y = np.empty((len(x), *self._output_shape), x.dtype)
        self._where = np.empty(y.shape, np.uint8)
        largest(np.ascontiguousarray(x), self._size, y, self._where)
        return y

    def input_gradient(self, grad_y: Array) -> Array:
        from engine.nn.windows import largest_back

        grad_x = np.zeros(self._input_shape, grad_y.dtype)
        largest_back(np.ascontiguousarray(grad_y), self._where, self._size, grad_x)
        return grad_x


class MinPoolingLayer(MaxPoolingLayer):
    """The smallest number is the one whose opposite is the largest."""

    def forward(self, x: Array, training: bool = False) -> Array:
        return -super().forward(-x, training)


class MeanPoolingLayer(Layer):
    """The gradient is spread evenly over the window."""

    def __init__(self, size: int, output_shape: Shape) -> None:
        self._size, self._output_shape = size, output_shape
        self._input_shape: Shape = ()

    def forward(self, x: Array, training: bool = False) -> Array:
        from engine.nn.windows import mean

        self._input_shape = x.shape
        y = np.empty((len(x), *self._output_shape), x.dtype)
        mean(np.ascontiguousarray(x), self._size, self._size, y)
        return y

    def input_gradient(self, grad_y: Array) -> Array:
        from engine.nn.windows import mean_back

        grad_x = np.zeros(self._input_shape, grad_y.dtype)
        mean_back(np.ascontiguousarray(grad_y), self._size, self._size, grad_x)
        return grad_x


class GlobalMeanPoolingLayer(Layer):
    """The gradient is spread evenly over the picture."""

    def __init__(self) -> None:
        self._input_shape: Shape = ()

    def forward(self, x: Array, training: bool = False) -> Array:
        self._input_shape = x.shape
        return x.mean(axis=(1, 2))

    def input_gradient(self, grad_y: Array) -> Array:
        share = grad_y / prod(self._input_shape[1:3])
        return np.broadcast_to(share[:, np.newaxis, np.newaxis], self._input_shape)


class FlattenLayer(Layer):
    """Only the shape changes."""

    def __init__(self) -> None:
        self._input_shape: Shape = ()

    def forward(self, x: Array, training: bool = False) -> Array:
        self._input_shape = x.shape
        return x.reshape(len(x), prod(x.shape[1:]))

    def input_gradient(self, grad_y: Array) -> Array:
        return grad_y.reshape(self._input_shape)
