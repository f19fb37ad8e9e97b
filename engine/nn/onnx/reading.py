"""Networks from ONNX files, ours and those of other programs that consist of the same layers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isqrt, prod
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.dataset import Preparation
from engine.nn.activation import Linear, Sigmoid, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.layer import Array, LayerSpec, Shape
from engine.nn.model_file import MOST_LAYERS, NONSENSE, ModelError, name_in, reason, set_weights
from engine.nn.network import Network, check_specs
from engine.nn.normalization import EPSILON, BatchNormalization
from engine.nn.onnx.export import PRODUCER
from engine.nn.onnx.flow import Axes, Flow, OtherOrder, Step
from engine.nn.onnx.graph import Graph, Node, Unsupported, parse
from engine.nn.onnx.operators import convert
from engine.nn.pooling import MaxPooling, MinPooling
from engine.nn.residual import SHORTCUT, Residual
from engine.nn.sealed_file import ForeignFile

LARGEST_FILE = 1 << 28
LARGEST_INPUT = 1 << 20
"""Numbers a picture."""
SMALLEST_SQUARE = 8
"""A row of n² numbers is taken for a square grey picture if n is at least this."""


def load_onnx(path: Path) -> Network:
    """Read a network that consists of layers we have. Raises ModelError for any other file.

    The axes of its input may be rows, columns, channels or channels, rows, columns; a flat row of n² numbers is taken
    for a grey picture. Where it ends in logits, softmax (for a single one, sigmoid) is put behind them; a log-softmax
    at the end becomes softmax. Classes that have no names are numbered.
    """
    try:
        if path.exists() and not path.is_dir() and (not path.is_file() or path.stat().st_size > LARGEST_FILE):
            raise ForeignFile("it is no file of moderate size")
        return _network(parse(path.read_bytes()))
    except OSError as error:
        raise ModelError(f"The model {path.name} cannot be read: {error.strerror or error}.") from error
    except NONSENSE as error:
        raise ModelError(f"{path.name} cannot be taken for a network: {reason(error)}") from error


def _network(graph: Graph) -> Network:
    flow, input_shape = _converted(graph)
    if len(flow.shape) > 1:
        flow.need_plain_row("the output")
    if not flow.steps or not isinstance(flow.steps[-1].spec, Softmax | Sigmoid):
        flow.add(Sigmoid() if flow.shape == (1,) else Softmax())
    specs = tuple(step.spec for step in flow.steps)
    if len(specs) > MOST_LAYERS:
        raise ForeignFile("it has too many layers")
    notes = _notes(graph)
    names = tuple(map(name_in, notes.get("class_names", map(str, range(max(2, flow.shape[0]))))))
    check_specs(specs, input_shape, names)
    network = Network.build(specs, input_shape, names)
    set_weights(
        network, {f"{number}.{name}": v for number, step in enumerate(flow.steps) for name, v in step.values.items()}
    )
    network.preparation = Preparation.DIGIT if input_shape[-1] == 1 else Preparation.PICTURE
    if notes:
        network.preset, network.data_name = (
            name and name_in(name) for name in map(notes["about"].get, ("preset", "data"))
        )
        network.preparation = Preparation(notes["preparation"])
    return network


def _notes(graph: Graph) -> dict[str, Any]:
    """What we have written beside a network; empty where it is another's."""
    if graph.producer != PRODUCER:
        return {}
    notes = {key: json.loads(graph.notes[key]) for key in ("class_names", "preparation", "about")}
    if not isinstance(notes["about"], dict) or not isinstance(notes["class_names"], list):
        raise ForeignFile("what it says about itself makes no sense")
    return notes


def _converted(graph: Graph) -> tuple[Flow, Shape]:
    """The layers of a graph and the shape of their input, which is what they make sense for."""
    first: OtherOrder | None = None
    for shape, axes in _inputs(graph):
        flow = Flow(shape, axes, graph.dims[0])
        try:
            _convert_all(flow, graph.path(graph.source, graph.output), graph, set())
            return flow, shape
        except OtherOrder as error:
            first = first or error
    raise first or ForeignFile("its input is neither pictures nor rows of numbers")


def _inputs(graph: Graph) -> Iterator[tuple[Shape, Axes]]:
    """What the input may be in our terms: a shape, and where its axes are in the graph's tensor; likely ones first."""
    dims = graph.dims[1:]
    if not dims or min(dims) < 1 or prod(dims) > LARGEST_INPUT or len(dims) > 3:
        raise ForeignFile("its input has no fixed size, or one that makes no sense")
    as_it_is = dims, tuple((axis,) for axis in range(len(dims)))
    if graph.producer == PRODUCER:
        yield as_it_is
    elif len(dims) == 3:
        channels_first = (*dims[1:], dims[0]), ((2,), (0,), (1,))
        yield from (channels_first, as_it_is) if dims[0] <= dims[2] else (as_it_is, channels_first)
    elif len(dims) == 2:
        yield (*dims, 1), ((0,), (1,))
    else:
        yield from _rows(graph, dims[0])


