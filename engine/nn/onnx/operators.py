"""What each operator of ONNX is among our layers (https://onnx.ai/onnx/operators)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import prod
from typing import Any

import numpy as np

from engine.nn.activation import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution, Padding
from engine.nn.dense import Dense
from engine.nn.layer import Array
from engine.nn.normalization import EPSILON, BatchNormalization
from engine.nn.onnx.flow import CHANNELS_FIRST, Flow, OtherOrder
from engine.nn.onnx.graph import Graph, Node, Unsupported
from engine.nn.padding import ZeroPadding
from engine.nn.pooling import GlobalMeanPooling, MaxPooling, MeanPooling, MinPooling
from engine.nn.standardization import Standardization

LARGEST_STANDARDIZED = 1 << 20
"""Numbers a picture; a file can ask for so many with a single one of its own."""


def convert(flow: Flow, node: Node, graph: Graph) -> None:
    """Let an operator that works on a single tensor become a layer. Raises Unsupported where it is none of ours."""
    if node.operator not in OPERATORS:
        raise Unsupported(node.operator)
    OPERATORS[node.operator](flow, node, graph)


def _weights(node: Node, graph: Graph, place: int) -> Array:
    """The constant that a node has as its input number `place`. Raises Unsupported where it has none."""
    if len(node.inputs) <= place or not graph.is_constant(node.inputs[place]):
        raise Unsupported(node.operator, "without constant weights behind its input")
    return graph.constant(node.inputs[place])


def _optional(node: Node, graph: Graph, place: int) -> Array | None:
    return _weights(node, graph, place) if len(node.inputs) > place and node.inputs[place] else None


def _square(node: Node, name: str, usual: int) -> int:
    """The side of a window or the step between windows, if it is the same down and across."""
    sides = set(node.setting(name, ()) or (usual,))
    if len(sides) != 1:
        raise Unsupported(node.operator, "with windows that are not square")
    return int(sides.pop())


def _dense(flow: Flow, node: Node, graph: Graph, weights: Array, biases: Array | None) -> None:
    order = flow.need_row(node.operator)
    if weights.ndim != 2 or len(weights) != prod(flow.shape):
        raise Unsupported(node.operator, "with weights of another shape")
    values = {"weights": weights}
    if order is not None:
        values["weights"] = np.empty_like(weights)
        values["weights"][order] = weights
    if biases is not None:
        values["biases"] = np.broadcast_to(biases, (1, weights.shape[1]))[0]
    flow.add(Dense(weights.shape[1]), ((0,),), **values)


def _gemm(flow: Flow, node: Node, graph: Graph) -> None:
    if node.setting("transA", 0):
        raise Unsupported("Gemm", "with a transposed input")
    weights, biases = _weights(node, graph, 1), _optional(node, graph, 2)
    weights = (weights.T if node.setting("transB", 0) else weights) * np.float32(node.setting("alpha", 1.0))
    if biases is not None:
        biases = biases * np.float32(node.setting("beta", 1.0))
    _dense(flow, node, graph, weights, biases)


def _matmul(flow: Flow, node: Node, graph: Graph) -> None:
    _dense(flow, node, graph, _weights(node, graph, 1), None)


def _convolution(flow: Flow, node: Node, graph: Graph) -> None:
    channels = flow.need_picture("Conv")[2]
    weights, biases = _weights(node, graph, 1), _optional(node, graph, 2)
    if node.setting("group", 1) != 1 or _square(node, "dilations", 1) != 1:
        raise Unsupported("Conv", "with groups or dilations")
    if weights.ndim != 4 or weights.shape[1] != channels or weights.shape[2] != weights.shape[3]:
        raise Unsupported("Conv", "with windows that are not square")
    settings = {"filters": len(weights), "size": weights.shape[2], "stride": _square(node, "strides", 1)}
    same, valid = (Convolution(**settings, padding=padding) for padding in (Padding.SAME, Padding.VALID))
    (above, below), (left, right) = margins = same.margins(flow.shape)
    kind, pads = _padding(node)
    if kind == "SAME_UPPER" or pads == (above, left, below, right) or (kind == "SAME_LOWER" and not np.ptp(margins)):
        spec = same
    elif kind == "SAME_LOWER" or len(pads) != 4:
        raise Unsupported("Conv", "with such a padding")
    else:
        spec = valid
        if any(pads):
            flow.add(ZeroPadding(pads[0], pads[2], pads[1], pads[3]))
    values = {"weights": weights.transpose(2, 3, 1, 0)}
    if biases is not None:
        values["biases"] = biases
    flow.add(spec, CHANNELS_FIRST, **values)


def _pad(flow: Flow, node: Node, graph: Graph) -> None:
    flow.need_picture("Pad")
    pads, value = _weights(node, graph, 1), _optional(node, graph, 2)
    if node.setting("mode", b"constant") != b"constant" or pads.shape != (8,) or (value is not None and value.any()):
        raise Unsupported("Pad", "with anything but zeros")
    if pads[[0, 1, 4, 5]].any():
        raise Unsupported("Pad", "with anything but zeros around a picture")
    above, left, below, right = pads[[2, 3, 6, 7]].tolist()
    flow.add(ZeroPadding(above, below, left, right))


def _padding(node: Node) -> tuple[str, tuple[int, ...]]:
    """How a window may reach over the border: a rule, or the margins above, left, below, right."""
    return node.setting("auto_pad", b"NOTSET").decode(), node.setting("pads", ()) or (0, 0, 0, 0)


def _pooling(
    flow: Flow, node: Node, graph: Graph, kind: type[MaxPooling] | type[MinPooling] | type[MeanPooling]
) -> None:
    sides = flow.need_picture(node.operator)[:2]
    size, (rule, pads) = _square(node, "kernel_shape", 0), _padding(node)
    if size == 1 == _square(node, "strides", 1) and not any(pads):
        return
    is_even = not any(side % size for side in sides) if size else False
    if (
        _square(node, "strides", 1) != size
        or any(pads)
        or _square(node, "dilations", 1) != 1
        or ((rule.startswith("SAME") or node.setting("ceil_mode", 0)) and not is_even)
    ):
        raise Unsupported(node.operator, "whose windows overlap or reach over the border")
    flow.add(kind(size), CHANNELS_FIRST)


def _global_mean(flow: Flow, node: Node, graph: Graph) -> None:
    flow.need_picture(node.operator)
    flow.add(GlobalMeanPooling(), ((0,), (), ()))


def _reduce_mean(flow: Flow, node: Node, graph: Graph) -> None:
    axes = _optional(node, graph, 1)
    places = node.setting("axes", ()) if axes is None else axes.ravel().tolist()
    if sorted(place % 4 for place in places) != [2, 3]:
        raise Unsupported("ReduceMean", "along these axes")
    _global_mean(flow, node, graph)
    if not node.setting("keepdims", 1):
        flow.reshape(flow.dims[:1])


def _batch_normalization(flow: Flow, node: Node, graph: Graph) -> None:
    if node.setting("training_mode", 0):
        raise Unsupported(node.operator, "in training")
    if len(flow.axes) == 1:
        flow.need_plain_row(node.operator)
    else:
        flow.need_picture(node.operator)
    scales, shifts, mean, variance = (_weights(node, graph, place) for place in range(1, 5))
    if not (variance + np.float32(node.setting("epsilon", 1e-5)) > 0).all():
        raise Unsupported(node.operator, "with a negative variance")
    variance = variance + np.float32(node.setting("epsilon", 1e-5) - EPSILON)  # ours is always the same
    flow.add(BatchNormalization(), scales=scales, shifts=shifts, mean=mean, variance=variance)


def _arithmetic(flow: Flow, node: Node, graph: Graph) -> None:
    """A constant that is added, subtracted, or multiplied: the biases of a layer that has none yet, or else a
    standardisation."""
    is_first = graph.is_constant(node.inputs[0])
    constant = _weights(node, graph, 0 if is_first else 1)
    if is_first and node.operator in ("Sub", "Div"):
        raise Unsupported(node.operator, "of a constant")
    if prod(flow.shape) > LARGEST_STANDARDIZED:
        raise Unsupported(node.operator, "on so many numbers")
    values = flow.ours(constant)
    last = flow.steps[-1] if flow.steps else None
    if node.operator == "Add" and last and isinstance(last.spec, Dense | Convolution) and "biases" not in last.values:
        units = values.reshape(-1, values.shape[-1])
        if (units == units[0]).all():
            last.values["biases"] = units[0]
            return
    if node.operator in ("Mul", "Div") and not values.all():
        raise Unsupported(node.operator, "by zero")
    if node.operator in ("Add", "Sub"):
        flow.add(Standardization(), mean=values if node.operator == "Sub" else -values)
        return
    deviation = values if node.operator == "Div" else 1 / values
    if last and isinstance(last.spec, Standardization) and "deviation" not in last.values:
        last.values["deviation"] = deviation
    else:
        flow.add(Standardization(), deviation=deviation)


def _softmax(flow: Flow, node: Node, graph: Graph) -> None:
    axis = node.setting("axis", -1 if graph.opset >= 13 else 1)
    if len(flow.axes) == 1 and axis in (1, -1):
        flow.need_plain_row(node.operator)
        flow.add(Softmax())
    elif graph.opset >= 13 and axis % 4 == 1:
        flow.need_picture(node.operator)
        flow.add(Softmax())
    else:
        raise OtherOrder(node.operator)


def _reshape(flow: Flow, node: Node, graph: Graph) -> None:
    target, dims = _weights(node, graph, 1).tolist(), flow.dims
    if len(target) < 2 or target.count(-1) > 1 or (node.setting("allowzero", 0) and 0 in target):
        raise OtherOrder("Reshape")
    sides = [dims[place] if side == 0 else side for place, side in enumerate(target[1:])]
    if -1 in sides:
        others = prod(side for side in sides if side != -1)
        if others <= 0 or prod(dims) % others:
            raise OtherOrder("Reshape")
        sides[sides.index(-1)] = prod(dims) // others
    if target[0] not in (0, -1, flow.batch or -1) or min(sides) < 1:
        raise OtherOrder("Reshape")
    flow.reshape(sides)


def _flatten(flow: Flow, node: Node, graph: Graph) -> None:
    axis = node.setting("axis", 1)
    if axis not in (1, -len(flow.axes)):
        raise OtherOrder("Flatten")
    flow.reshape([prod(flow.dims)], "Flatten")


def _squeeze(flow: Flow, node: Node, graph: Graph) -> None:
    axes = _optional(node, graph, 1)
    places = list(node.setting("axes", ()) if axes is None else axes.ravel().tolist())
    rank = len(flow.axes) + 1
    if not places:
        places = [place for place, side in enumerate(flow.dims, 1) if side == 1]
    gone = {place % rank for place in places}
    if 0 in gone or any(flow.dims[place - 1] != 1 for place in gone):
        raise OtherOrder("Squeeze")
    flow.reshape([side for place, side in enumerate(flow.dims, 1) if place not in gone], "Squeeze")


def _unsqueeze(flow: Flow, node: Node, graph: Graph) -> None:
    axes = _optional(node, graph, 1)
    places = list(node.setting("axes", ()) if axes is None else axes.ravel().tolist())
    rank = len(flow.axes) + 1 + len(places)
    places = sorted(place % rank for place in places)
    if rank > 8 or not places or places[0] == 0:
        raise OtherOrder("Unsqueeze")
    sides = list(flow.dims)
    for place in places:
        sides.insert(place - 1, 1)
    flow.reshape(sides, "Unsqueeze")


def _transpose(flow: Flow, node: Node, graph: Graph) -> None:
    flow.transpose(node.setting("perm", ()))


def _leaky(flow: Flow, node: Node, graph: Graph) -> None:
    flow.add(LeakyReLU(float(str(np.float32(node.setting("alpha", 0.01))))))


def _nothing(flow: Flow, node: Node, graph: Graph) -> None:
    """What only matters while training."""


OPERATORS: dict[str, Callable[[Flow, Node, Graph], Any]] = {
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Conv": _convolution,
    "Pad": _pad,
    "MaxPool": partial(_pooling, kind=MaxPooling),
    "AveragePool": partial(_pooling, kind=MeanPooling),
    "GlobalAveragePool": _global_mean,
    "ReduceMean": _reduce_mean,
    "BatchNormalization": _batch_normalization,
    "Add": _arithmetic,
    "Sub": _arithmetic,
    "Mul": _arithmetic,
    "Div": _arithmetic,
    "Softmax": _softmax,
    "Reshape": _reshape,
    "Flatten": _flatten,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Transpose": _transpose,
    "LeakyRelu": _leaky,
    "Relu": lambda flow, node, graph: flow.add(ReLU()),
    "Sigmoid": lambda flow, node, graph: flow.add(Sigmoid()),
    "Tanh": lambda flow, node, graph: flow.add(Tanh()),
    "Dropout": _nothing,
    "Identity": _nothing,
}
