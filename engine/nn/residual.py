"""The residual block: layers that only have to learn a difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.layer import Array, Layer, LayerSpec, NetworkError, Parameter, Shape, shapes_through, spec_from_json
from engine.params import ParameterError

SHORTCUT = "shortcut"
MOST_LAYERS = 20
"""A block of more layers is taken for a mistake."""


@dataclass(frozen=True)
class Residual(LayerSpec, name="residual"):
    """Add to what some layers answer what they were given: deep networks stay easy to train.

    Where the answer has another shape, the input is first brought to it by learned weights: a picture by a convolution
    1×1 that takes every second pixel, third, ..., anything else by a dense layer.
    """

    layers: tuple[LayerSpec, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= len(self.layers) <= MOST_LAYERS:
            raise ParameterError(f"A residual block holds from 1 to {MOST_LAYERS} layers; got {len(self.layers)}")

    def output_shape(self, input_shape: Shape) -> Shape:
        shape = shapes_through(self.layers, input_shape)[-1]
        self.shortcut(input_shape, shape)
        return shape

    def shortcut(self, input_shape: Shape, output_shape: Shape) -> LayerSpec | None:
        """What brings the input to the shape of the answer, None where it has it. Raises NetworkError if none can."""
        if input_shape == output_shape:
            return None
        if len(output_shape) == 1:
            return Dense(output_shape[0])
        if len(input_shape) == 3:
            spec = Convolution(output_shape[2], size=1, stride=min(8, -(-input_shape[0] // output_shape[0])))
            if spec.output_shape(input_shape) == output_shape:
                return spec
        raise NetworkError(
            f"A residual block cannot add its input of shape {input_shape} to its answer of shape {output_shape}: "
            "let its layers keep the size of the picture, or halve it."
        )

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return {
            f"{place}.{name}": shape
            for place, spec, before in self._members(input_shape)
            for name, shape in spec.parameter_shapes(before).items()
        }

    def multiplications(self, input_shape: Shape) -> int:
        return sum(spec.multiplications(before) for _, spec, before in self._members(input_shape))

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        members = {place: spec.build(before, rng, dtype) for place, spec, before in self._members(input_shape)}
        return ResidualLayer(members)

    def _members(self, input_shape: Shape) -> list[tuple[str, LayerSpec, Shape]]:
        """The layers and, at last, the shortcut's, each with its place as names have it and the shape it is given."""
        shapes = shapes_through(self.layers, input_shape)
        members = [(str(number), *pair) for number, pair in enumerate(zip(self.layers, shapes[:-1], strict=True))]
        shortcut = self.shortcut(input_shape, shapes[-1])
        return members if shortcut is None else [*members, (SHORTCUT, shortcut, input_shape)]

    def describe(self) -> str:
        return f"({', '.join(f'{spec.name} {spec.describe()}'.strip() for spec in self.layers)})"

    def to_json(self) -> dict[str, Any]:
        return super().to_json() | {"layers": [spec.to_json() for spec in self.layers]}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> LayerSpec:
        layers = plain.get("layers")
        if plain["settings"] or not isinstance(layers, list) or len(layers) > MOST_LAYERS:
            raise ParameterError(f"A residual block is a list of 1 to {MOST_LAYERS} layers.")
        return cls(tuple(spec_from_json(layer) for layer in layers))


class ResidualLayer(Layer):
    """y = layers(x) + shortcut(x), the shortcut being x itself or learned (K. He et al., Deep residual learning for
    image recognition, 2016)."""

    def __init__(self, members: dict[str, Layer]) -> None:
        self.members = members
        self.layers = tuple(layer for place, layer in members.items() if place != SHORTCUT)
        self.shortcut = members.get(SHORTCUT)
        for place, layer in members.items():
            for parameter in layer.parameters():
                parameter.name = f"{place}.{parameter.name}"

    def forward(self, x: Array, training: bool = False) -> Array:
        y = x
        for layer in self.layers:
            y = layer.forward(y, training)
        return y + (x if self.shortcut is None else self.shortcut.forward(x, training))

    def input_gradient(self, grad_y: Array) -> Array:
        grad = grad_y
        for layer in reversed(self.layers):
            grad = layer.input_gradient(grad)
        return grad + (grad_y if self.shortcut is None else self.shortcut.input_gradient(grad_y))

    def parameter_gradients(self, grad_y: Array) -> None:
        grad = grad_y
        for layer in reversed(self.layers[1:]):
            grad = layer.backward(grad)
        self.layers[0].parameter_gradients(grad)
        if self.shortcut is not None:
            self.shortcut.parameter_gradients(grad_y)

    def backward(self, grad_y: Array) -> Array:
        grad = grad_y
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad + (grad_y if self.shortcut is None else self.shortcut.backward(grad_y))

    def settle(self) -> None:
        for layer in self.members.values():
            layer.settle()

    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(parameter for layer in self.members.values() for parameter in layer.parameters())

    def state(self) -> dict[str, Array]:
        return {f"{place}.{name}": a for place, layer in self.members.items() for name, a in layer.state().items()}

    def set_state(self, state: dict[str, Array]) -> None:
        for place, layer in self.members.items():
            layer.set_state({name: state[f"{place}.{name}"] for name in layer.state()})
