"""What an ONNX file says, in terms of our own: nodes, the weights beside them, and what every node works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, TypeVar

import numpy as np

from engine.nn.layer import Array
from engine.nn.onnx.package import require_onnx
from engine.nn.onnx.wire import check_parts
from engine.nn.sealed_file import ForeignFile

Value = TypeVar("Value", int, float, bytes, tuple[int, ...])

MOST_NODES = 2000
MOST_SIDES = 8
MOST_FOLDED = 64
"""So many numbers at most are put together from smaller constants: shapes, no weights."""
KINDS = {1: ("<f4", "float_data"), 11: ("<f8", "double_data"), 7: ("<i8", "int64_data"), 6: ("<i4", "int32_data")}
"""What the numbers of a tensor are, and where they are if not in its raw data (onnx.proto3, TensorProto)."""


class Unsupported(ForeignFile):
    """An operator that none of our layers stands for."""

    def __init__(self, operator: str, detail: str = "") -> None:
        name = operator if operator.isprintable() else repr(operator)
        super().__init__(f"the operator {name[:60]} {detail and detail + ' '}is not supported")


@dataclass(frozen=True, eq=False)
class Node:
    """One step of a graph. `parent` is the tensor it works on; where two come together, `branches`, `parent` is the
    nearest tensor that both come from. Without a parent it stands for something we do not know."""

    operator: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any]
    parent: str | None = None
    branches: tuple[str, str] | None = None

    def setting(self, name: str, usual: Value) -> Value:
        """An attribute, or what is usual where the node has none. Raises ForeignFile if it is of another type."""
        value = self.attributes.get(name, usual)
        if type(value) is not type(usual):
            raise ForeignFile(f"the setting {name} of its {self.operator[:60]!r} makes no sense")
        return value


class Graph:
    """A file's graph, from `source` of the shape `dims` (batch first, 0 where it is open) to `output`."""

    def __init__(self, model: Any) -> None:
        graph = model.graph
        self.opset = max((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), default=0)
        self.producer = model.producer_name
        self.notes = {entry.key: entry.value for entry in model.metadata_props}
        self._weights = {tensor.name: tensor for tensor in graph.initializer}
        self._constants: dict[str, Array] = {}
        sources = [value for value in graph.input if value.name not in self._weights]
        if len(sources) != 1 or len(graph.output) != 1:
            raise ForeignFile("it has several inputs or outputs, where one each is needed")
        if len(graph.node) > MOST_NODES:
            raise ForeignFile("it has too many nodes")
        self.source, self.output = sources[0].name, graph.output[0].name
        self.dims = tuple(side.dim_value for side in sources[0].type.tensor_type.shape.dim)
        self._depths = {self.source: 0}
        self.nodes: dict[str, Node] = {}
        for node in graph.node:
            self._add(node)

    def constant(self, name: str) -> Array:
        """The weights or other constants of that name. Raises ForeignFile where they make no sense."""
        if name not in self._constants:
            self._constants[name] = _array(self._weights[name])
        return self._constants[name]

    def is_constant(self, name: str) -> bool:
        return name in self._constants or name in self._weights

    def path(self, start: str, end: str) -> list[Node]:
        """The nodes on the way from one tensor to another that comes from it."""
        nodes: list[Node] = []
        while end != start:
            node = self.nodes[end]
            nodes.append(node)
            if node.parent is None:
                raise Unsupported(self._stranger(node).operator)
            end = node.parent
        return nodes[::-1]

    def _stranger(self, node: Node) -> Node:
        """The first node that we do not know, on the way to one of which we do not know what it works on."""
        before = (self.nodes[name] for name in node.inputs if name in self.nodes)
        unknown = next((other for other in before if other.parent is None), None)
        return node if unknown is None else self._stranger(unknown)

    def _add(self, proto: Any) -> None:
        operator = proto.op_type if proto.domain in ("", "ai.onnx") else f"{proto.domain}.{proto.op_type}"
        inputs, output = tuple(proto.input), proto.output[0] if proto.output else ""
        if not all(isinstance(text, str) for text in (operator, output, *inputs)):  # bytes are no text
            raise ForeignFile("a name in it makes no sense")
        attributes = {attribute.name: _attribute(attribute) for attribute in proto.attribute}
        if output in self.nodes or output == self.source or self.is_constant(output):
            raise ForeignFile("two of its nodes give the same")
        data = [name for name in inputs if name and not self.is_constant(name)]
        if unknown := [name for name in data if name not in self.nodes and name != self.source]:
            raise ForeignFile(f"a node in it works on {unknown[0][:60]!r}, which nothing gives")
        fold = FOLDED.get(operator)
        if fold and (not data or operator == "Shape"):
            try:
                found = fold(attributes, *(self.constant(name) for name in inputs if name not in data))
            except (ValueError, TypeError, LookupError, AttributeError):
                found = None
            if found is not None:
                self._constants[output] = found
                return
        node = Node(operator, inputs, attributes)
        if operator == "Add" and len(data) == 2:
            node = Node(operator, inputs, attributes, self._meeting(*data), (data[0], data[1]))
        elif len(data) == 1 and self._is_known(data[0]):
            node = Node(operator, inputs, attributes, data[0])
        self.nodes[output] = node
        if node.parent is not None:
            self._depths[output] = self._depths[node.parent] + 1

    def _is_known(self, name: str) -> bool:
        return name in self._depths

    def _meeting(self, one: str, other: str) -> str | None:
        """The nearest tensor that both come from."""
        if not (self._is_known(one) and self._is_known(other)):
            return None
        while one != other:
            if self._depths[one] < self._depths[other]:
                one, other = other, one
            parent = self.nodes[one].parent
            assert parent is not None
            one = parent
        return one


