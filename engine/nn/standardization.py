"""Input brought to mean 0 and deviation 1, by what the training data had."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.nn.layer import Array, Layer, LayerSpec, Parameter, Shape


@dataclass(frozen=True)
class Standardization(LayerSpec, name="standardization"):
    """Subtract the mean of the training data and divide by their standard deviation, pixel by pixel; as a first layer
    it makes every pixel weigh the same."""

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return {"mean": input_shape, "deviation": input_shape}

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return StandardizationLayer(input_shape, dtype)


class StandardizationLayer(Layer):
    """y = (x - mean) / deviation, number by number.

    Both are parameters whose gradient is always zero, so that they are saved with the weights and a model file is
    complete in itself. Until `measure` they are 0 and 1.
    """

    def __init__(self, input_shape: Shape, dtype: type[np.floating]) -> None:
        self.mean = Parameter.starting_at("mean", np.zeros(input_shape, dtype))
        self.deviation = Parameter.starting_at("deviation", np.ones(input_shape, dtype))

    def measure(self, x: Array) -> None:
        """Take over mean and standard deviation of `x (N, ...)`; what is always the same is only shifted."""
        self.mean.value[...] = x.mean(axis=0, dtype=np.float64)
        deviation = x.std(axis=0, dtype=np.float64)
        self.deviation.value[...] = np.where(deviation > 1e-6, deviation, 1)

    def forward(self, x: Array, training: bool = False) -> Array:
        return (x - self.mean.value) / self.deviation.value

    def input_gradient(self, grad_y: Array) -> Array:
        return grad_y / self.deviation.value

    def parameters(self) -> tuple[Parameter, ...]:
        return self.mean, self.deviation
