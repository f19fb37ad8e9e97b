"""Networks as ONNX files, which other programs run: opset 17, IR version 8, checked by the package `onnx`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from math import prod
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from engine.data.dataset import Preparation
from engine.files import write_whole
from engine.nn.activation import LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.layer import Array, LayerSpec, Shape
from engine.nn.model_file import ModelError
from engine.nn.network import Network
from engine.nn.normalization import EPSILON, BatchNormalization
from engine.nn.onnx.package import require_onnx
from engine.nn.padding import ZeroPadding
from engine.nn.pooling import Flatten, GlobalMeanPooling, MaxPooling, MeanPooling, MinPooling
from engine.nn.residual import SHORTCUT, Residual
from engine.nn.standardization import Standardization

OPSET, IR_VERSION = 17, 8
PRODUCER = "neural-darkroom"
SEEN = {
    Preparation.DIGIT: "a digit, bright on dark, cut out and centred as MNIST's are",
    Preparation.PICTURE: "the whole picture, scaled",
}


def save_onnx(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network for other programs, whole or not at all. Raises ModelError.

    The input is a batch as the network itself takes it, pictures `(N, H, W, C)` in 0..1; the output is that of its last
    layer, `(N, classes)`. Dropout, which does nothing after training, is left out; so is the history.
    """
    data = to_onnx(network).SerializeToString()
    try:
        write_whole(Path(path), data)
    except OSError as error:
        raise ModelError(f"The model {path} cannot be written: {error.strerror or error}.") from error


def to_onnx(network: Network) -> Any:
    """The network as an `onnx.ModelProto`. Raises ModelError where the package `onnx` is not installed."""
    onnx = require_onnx()
    helper, shape = onnx.helper, network.input_shape
    values = {
        f"{number}.{parameter.name}": parameter.value
        for number, layer in enumerate(network.layers)
        for parameter in layer.parameters()
    }
    writer = _Writer(onnx, values, "pictures" if len(shape) == 3 else "points", shape)
    writer.write_all([(str(number), spec) for number, spec in enumerate(network.specs)])
    writer.put_channels(first=False)
    source = helper.make_tensor_value_info(writer.source, onnx.TensorProto.FLOAT, ["N", *shape], _about_input(network))
    output = helper.make_tensor_value_info(
        "outputs", onnx.TensorProto.FLOAT, ["N", *network.shapes[-1]], _about_output(network)
    )
    writer.nodes[-1].output[0] = "outputs"
    graph = helper.make_graph(writer.nodes, network.title, [source], [output], writer.constants)
    model = helper.make_model(
        graph, ir_version=IR_VERSION, opset_imports=[helper.make_opsetid("", OPSET)], producer_name=PRODUCER
    )
    helper.set_model_props(
        model,
        {
            "class_names": json.dumps(network.class_names),
            "preparation": json.dumps(network.preparation.value),
            "about": json.dumps({"preset": network.preset, "data": network.data_name}),
        },
    )
    onnx.checker.check_model(model)
    return model


def _about_input(network: Network) -> str:
    if len(network.input_shape) != 3:
        return f"A batch of points of shape {network.input_shape}."
    return (
        f"A batch of pictures: rows, columns, channels {network.input_shape}, from 0 (black) to 1 (white); each shows "
        f"{SEEN[network.preparation]}."
    )


def _about_output(network: Network) -> str:
    if network.shapes[-1] == (1,):
        return f"How sure the network is of {network.class_names[1]!r} rather than {network.class_names[0]!r}."
    return f"One answer from 0 to 1 for each class: {', '.join(network.class_names)}."


class _Writer:
    """Puts node after node behind the input: `tensor` is the name of the last answer, `shape` what it is for a network.

    Convolution, pooling and normalisation have channels first in ONNX; they are moved there when first needed, and
    back before a picture becomes a row, whose order the weights of dense layers follow.
    """

    def __init__(self, onnx: ModuleType, values: dict[str, Array], source: str, shape: Shape) -> None:
        self._onnx, self._values = onnx, values
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.source = self.tensor = source
        self.shape = shape
        self.is_first = False  # whether the channels come first

    def write_all(self, layers: list[tuple[str, LayerSpec]]) -> None:
        """Write layers one after the other, each with the name its parameters begin with."""
        for place, spec in layers:
            WRITERS[type(spec)](self, spec, place)
            self.shape = spec.output_shape(self.shape)

    def node(self, operator: str, inputs: list[str], **attributes: Any) -> None:
        self.tensor = f"{len(self.nodes)}.{operator}"
        self.nodes.append(self._onnx.helper.make_node(operator, inputs, [self.tensor], **attributes))

    def constant(self, name: str, value: Array | None = None, dtype: type = np.float32) -> str:
        """A parameter, or another array under that name."""
        value = np.ascontiguousarray(self._values[name] if value is None else value, dtype)
        self.constants.append(self._onnx.numpy_helper.from_array(value, name))
        return name

    def value(self, name: str) -> Array:
        return self._values[name]

    def put_channels(self, *, first: bool) -> None:
        """Bring the channels to the front, or to the end, if they are not there."""
        rank = len(self.shape)
        if self.is_first != first and rank > 1:
            perm = [0, rank, *range(1, rank)] if first else [0, *range(2, rank + 1), 1]
            self.node("Transpose", [self.tensor], perm=perm)
        self.is_first = first

    def flatten(self) -> None:
        """Make a row of whatever it is, in the order that dense layers expect."""
        if len(self.shape) == 1:
            return
        if min(prod(self.shape[:-1]), self.shape[-1]) > 1:
            self.put_channels(first=False)
        self.node("Flatten", [self.tensor], axis=1)
        self.is_first = False


