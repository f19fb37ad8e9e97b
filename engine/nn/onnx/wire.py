"""A look at how an ONNX file is built up, before it is read: small files can hold more parts than memory can."""

from __future__ import annotations

from engine.nn.sealed_file import ForeignFile

MOST_PARTS = 100_000
MOST_TEXT = 1 << 22
"""Bytes of names, texts and small numbers, all but weights."""

MESSAGES: dict[str, dict[int, str]] = {
    "model": {7: "graph", 8: "entry", 14: "entry"},
    "graph": {1: "node", 5: "tensor", 11: "value", 12: "value", 13: "value"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor"},
    "tensor": {},
    "value": {2: "type"},
    "type": {1: "tensor type"},
    "tensor type": {2: "shape"},
    "shape": {1: "entry"},
    "entry": {},
}
"""Which fields of which messages are messages themselves (onnx.proto3), as far as a network has use for them."""
FORBIDDEN = {
    "model": {20: "training steps", 25: "functions"},
    "graph": {15: "sparse weights"},
    "attribute": {6: "graphs in graphs", 11: "graphs in graphs", 10: "lists of tensors", 22: "sparse weights"},
    "tensor": {13: "weights in other files"},
}
WEIGHTS = {("tensor", 4), ("tensor", 9), ("tensor", 10)}
"""The fields that weights lie in: float_data, raw_data, double_data."""


def check_parts(data: bytes) -> None:
    """Raise ForeignFile unless the bytes are a protocol buffer of a moderate number of parts.

    The encoding is that of https://protobuf.dev/programming-guides/encoding. Weights are stepped over.
    """
    parts = text = 0
    rest: list[tuple[str, int, int]] = [("model", 0, len(data))]
    while rest:
        kind, place, end = rest.pop()
        while place < end:
            parts += 1
            if parts > MOST_PARTS or text > MOST_TEXT:
                raise ForeignFile("it has too many parts")
            key, place = _number(data, place, end)
            field, wire = key >> 3, key & 7
            if what := FORBIDDEN.get(kind, {}).get(field):
                raise ForeignFile(f"it has {what}, which are not supported")
            if wire == 2:
                length, place = _number(data, place, end)
                inner = MESSAGES[kind].get(field)
                if inner:
                    rest.append((inner, place, min(end, place + length)))
                elif (kind, field) not in WEIGHTS:
                    text += length
                place += length
            elif wire == 0:
                _, place = _number(data, place, end)
            elif wire in (1, 5):
                place += 8 if wire == 1 else 4
            else:
                raise ForeignFile("it is no ONNX file")
        if place != end:
            raise ForeignFile("it is cut off or no ONNX file")


def _number(data: bytes, place: int, end: int) -> tuple[int, int]:
    """The number of variable length at a place, and the place behind it."""
    number = shift = 0
    while place < end and shift < 64:
        byte = data[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place
    raise ForeignFile("it is cut off or no ONNX file")
