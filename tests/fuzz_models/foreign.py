"""Ways to spoil an ONNX file."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import AttributeProto, ModelProto, TensorProto, helper

from tests.fuzz_models import sealed
from tests.fuzz_models.fuzz import Changes

Random = np.random.Generator
NUMBERS = (0, -1, 1, 2, 3, 7, 1000, 1 << 31, 1 << 40, -(1 << 62))
OPERATORS = (
    *("Add", "Sub", "Mul", "Div", "Neg", "Relu", "Conv", "Gemm", "MatMul", "MaxPool", "AveragePool", "Flatten", "Pad"),
    *("Transpose", "Reshape", "Squeeze", "Unsqueeze", "Softmax", "LogSoftmax", "BatchNormalization", "ReduceMean"),
    *("Shape", "Concat", "Gather", "Constant", "Identity", "Cast", "LSTM", "If", "Loop", "\x1b[2J", "x" * 100_000),
)  # fmt: skip


def flipped(data: bytes, rng: Random) -> bytes:
    """Bits all over the file, or in what is no weights."""
    changed = bytearray(data)
    first = data.index(b"pictures") if rng.random() < 0.7 else 0
    for _ in range(int(rng.integers(1, 6))):
        changed[int(rng.integers(max(0, first - 20), min(len(data), first + 1500)))] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def other_operators(data: bytes, rng: Random) -> bytes:
    model = ModelProto.FromString(data)
    for _ in range(int(rng.integers(1, 3))):
        _one(model.graph.node, rng).op_type = OPERATORS[int(rng.integers(len(OPERATORS)))]
    return model.SerializeToString()


def other_settings(data: bytes, rng: Random) -> bytes:
    """Settings of nodes with hostile values, of other types, too many, or gone."""
    model = ModelProto.FromString(data)
    nodes = [node for node in model.graph.node if node.attribute]
    attribute: Any = _one(_one(nodes, rng).attribute, rng)
    names = ("axis", "perm", "pads", "strides", "kernel_shape", "group", "dilations", "alpha", "epsilon", "auto_pad")
    if rng.random() < 0.3:
        attribute.name = str(rng.choice(names))
    number = NUMBERS[int(rng.integers(len(NUMBERS)))]
    kind = int(rng.integers(5))
    if kind == 0:
        attribute.ints[:] = [number] * int(rng.choice([0, 1, 2, 4, 5, 1000]))
    elif kind == 1:
        attribute.CopyFrom(helper.make_attribute(attribute.name, number))
    elif kind == 2:
        attribute.type = int(rng.integers(0, 15))
    elif kind == 3:
        attribute.CopyFrom(helper.make_attribute(attribute.name, float(rng.choice([np.nan, np.inf, -1.0, 1e38, 0.0]))))
    else:
        attribute.CopyFrom(helper.make_attribute(attribute.name, rng.bytes(5)))
    return model.SerializeToString()


def other_wires(data: bytes, rng: Random) -> bytes:
    """Inputs and outputs of nodes exchanged, nodes doubled, gone or in another order."""
    model = ModelProto.FromString(data)
    graph = model.graph
    names = [*(name for node in graph.node for name in (*node.input, *node.output)), "", "nowhere"]
    for _ in range(int(rng.integers(1, 4))):
        node, kind = _one(graph.node, rng), int(rng.integers(6))
        if kind == 0 and node.input:
            node.input[int(rng.integers(len(node.input)))] = str(rng.choice(names))
        elif kind == 1 and node.output:
            node.output[0] = str(rng.choice(names))
        elif kind == 2:
            graph.node.add().CopyFrom(node)
        elif kind == 3 and len(graph.node) > 1:
            del graph.node[int(rng.integers(len(graph.node)))]
        elif kind == 4:
            node.CopyFrom(helper.make_node("Add", [str(rng.choice(names)), str(rng.choice(names))], list(node.output)))
        else:
            del node.input[:]
    return model.SerializeToString()


def other_weights(data: bytes, rng: Random) -> bytes:
    """Weights that are enormous, of another type, elsewhere, or no numbers."""
    model = ModelProto.FromString(data)
    tensor: Any = _one(model.graph.initializer, rng)
    kind = int(rng.integers(6))
    if kind == 0:
        tensor.dims[:] = [NUMBERS[int(n)] for n in rng.integers(0, len(NUMBERS), int(rng.choice([0, 1, 2, 4, 100])))]
    elif kind == 1:
        tensor.data_type = int(rng.integers(0, 25))
    elif kind == 2:
        tensor.raw_data = tensor.raw_data[: int(rng.integers(len(tensor.raw_data)))]
    elif kind == 3:
        tensor.raw_data = np.full(len(tensor.raw_data) // 4, rng.choice([np.nan, np.inf, 1e38]), np.float32).tobytes()
    elif kind == 4:
        tensor.data_location = TensorProto.EXTERNAL
        entry = tensor.external_data.add()
        entry.key, entry.value = "location", "../../secret"
    else:
        tensor.dims[:] = [1] * 3 + list(tensor.dims)[::-1]
    return model.SerializeToString()


def other_input(data: bytes, rng: Random) -> bytes:
    """Inputs of another shape, open, enormous, or several."""
    model = ModelProto.FromString(data)
    sides = model.graph.input[0].type.tensor_type.shape.dim
    kind = int(rng.integers(4))
    if kind == 0:
        _one(sides, rng).dim_value = NUMBERS[int(rng.integers(len(NUMBERS)))]
    elif kind == 1:
        _one(sides, rng).dim_param = "x"
    elif kind == 2:
        model.graph.input.add().name = "more"
    else:
        del sides[int(rng.integers(len(sides))) :]
    return model.SerializeToString()


def swollen(data: bytes, rng: Random) -> bytes:
    """Very many parts, very deep ones, or long texts."""
    model, many = ModelProto.FromString(data), int(rng.integers(100, 60_000))
    kind = int(rng.integers(6))
    if kind == 0:
        for _ in range(many):
            model.graph.node.add()
    elif kind == 1:
        model.graph.node[0].attribute.add().ints.extend([1] * many * 10)
    elif kind == 2:
        model.graph.doc_string = "x" * (many * 100)
    elif kind == 3:
        graph = model.graph
        for _ in range(min(many, 40)):
            attribute = graph.node.add().attribute.add()
            attribute.type, graph = AttributeProto.GRAPH, attribute.g
    elif kind == 4:
        last = model.graph.node[-1].output[0]
        model.graph.node[-1].output[0] = "s0"
        count = many % 1000
        for number in range(count):
            branch = f"s{max(0, number - int(rng.integers(3)))}"
            model.graph.node.append(helper.make_node("Add", [f"s{number}", branch], [f"s{number + 1}"]))
        model.graph.node.append(helper.make_node("Relu", [f"s{count}"], [last]))
    else:
        return data + b"\x3a\x02\x0a\x00" * many
    return model.SerializeToString()


def _one(things: Any, rng: Random) -> Any:
    return things[int(rng.integers(len(things)))]


CHANGES: Changes = {
    change.__name__.replace("_", " "): change
    for change in (
        *(flipped, sealed.shortened, sealed.lengthened, sealed.foreign, other_operators, other_settings, other_wires),
        *(other_weights, other_input, swollen),
    )
}
