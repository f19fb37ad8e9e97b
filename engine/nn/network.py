"""A network: layers one after the other, ending in one output a class."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from engine.data.dataset import Preparation
from engine.nn.activation import Sigmoid, Softmax, SoftmaxLayer
from engine.nn.blas import keep_to_one_thread
from engine.nn.layer import Array, Layer, LayerSpec, NetworkError, Parameter, Shape, shapes_through

if TYPE_CHECKING:
    from engine.nn.summary import Summary
    from engine.nn.training import TrainingHistory

CHUNK = 1024
"""How many pictures go through a network at once where the answers to many are asked for."""


class Network:
    """Layers that turn pictures `(B, H, W, C)` in 0..1 into outputs `(B, classes)` in 0..1.

    The last layer is softmax or sigmoid. What it is given are the *logits*, which training with cross-entropy and
    dreaming work on; what it answers are the *outputs*: probabilities that add up to one after softmax, and after
    sigmoid the answers of the output neurons as they are. Everything is computed in `dtype`, float32 unless a test
    asks for float64.

    A network for two classes may end in a single sigmoid, whose answer y to z is how sure it is of the second class.
    From outside it looks like one with two outputs: its logits are (0, z), its outputs their softmax, (1 - y, y).

    All weights lie in one row of numbers, `whole.value`, and their gradients in `whole.gradient`; the parameters of
    the layers are views into them, so that an optimizer treats a network as two parameters, its `parts`.
    """

    def __init__(
        self, specs: tuple[LayerSpec, ...], input_shape: Shape, class_names: tuple[str, ...], seed: int
    ) -> None:
        self.specs = specs
        self.input_shape = input_shape
        self.class_names = class_names
        self.seed = seed
        self.shapes = shapes_through(specs, input_shape)
        self.layers: tuple[Layer, ...] = ()
        self.whole = Parameter.starting_at("whole", np.empty(0, np.float32))
        self._pair = SoftmaxLayer() if self.shapes[-1] == (1,) and len(class_names) == 2 else None
        self._weights = 0  # so many of the numbers, the first ones, are weights; the others are biases and the like
        self.history: TrainingHistory | None = None
        self.preset: str | None = None
        self.data_name: str | None = None
        self.preparation = Preparation.DIGIT

    @classmethod
    def build(
        cls,
        specs: tuple[LayerSpec, ...],
        input_shape: Shape,
        class_names: tuple[str, ...],
        seed: int = 0,
        *,
        dtype: type[np.floating] = np.float32,
    ) -> Network:
        """A network with seeded starting weights. Raises NetworkError where the layers do not fit together."""
        check_specs(specs, input_shape, class_names)
        keep_to_one_thread()
        network = cls(tuple(specs), tuple(input_shape), tuple(class_names), seed)
        rng = np.random.default_rng(seed)
        network.layers = tuple(
            spec.build(shape, rng, dtype) for spec, shape in zip(specs, network.shapes, strict=False)
        )
        network._gather(dtype)
        return network

    def _gather(self, dtype: type[np.floating]) -> None:
        """Put all parameters, and all gradients, in one row each; first those that decay."""
        parameters = sorted(self.parameters(), key=lambda parameter: not parameter.decays)
        size = sum(parameter.value.size for parameter in parameters)
        self._weights = sum(parameter.value.size for parameter in parameters if parameter.decays)
        self.whole = Parameter("whole", np.empty(size, dtype), np.zeros(size, dtype))
        first = 0
        for parameter in parameters:
            shape, last = parameter.value.shape, first + parameter.value.size
            self.whole.value[first:last] = parameter.value.ravel()
            parameter.value = self.whole.value[first:last].reshape(shape)
            parameter.gradient = self.whole.gradient[first:last].reshape(shape)
            first = last

    @property
    def dtype(self) -> np.dtype:
        return self.whole.value.dtype

    @property
    def classes(self) -> int:
        return len(self.class_names)

    @property
    def activation(self) -> Layer:
        """What turns logits into outputs: the last layer, or softmax instead of a single sigmoid."""
        return self._pair or self.layers[-1]

    @property
    def title(self) -> str:
        """The preset's name, or the widths of the layers: "784-128-10"."""
        widths = [
            prod(self.input_shape),
            *(shape[-1] for layer, shape in zip(self.layers, self.shapes[1:], strict=True) if layer.parameters()),
        ]
        return self.preset or "-".join(str(width) for width in widths)

    def parameters(self) -> tuple[Parameter, ...]:
        """What is learned, layer by layer."""
        return tuple(parameter for layer in self.layers for parameter in layer.parameters())

    def forward(self, x: Array, training: bool = False) -> Array:
        """The outputs `(B, classes)` for one batch."""
        return self.activation.forward(self.forward_to_logits(x, training), training)

    def forward_to_logits(self, x: Array, training: bool = False) -> Array:
        """The logits `(B, classes)` for one batch. Raises NetworkError where the pictures do not fit."""
        x = self._checked(x)
        for layer in self.layers[:-1]:
            x = layer.forward(x, training)
        return np.concatenate([np.zeros_like(x), x], axis=1) if self._pair else x

    def _checked(self, x: Array) -> Array:
        if x.shape[1:] != self.input_shape:
            raise NetworkError(
                f"This network sees pictures of shape {self.input_shape}, but was given {tuple(x.shape[1:])}."
            )
        return np.asarray(x, self.dtype)

    def backward(self, grad: Array) -> Array:
        """From the gradient at the outputs `forward` gave, set those of the parameters; return that at the input."""
        return self.backward_from_logits(self.activation.backward(grad))

    def backward_from_logits(self, grad: Array) -> Array:
        """The same from the gradient at the logits."""
        grad = self._at_last_sums(grad)
        for layer in reversed(self.layers[:-1]):
            grad = layer.backward(grad)
        return grad

    def learn_from_logits(self, grad: Array) -> None:
        """Set the gradients of the parameters only: training needs none at the input, which costs most to compute."""
        grad = self._at_last_sums(grad)
        for layer in reversed(self.layers[1:-1]):
            grad = layer.backward(grad)
        self.layers[0].parameter_gradients(grad)

    def parts(self) -> tuple[Parameter, Parameter]:
        """All weights as one parameter and all the rest (biases, ...) as another: what an optimizer is given."""
        cut, value, gradient = self._weights, self.whole.value, self.whole.gradient
        return (
            Parameter("weights", value[:cut], gradient[:cut], decays=True),
            Parameter("rest", value[cut:], gradient[cut:]),
        )

    def state(self) -> dict[str, Array]:
        """What else than its parameters the next training step depends on; copies, by layer and name: "3.random"."""
        return {
            f"{number}.{name}": array
            for number, layer in enumerate(self.layers)
            for name, array in layer.state().items()
        }

    def set_state(self, state: dict[str, Array]) -> None:
        """Take back what `state` gave. Raises KeyError where it is another network's."""
        for number, layer in enumerate(self.layers):
            layer.set_state({name: state[f"{number}.{name}"] for name in layer.state()})

    def settle(self) -> None:
        """End a step of a training, when no other core is at work."""
        for layer in self.layers:
            layer.settle()

    def input_gradient(self, x: Array, grad_of_logits: Array | Callable[[Array], Array]) -> Array:
        """The gradient at the pictures, of their shape, of a function of the logits; what dreaming climbs.

        `grad_of_logits` is the function's gradient `(B, classes)` at the logits, or what computes it from them. The
        gradients of the parameters stay as they are.
        """
        logits = self.forward_to_logits(x)
        grad = np.asarray(grad_of_logits(logits) if callable(grad_of_logits) else grad_of_logits, self.dtype)
        grad = self._at_last_sums(grad)
        for layer in reversed(self.layers[:-1]):
            grad = layer.input_gradient(grad)
        return grad

    def inner_gradient(self, x: Array, layer: int, grad_of_answer: Callable[[Array], Array]) -> Array:
        """The gradient at the pictures, of their shape, of a function of what the layer of this index answers.

        `grad_of_answer` computes the function's gradient from that answer, of its shape.
        """
        x = self._checked(x)
        for each in self.layers[: layer + 1]:
            x = each.forward(x)
        grad = np.asarray(grad_of_answer(x), self.dtype)
        for each in reversed(self.layers[: layer + 1]):
            grad = each.input_gradient(grad)
        return grad

    def _at_last_sums(self, grad: Array) -> Array:
        """From the gradient at the logits, that at what the last layer is given."""
        return grad[:, 1:] if self._pair else grad

    def logits(self, x: Array) -> Array:
        """What goes into the last layer, `(B, classes)`, for any number of pictures."""
        return self._in_chunks(self.forward_to_logits, x)

    def outputs(self, x: Array) -> Array:
        """The answers in 0..1, `(B, classes)`, for any number of pictures: softmax probabilities, or the answers of
        sigmoid neurons as they are (they need not add up to one)."""
        return self._in_chunks(self.forward, x)

    def predict(self, x: Array) -> Array:
        """The index `(B,)` of the class with the largest output."""
        return self.logits(x).argmax(axis=1)

    def _in_chunks(self, answer: Callable[[Array], Array], x: Array) -> Array:
        if len(x) <= CHUNK:
            return answer(x)
        return np.concatenate([answer(x[first : first + CHUNK]) for first in range(0, len(x), CHUNK)])

    def activations(self, x: Array) -> tuple[Array, ...]:
        """What every layer answers to one batch, in their order; the last are the outputs. Not to be written into."""
        x = self._checked(x)
        answers = []
        for layer in self.layers:
            x = layer.forward(x)
            answers.append(x)
        return tuple(answers)

    def summary(self) -> Summary:
        """The layers with the shapes of their answers, the numbers they keep and what they cost; `table()` is text."""
        from engine.nn.summary import summarize

        return summarize(self.specs, self.input_shape)

    def multiplications(self) -> int:
        """How many numbers are multiplied to answer one picture."""
        return sum(spec.multiplications(shape) for spec, shape in zip(self.specs, self.shapes, strict=False))

    def on_the_same_weights(self, seed: int | None = None) -> Network:
        """A network that looks at these weights, but whose layers remember their own batch and gradients.

        `seed` is for layers that draw random numbers; without it they draw the same as those here.
        """
        seed = self.seed if seed is None else seed
        twin = Network.build(self.specs, self.input_shape, self.class_names, seed, dtype=self.dtype.type)
        twin.whole.value = self.whole.value
        for mine, its in zip(self.parameters(), twin.parameters(), strict=True):
            its.value = mine.value
        return twin

    def copy(self) -> Network:
        """A network of its own with the same weights and the same history so far."""
        twin = Network.build(self.specs, self.input_shape, self.class_names, self.seed, dtype=self.dtype.type)
        twin.whole.value[:] = self.whole.value
        twin.history = self.history and self.history.copy()
        twin.preset, twin.data_name, twin.preparation = self.preset, self.data_name, self.preparation
        return twin


def check_specs(specs: tuple[LayerSpec, ...], input_shape: Shape, class_names: tuple[str, ...]) -> None:
    """Raise NetworkError unless the layers end in one output a class, through softmax or sigmoid; for two classes also
    in a single sigmoid."""
    if len(specs) < 2 or not isinstance(specs[-1], Softmax | Sigmoid):
        raise NetworkError("A network needs two layers or more, the last of them softmax or sigmoid.")
    outputs = shapes_through(specs, input_shape)[-1]
    is_single = outputs == (1,) and len(class_names) == 2 and isinstance(specs[-1], Sigmoid)
    if outputs != (len(class_names),) and not is_single:
        raise NetworkError(f"The network ends in outputs of shape {outputs}, but there are {len(class_names)} classes.")
    if not any(
        spec.parameter_shapes(shape) for spec, shape in zip(specs, shapes_through(specs, input_shape), strict=False)
    ):
        raise NetworkError("None of the layers can learn: a network needs one with weights.")
