"""The fully connected layer."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from math import prod, sqrt

import numpy as np

from engine.nn.layer import Array, Layer, LayerSpec, Parameter, Shape
from engine.params import Range, When, param


class Start(enum.Enum):
    """How wide the starting weights are spread; biases always start at zero."""

    GLOROT = "glorot"
    HE = "he"
    UNIFORM = "uniform"
    MIRRORED = "mirrored"

    def weights(self, rng: np.random.Generator, shape: Shape, inputs: int, outputs: int, width: float) -> Array:
        """Seeded starting weights, for a layer in which `inputs` numbers meet in one and one goes to `outputs`.

        Glorot: uniform in ±√(6 / (inputs + outputs)), for sigmoid, tanh and softmax (X. Glorot, Y. Bengio, 2010).
        He: normal with variance 2 / inputs, for ReLU (K. He et al., 2015). Uniform: in ±`width`. Mirrored: the same,
        but the second half of the units are the opposites of the first, so that of two ReLUs one always answers
        (D. Balduzzi et al., The shattered gradients problem, 2017).
        """
        if self is Start.HE:
            return rng.normal(0.0, sqrt(2 / inputs), shape)
        half = sqrt(6 / (inputs + outputs)) if self is Start.GLOROT else width
        weights = rng.uniform(-half, half, shape)
        if self is Start.MIRRORED:
            pairs = shape[-1] // 2
            weights[..., pairs : 2 * pairs] = -weights[..., :pairs]
        return weights


def scale_param(default: float) -> float:
    """The setting of a layer with a `start` that says how large the starting weights may be."""
    return param(
        default,
        "the starting weights lie in ± this; for uniform and mirrored starts",
        range=Range(0.0, 10.0),
        when=When("start", (Start.UNIFORM, Start.MIRRORED)),
    )


@dataclass(frozen=True)
class Dense(LayerSpec, name="dense"):
    """Every unit sees every number of the input: a weighted sum plus a bias. A picture is taken as one long row."""

    units: int = param(10, "how many sums the layer forms", range=Range(1, 16384))
    start: Start = param(Start.GLOROT, "how wide the starting weights are spread")
    scale: float = scale_param(0.5)

    def output_shape(self, input_shape: Shape) -> Shape:
        return (self.units,)

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return {"weights": (prod(input_shape), self.units), "biases": (self.units,)}

    def multiplications(self, input_shape: Shape) -> int:
        return prod(input_shape) * self.units

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        inputs = prod(input_shape)
        weights = self.start.weights(rng, (inputs, self.units), inputs, self.units, self.scale)
        return DenseLayer(weights.astype(dtype), np.zeros(self.units, dtype))


class DenseLayer(Layer):
    """y = x W + b, with `weights (inputs, units)` and `biases (units,)`."""

    def __init__(self, weights: Array, biases: Array) -> None:
        self.weights = Parameter.starting_at("weights", weights, decays=True)
        self.biases = Parameter.starting_at("biases", biases)
        self._x = np.empty((0, len(weights)), weights.dtype)
        self._input_shape: Shape = self._x.shape

    def forward(self, x: Array, training: bool = False) -> Array:
        self._input_shape = x.shape
        self._x = x.reshape(len(x), len(self.weights.value))
        y = self._x @ self.weights.value
        y += self.biases.value
        return y

    def input_gradient(self, grad_y: Array) -> Array:
        return (grad_y @ self.weights.value.T).reshape(self._input_shape)

    def parameter_gradients(self, grad_y: Array) -> None:
        np.matmul(self._x.T, grad_y, out=self.weights.gradient)
        np.add.reduce(grad_y, axis=0, out=self.biases.gradient)

    def parameters(self) -> tuple[Parameter, ...]:
        return self.weights, self.biases
