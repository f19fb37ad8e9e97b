"""What every layer is: a declaration that can be written down, and the working layer that is built from it."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

import numpy as np

from engine.errors import UserError
from engine.params import Declared, ParameterError

Array = np.ndarray
Shape = tuple[int, ...]

LAYERS: dict[str, type[LayerSpec]] = {}
"""Every kind of layer by the name that model files use; filled as the classes are defined."""

MOST_OUTPUTS = 1 << 24
"""More numbers than this for a single picture are taken for a mistake."""


class NetworkError(UserError, ValueError):
    """Layers that do not make a network, or data that does not fit one."""


@dataclass(eq=False)
class Parameter:
    """Numbers that are learned, and the gradient of the loss with respect to them; both of one shape.

    `decays` says whether penalties and weight decay draw them to zero: they do so with weights, not with biases.
    """

    name: str
    value: Array
    gradient: Array
    decays: bool = False

    @classmethod
    def starting_at(cls, name: str, value: Array, *, decays: bool = False) -> Parameter:
        return cls(name, value, np.zeros_like(value), decays)


class Layer:
    """One step of a network: a function of a batch, with its gradient.

    Arrays have the batch first and pictures channels last: `(B, H, W, C)` or `(B, features)`. The gradient methods
    speak of the batch that `forward` was last called with.
    """

    def forward(self, x: Array, training: bool = False) -> Array:
        """What the layer answers to a batch. `training` matters to layers that then behave differently."""
        raise NotImplementedError

    def input_gradient(self, grad_y: Array) -> Array:
        """The gradient at the input, of the input's shape, from the gradient at the output."""
        raise NotImplementedError

    def parameter_gradients(self, grad_y: Array) -> None:
        """Set the gradient of each parameter from the gradient at the output."""

    def backward(self, grad_y: Array) -> Array:
        """Set the gradients of the parameters and return the one at the input."""
        self.parameter_gradients(grad_y)
        return self.input_gradient(grad_y)

    def settle(self) -> None:
        """Called after each step of a training, when no other core is at work: take over what the batch has shown."""

    def parameters(self) -> tuple[Parameter, ...]:
        """What is learned here, in an order that stays the same."""
        return ()

    def state(self) -> dict[str, Array]:
        """What else the next training step depends on, by name: the state of a random generator, for one. Copies."""
        return {}

    def set_state(self, state: dict[str, Array]) -> None:
        """Take back what `state` gave."""


@dataclass(frozen=True)
class LayerSpec(Declared):
    """The declaration of a layer, from which it is built for a given input; to add a layer is to write both classes."""

    name: ClassVar[str] = ""

    def __init_subclass__(cls, *, name: str = "") -> None:
        if name:
            cls.name = name
            LAYERS[name] = cls

    @classmethod
    def title(cls) -> str:
        """The name as a person reads it: "Max pooling", "ReLU"."""
        words = cls.name.replace("-", " ").replace("relu", "ReLU")
        return words[0].upper() + words[1:]

    @classmethod
    def help(cls) -> str:
        """What the layer does, in a sentence or two."""
        return " ".join((cls.__doc__ or "").partition("\n\n")[0].split())

    def output_shape(self, input_shape: Shape) -> Shape:
        """The shape of the answer to one picture. Raises NetworkError where the input does not fit."""
        return input_shape

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """The shape of each parameter by its name, in the order of `Layer.parameters`."""
        return {}

    def multiplications(self, input_shape: Shape) -> int:
        """How many numbers are multiplied for one picture: what the layer costs."""
        return 0

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        """The working layer with its starting weights."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        return {"layer": self.name, "settings": self.to_plain()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> LayerSpec:
        """Read what `to_json` gave. Raises ParameterError for anything else."""
        return cls.from_plain(plain["settings"])


def picture_shape(spec: LayerSpec, input_shape: Shape) -> tuple[int, int, int]:
    """Height, width and channels. Raises NetworkError where the input is no picture."""
    if len(input_shape) != 3:
        raise NetworkError(
            f"The layer {spec.name} needs pictures (height, width, channels), but is given {input_shape}."
        )
    height, width, channels = input_shape
    return height, width, channels


def spec_from_json(plain: Any) -> LayerSpec:
    """Read what `LayerSpec.to_json` gave. Raises ParameterError for anything else."""
    if not isinstance(plain, dict) or not isinstance(plain.get("settings"), dict):
        raise ParameterError("Each layer is an object that names its kind and its settings.")
    kind = LAYERS.get(plain["layer"]) if isinstance(plain.get("layer"), str) else None
    if kind is None:
        raise ParameterError(f"There is no layer {plain.get('layer')!r}; there are {', '.join(sorted(LAYERS))}.")
    return kind.from_json(plain)


def shapes_through(specs: tuple[LayerSpec, ...], input_shape: Shape) -> tuple[Shape, ...]:
    """The input's shape and then the answer's shape of each layer. Raises NetworkError where they do not fit."""
    shapes = [input_shape]
    for spec in specs:
        shapes.append(spec.output_shape(shapes[-1]))
        if prod(shapes[-1]) > MOST_OUTPUTS:
            raise NetworkError(
                f"The layer {spec.name} would give {prod(shapes[-1])} numbers a picture: make it smaller."
            )
    return tuple(shapes)