def _rows(graph: Graph, size: int) -> Iterator[tuple[Shape, Axes]]:
    """What a row of numbers may be: a grey picture, what the graph makes of it, or a row."""
    side = isqrt(size)
    if side * side == size and side >= SMALLEST_SQUARE:
        yield (side, side, 1), ((0, 1, 2),)
    for node in graph.nodes.values():
        if node.operator == "Reshape" and len(node.inputs) == 2 and graph.is_constant(node.inputs[1]):
            sides = graph.constant(node.inputs[1]).ravel().tolist()[1:]
            if len(sides) == 3 and min(sides) > 0 and prod(sides) == size:
                yield (sides[1], sides[2], sides[0]), ((2, 0, 1),)
    yield (size,), ((0,),)


def _convert_all(flow: Flow, nodes: list[Node], graph: Graph, seen: set[Node]) -> None:
    """Let nodes that follow one another become layers. Each may be `seen` only once: more would be no blocks."""
    places = iter(range(len(nodes)))
    for place in places:
        node, following = nodes[place], [other.operator for other in nodes[place + 1 : place + 3]]
        if node in seen:
            raise ForeignFile("its layers are connected in a way that is not supported")
        seen.add(node)
        if node.branches is not None:
            _convert_block(flow, node, graph, seen)
        elif node.operator == "Neg" and following == ["MaxPool", "Neg"]:
            convert(flow, nodes[place + 1], graph)
            if isinstance(flow.steps[-1].spec, MaxPooling):
                flow.steps[-1] = Step(MinPooling(flow.steps[-1].spec.size))
            next(places), next(places)
        elif node.operator == "LogSoftmax" and node is nodes[-1] and node is graph.nodes[graph.output]:
            convert(flow, Node("Softmax", node.inputs, node.attributes), graph)
        else:
            convert(flow, node, graph)


def _convert_block(flow: Flow, node: Node, graph: Graph, seen: set[Node]) -> None:
    """Let two branches that are added become a residual block."""
    assert node.parent is not None
    assert node.branches is not None
    main, shortcut = flow.branch(), flow.branch()
    for branch, end in zip((main, shortcut), node.branches, strict=True):
        _convert_all(branch, graph.path(node.parent, end), graph, seen)
    if main.shape != shortcut.shape or main.axes != shortcut.axes:
        raise OtherOrder("Add")
    if not main.steps or (shortcut.steps and _as_shortcut(main, flow.shape)):
        main, shortcut = shortcut, main
    values = {f"{place}.{name}": v for place, step in enumerate(main.steps) for name, v in step.values.items()}
    if shortcut.steps:
        found = _as_shortcut(shortcut, flow.shape)
        if found is None:
            raise Unsupported("Add", "of two branches that both have layers")
        values |= {f"{SHORTCUT}.{name}": value for name, value in found.values.items()}
    flow.add(Residual(tuple(step.spec for step in main.steps) or (Linear(),)), main.axes, **values)


def _as_shortcut(branch: Flow, start: Shape) -> Step | None:
    """The branch as the one layer that brings the input to the shape of the answer; None if it is another."""
    steps = branch.steps
    if len(steps) == 2 and isinstance(steps[0].spec, Convolution) and isinstance(steps[1].spec, BatchNormalization):
        steps = [_folded(*steps)]
    wanted = Residual((steps[0].spec,)).shortcut(start, branch.shape)
    return steps[0] if len(steps) == 1 and wanted is not None and _are_same(steps[0].spec, wanted, start) else None


def _are_same(one: LayerSpec, other: LayerSpec, start: Shape) -> bool:
    """Whether two layers compute the same, given the same weights."""
    if isinstance(one, Dense) or isinstance(other, Dense):
        return type(one) is type(other)
    assert isinstance(other, Convolution)
    return (
        isinstance(one, Convolution)
        and (one.size, one.stride, one.filters) == (other.size, other.stride, other.filters)
        and one.margins(start) == other.margins(start)
    )


def _folded(convolution: Step, normalization: Step) -> Step:
    """A convolution that answers as the two together."""
    values = normalization.values
    scale = values["scales"] / np.sqrt(values["variance"] + np.float32(EPSILON))
    biases: Array = convolution.values.get("biases", np.zeros_like(scale))
    return Step(
        convolution.spec,
        {
            "weights": convolution.values["weights"] * scale,
            "biases": (biases - values["mean"]) * scale + values["shifts"],
        },
    )
