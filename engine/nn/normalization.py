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
        self._normal = self._deviation = np.empty(0, dtype)
        self._seen: tuple[Array, Array] | None = None

    def forward(self, x: Array, training: bool = False) -> Array:
        rows = x.reshape(-1, x.shape[-1])
        mean, variance = self.mean.value, self.variance.value
        if training:
            share = np.full(len(rows), 1 / len(rows), x.dtype)
            mean = share @ rows
            centred = rows - mean
            variance = share @ (centred * centred)
            self._seen = mean, variance
        self._training = training
        self._deviation = np.sqrt(variance + x.dtype.type(EPSILON))
        self._normal = (rows - mean) / self._deviation
        return (self._normal * self.scales.value + self.shifts.value).reshape(x.shape)

    def input_gradient(self, grad_y: Array) -> Array:
        rows = grad_y.reshape(self._normal.shape)
        if self._training:  # the mean and the variance move with the input too
            share = np.full(len(rows), 1 / len(rows), rows.dtype)
            rows = rows - share @ rows - self._normal * (share @ (rows * self._normal))
        return (rows * (self.scales.value / self._deviation)).reshape(grad_y.shape)

    def parameter_gradients(self, grad_y: Array) -> None:
        rows = grad_y.reshape(self._normal.shape)
        ones = np.ones(len(rows), rows.dtype)
        np.matmul(ones, rows * self._normal, out=self.scales.gradient)
        np.matmul(ones, rows, out=self.shifts.gradient)

    def settle(self) -> None:
        if self._seen is not None:
            for kept, seen in zip((self.mean, self.variance), self._seen, strict=True):
                kept.value += (1 - self._momentum) * (seen - kept.value)
            self._seen = None

    def parameters(self) -> tuple[Parameter, ...]:
        return self.scales, self.shifts, self.mean, self.variance
