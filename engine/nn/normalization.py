"""Batch normalisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.nn.layer import Array, Layer, LayerSpec, Parameter, Shape
from engine.params import Range, param

EPSILON = 1e-5


@dataclass(frozen=True)
class BatchNormalization(LayerSpec, name="batch-normalization"):
    """Shift and scale each channel to mean 0 and variance 1 over the batch, then by learned amounts: deep networks
    learn faster."""

    momentum: float = param(
        0.9, "how much the kept mean and variance hold on to earlier batches", range=Range(0.0, 0.999)
    )

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return dict.fromkeys(("scales", "shifts", "mean", "variance"), input_shape[-1:])

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return BatchNormalizationLayer(self.momentum, input_shape[-1], dtype)


class BatchNormalizationLayer(Layer):
    """y = scale · (x - mean) / √(variance + ε) + shift, channel by channel (S. Ioffe, C. Szegedy, 2015).

    In training, mean and variance are those of the batch, or of a core's share of it; else the kept ones, which follow
    them slowly. The kept ones are parameters whose gradient is always zero, so that they are saved with the weights.
    """

    def __init__(self, momentum: float, channels: int, dtype: type[np.floating]) -> None:
        self.scales = Parameter.starting_at("scales", np.ones(channels, dtype))
        self.shifts = Parameter.starting_at("shifts", np.zeros(channels, dtype))
        self.mean = Parameter.starting_at("mean", np.zeros(channels, dtype))
        self.variance = Parameter.starting_at("variance", np.ones(channels, dtype))
        self._momentum, self._training = momentum, False
        self._centred, self._inverse = np.empty((0, channels), dtype), np.ones(channels, dtype)
        self._seen: tuple[Array, Array] | None = None

    def forward(self, x: Array, training: bool = False) -> Array:
        from engine.nn.normalize import centre, scale  # brings numba, which is slow to import

        rows = np.ascontiguousarray(x).reshape(-1, x.shape[-1])
        mean, variance, squares = self.mean.value, self.variance.value, np.zeros(rows.shape[1])
        if training:
            mean = np.full(len(rows), 1 / len(rows), x.dtype) @ rows
        self._centred = np.empty_like(rows)
        centre(rows, mean, self._centred, squares)
        if training:
            variance = (squares / len(rows)).astype(x.dtype)
            self._seen = mean, variance
        self._training = training
        self._inverse = 1 / np.sqrt(variance + x.dtype.type(EPSILON))
        y = np.empty_like(rows)
        scale(self._centred, self.scales.value * self._inverse, self.shifts.value, y)
        return y.reshape(x.shape)

    def input_gradient(self, grad_y: Array) -> Array:
        return self._input_gradient(grad_y, self._sums(grad_y) if self._training else None)

    def parameter_gradients(self, grad_y: Array) -> None:
        self._set_gradients(self._sums(grad_y))

    def backward(self, grad_y: Array) -> Array:
        sums = self._sums(grad_y)
        self._set_gradients(sums)
        return self._input_gradient(grad_y, sums if self._training else None)

    def _sums(self, grad_y: Array) -> tuple[Array, Array]:
        """The gradient, alone and times the normalised input, summed over the batch."""
        from engine.nn.normalize import add_up

        sums, products = np.zeros((2, len(self._inverse)))
        add_up(self._rows(grad_y), self._centred, sums, products)
        return sums, products * self._inverse

    def _set_gradients(self, sums: tuple[Array, Array]) -> None:
        self.shifts.gradient[...], self.scales.gradient[...] = sums

    def _input_gradient(self, grad_y: Array, sums: tuple[Array, Array] | None) -> Array:
        """With the sums where the mean and the variance move with the input too, None where they are the kept ones."""
        from engine.nn.normalize import combine

        factors = self.scales.value * self._inverse
        slopes = shifts = np.zeros_like(factors)
        if sums is not None:
            slopes = (factors * self._inverse * sums[1] / len(self._centred)).astype(factors.dtype)
            shifts = (factors * sums[0] / len(self._centred)).astype(factors.dtype)
        grad_x = np.empty_like(self._centred)
        combine(self._rows(grad_y), self._centred, factors, slopes, shifts, grad_x)
        return grad_x.reshape(grad_y.shape)

    def _rows(self, grad_y: Array) -> Array:
        return np.ascontiguousarray(grad_y).reshape(self._centred.shape)

    def settle(self) -> None:
        if self._seen is not None:
            for kept, seen in zip((self.mean, self.variance), self._seen, strict=True):
                kept.value += (1 - self._momentum) * (seen - kept.value)
            self._seen = None

    def parameters(self) -> tuple[Parameter, ...]:
        return self.scales, self.shifts, self.mean, self.variance