def _dense(writer: _Writer, spec: Dense, place: str) -> None:
    writer.flatten()
    writer.node("Gemm", [writer.tensor, writer.constant(f"{place}.weights"), writer.constant(f"{place}.biases")])


def _convolution(writer: _Writer, spec: Convolution, place: str) -> None:
    (above, below), (left, right) = spec.margins(writer.shape)
    writer.put_channels(first=True)
    weights = writer.constant(f"{place}.weights", writer.value(f"{place}.weights").transpose(3, 2, 0, 1))
    writer.node(
        "Conv",
        [writer.tensor, weights, writer.constant(f"{place}.biases")],
        kernel_shape=[spec.size] * 2,
        strides=[spec.stride] * 2,
        pads=[above, left, below, right],
    )


def _zero_padding(writer: _Writer, spec: ZeroPadding, place: str) -> None:
    writer.put_channels(first=True)
    margins = np.array([0, 0, spec.above, spec.left, 0, 0, spec.below, spec.right])
    writer.node("Pad", [writer.tensor, writer.constant(f"{place}.margins", margins, np.int64)])


def _pooling(writer: _Writer, spec: MaxPooling | MeanPooling | MinPooling, place: str) -> None:
    writer.put_channels(first=True)
    sides = {"kernel_shape": [spec.size] * 2, "strides": [spec.size] * 2}
    if isinstance(spec, MeanPooling):
        return writer.node("AveragePool", [writer.tensor], **sides)
    for operator in ["Neg", "MaxPool", "Neg"] if isinstance(spec, MinPooling) else ["MaxPool"]:
        writer.node(operator, [writer.tensor], **(sides if operator == "MaxPool" else {}))
    return None


def _global_mean(writer: _Writer, spec: GlobalMeanPooling, place: str) -> None:
    writer.put_channels(first=True)
    writer.node("GlobalAveragePool", [writer.tensor])
    writer.node("Flatten", [writer.tensor], axis=1)
    writer.is_first = False


def _batch_normalization(writer: _Writer, spec: BatchNormalization, place: str) -> None:
    writer.put_channels(first=True)
    parameters = [writer.constant(f"{place}.{name}") for name in ("scales", "shifts", "mean", "variance")]
    writer.node("BatchNormalization", [writer.tensor, *parameters], epsilon=EPSILON)


def _standardization(writer: _Writer, spec: Standardization, place: str) -> None:
    writer.put_channels(first=False)
    writer.node("Sub", [writer.tensor, writer.constant(f"{place}.mean")])
    writer.node("Div", [writer.tensor, writer.constant(f"{place}.deviation")])


def _residual(writer: _Writer, spec: Residual, place: str) -> None:
    start, shape, is_first = writer.tensor, writer.shape, writer.is_first
    writer.write_all([(f"{place}.{number}", layer) for number, layer in enumerate(spec.layers)])
    writer.put_channels(first=is_first)
    answer, after = writer.tensor, writer.shape
    writer.tensor, writer.shape = start, shape
    if (shortcut := spec.shortcut(shape, after)) is not None:
        writer.write_all([(f"{place}.{SHORTCUT}", shortcut)])
        writer.put_channels(first=is_first)
    writer.node("Add", [answer, writer.tensor])
    writer.shape = shape


def _softmax(writer: _Writer, spec: Softmax, place: str) -> None:
    writer.node("Softmax", [writer.tensor], axis=1 if writer.is_first else -1)


def _plain(operator: str) -> Callable[[_Writer, Any, str], None]:
    return lambda writer, spec, place: writer.node(operator, [writer.tensor])


WRITERS: dict[type[LayerSpec], Callable[[_Writer, Any, str], None]] = {
    Dense: _dense,
    Convolution: _convolution,
    ZeroPadding: _zero_padding,
    MaxPooling: _pooling,
    MinPooling: _pooling,
    MeanPooling: _pooling,
    GlobalMeanPooling: _global_mean,
    Flatten: lambda writer, spec, place: writer.flatten(),
    BatchNormalization: _batch_normalization,
    Standardization: _standardization,
    Dropout: lambda writer, spec, place: None,
    Residual: _residual,
    Linear: _plain("Identity"),
    ReLU: _plain("Relu"),
    LeakyReLU: lambda writer, spec, place: writer.node("LeakyRelu", [writer.tensor], alpha=spec.slope),
    Sigmoid: _plain("Sigmoid"),
    Tanh: _plain("Tanh"),
    Softmax: _softmax,
}
"""How each layer is written. A layer that is missing here would be noticed by the tests."""