def parse(data: bytes) -> Graph:
    """The graph in a file. Raises ForeignFile where there is none, ModelError where `onnx` is not installed."""
    onnx = require_onnx()
    check_parts(data)
    from google.protobuf.message import DecodeError

    try:
        return Graph(onnx.ModelProto.FromString(data))
    except DecodeError as error:
        raise ForeignFile("it is cut off or no ONNX file") from error


def _array(tensor: Any) -> Array:
    """The numbers of a tensor, floating ones as float32. What it claims must be what it holds."""
    if tensor.data_type not in KINDS:
        raise ForeignFile("its weights are of a type that is not supported")
    dtype, field = KINDS[tensor.data_type]
    shape = tuple(tensor.dims)
    if len(shape) > MOST_SIDES or not all(0 <= side < 1 << 31 for side in shape):
        raise ForeignFile("its weights are of a shape that makes no sense")
    numbers = np.frombuffer(tensor.raw_data, dtype) if tensor.raw_data else np.array(getattr(tensor, field), dtype)
    if numbers.size != prod(shape):
        raise ForeignFile("its weights are not of the shape they should be")
    if numbers.dtype.kind == "f":
        with np.errstate(over="ignore"):
            numbers = numbers.astype(np.float32)
        if not np.isfinite(numbers).all():
            raise ForeignFile("its weights are not all numbers")
    return numbers.reshape(shape)


def _attribute(attribute: Any) -> Any:
    """The value of an attribute; None for kinds that no operator we know has."""
    field = {1: "f", 2: "i", 3: "s", 4: "t", 6: "floats", 7: "ints"}.get(attribute.type)
    if field is None:
        return None
    value = getattr(attribute, field)
    return tuple(value) if field in ("floats", "ints") else value


def _literal(attributes: Mapping[str, Any]) -> Array:
    """What a node Constant holds."""
    if "value" in attributes:
        return _array(attributes["value"])
    for name, dtype in (("value_ints", np.int64), ("value_int", np.int64), ("value_float", np.float32)):
        if name in attributes:
            return np.array(attributes[name], dtype)
    raise ValueError


def _joined(attributes: Mapping[str, Any], *parts: Array) -> Array:
    if sum(part.size for part in parts) > MOST_FOLDED:
        raise ValueError
    return np.concatenate(parts, axis=attributes["axis"])


def _widened(attributes: Mapping[str, Any], array: Array, *axes: Array) -> Array:
    places = attributes["axes"] if "axes" in attributes else tuple(axes[0].tolist())
    if array.ndim + len(places) > MOST_SIDES:
        raise ValueError
    return np.expand_dims(array, places)


def _picked(attributes: Mapping[str, Any], array: Array, places: Array) -> Array:
    if places.size > MOST_FOLDED or attributes.get("axis", 0) != 0 or array.ndim != 1:
        raise ValueError
    return array[places]


def _filled(attributes: Mapping[str, Any], shape: Array) -> Array:
    value = _array(attributes["value"]) if "value" in attributes else np.zeros(1, np.float32)
    if shape.size > MOST_SIDES or not 0 <= prod(shape.tolist()) <= MOST_FOLDED:
        raise ValueError
    return np.full(shape.tolist(), value.item(), value.dtype)


def _sliced(attributes: Mapping[str, Any], array: Array, *bounds: Array) -> Array:
    given = [int(bound.item()) for bound in bounds]
    start, end, axis, step = given + [0, 0, 0, 1][len(given) :]
    place = [slice(None)] * array.ndim
    place[axis] = slice(start, end, step)
    return array[tuple(place)]


def _batch(attributes: Mapping[str, Any]) -> Array:
    """Of a tensor's shape only the size of the batch is ever asked for; 0 means in Reshape: as it is."""
    if attributes.get("start", 0) != 0:
        raise ValueError
    return np.zeros(1, np.int64)


FOLDED: dict[str, Callable[..., Array]] = {
    "Constant": _literal,
    "Identity": lambda attributes, array: array,
    "Cast": lambda attributes, array: array,
    "Transpose": lambda attributes, array: array.transpose(attributes.get("perm")),
    "Concat": _joined,
    "Unsqueeze": _widened,
    "Gather": _picked,
    "Reshape": lambda attributes, array, shape: array.reshape(shape.tolist()),
    "ConstantOfShape": _filled,
    "Slice": _sliced,
    "Shape": _batch,
}
"""What is worked out beforehand: how exporters write down weights, and shapes with an open batch."""
