"""Ways to spoil a model file of ours."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
from safetensors.numpy import load, save

from engine.nn.sealed_file import checksum

Random = np.random.Generator
HOSTILE = (
    None, True, -1, 0, 1 << 31, 1 << 70, 1.5, float("nan"), float("inf"), "", "x", "[" * 50_000, "\ud800", "a\nb",
    "9" * 5000, [], {}, [[]], [None] * 1000, [1] * 100_000, {"a": {"b": []}}, [1 << 40, 1 << 40, 3], "null", "NaN",
    "é" * 100_000,
)  # fmt: skip
"""What may stand where something else should."""


def flipped(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    end = len(data) if rng.random() < 0.5 else 8 + int.from_bytes(data[:8], "little")  # half of them in the header
    for _ in range(int(rng.integers(1, 4))):
        changed[int(rng.integers(end))] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def shortened(data: bytes, rng: Random) -> bytes:
    return data[: int(rng.integers(len(data)))]


def lengthened(data: bytes, rng: Random) -> bytes:
    place, more = int(rng.integers(len(data) + 1)), rng.bytes(int(rng.integers(1, 5000)))
    return data[:place] + more + data[place:]


def other_length(data: bytes, rng: Random) -> bytes:
    return int(rng.integers(0, 1 << int(rng.integers(1, 63)))).to_bytes(8, "little") + data[8:]


def foreign(data: bytes, rng: Random) -> bytes:
    return [b"", rng.bytes(int(rng.integers(1, 20_000))), b"\x80\x04]\x94K\x01a.", b"PK\x03\x04" + data, data[8:]][
        int(rng.integers(5))
    ]


def other_header(data: bytes, rng: Random) -> bytes:
    """The outer JSON with something else in one place."""
    header, tensors = _parts(data)
    return _joined(json.dumps(_changed(header, rng)), tensors)


def claimed_shapes(data: bytes, rng: Random) -> bytes:
    """Tensors that say they are enormous, or of another type, or lie elsewhere."""
    header, tensors = _parts(data)
    claim = header[str(rng.choice([name for name in header if name != "__metadata__"]))]
    key = str(rng.choice(["shape", "dtype", "data_offsets"]))
    claim[key] = {
        "shape": [[1 << 40], [1 << 20, 1 << 20], [3] * 5000, [-1, -4], [0], "12", {"a": 1}],
        "dtype": ["F64", "I8", "F16", "", None, 4],
        "data_offsets": [[0, 1 << 60], [-4, 0], [4, 0], [0], "ab", [1.5, 2.5]],
    }[key][int(rng.integers(5))]
    return _joined(json.dumps(header), tensors)


def nested_header(data: bytes, rng: Random) -> bytes:
    """JSON that is deep, wide or repeats a key."""
    header, tensors = _parts(data)
    depth, text = int(rng.integers(10, 200_000)), json.dumps(header)
    return _joined(
        [
            "[" * depth,
            '{"a":' * depth,
            "[" * depth + "]" * depth,
            text[:-1] + ',"__metadata__":{"format":"x"}}',
            text[:-1] + "".join(f',"a{number}":{{}}' for number in range(depth)) + "}",
            text.replace("{", '{"shape":[1],', 1),
            "[" + "[]," * depth + "[]]",
            text + " " * depth,
        ][int(rng.integers(8))],
        tensors,
    )


def sealed_again(data: bytes, rng: Random) -> bytes:
    """The metadata changed under a checksum that fits: what somebody writes who knows the format."""
    metadata, tensors = _opened(data)
    key = str(rng.choice([key for key in metadata if key != "sha256"]))
    if rng.random() < 0.1:
        metadata.pop(key)
    elif key in ("format", "version") or rng.random() < 0.1:
        metadata[key] = _text(HOSTILE[int(rng.integers(len(HOSTILE)))])
    else:
        metadata[key] = json.dumps(_changed(json.loads(metadata[key]), rng))
    return _sealed(metadata, tensors)


def hostile_layers(data: bytes, rng: Random) -> bytes:
    """Layers that are unknown, too many, too large or too deep, under a checksum that fits."""
    metadata, tensors = _opened(data)
    layer = json.loads(metadata["layers"])[int(rng.integers(4, 9))]
    deep = layer
    for _ in range(int(rng.integers(1, 300))):
        deep = {"layer": "residual", "settings": {}, "layers": [deep] * int(rng.choice([1, 1, 1, 2]))}
        if len(json.dumps(deep)) > 200_000:
            break
    layers: list[object] = [
        [layer] * int(rng.integers(1, 5000)),
        [{"layer": "dense", "settings": {"units": 16384}}] * int(rng.integers(1, 150)),
        [{"layer": "convolution", "settings": {"filters": 1024, "size": 15}}] * int(rng.integers(1, 150)),
        [deep],
        [{"layer": "residual", "settings": {}, "layers": [layer] * int(rng.integers(0, 2000))}],
        [{"layer": str(rng.choice(["lstm", "", "x" * 100_000, "__class__"])), "settings": {}}],
    ]
    rest = json.loads(metadata["layers"])[-2:]
    metadata["layers"] = json.dumps([*layers[int(rng.integers(len(layers)))], *rest])  # type: ignore[misc]
    return _sealed(metadata, tensors)


def other_weights(data: bytes, rng: Random) -> bytes:
    """Weights that are no numbers, of another shape or type, too few or too many, under a checksum that fits."""
    metadata, tensors = _opened(data)
    name = str(rng.choice(sorted(tensors)))
    value = tensors[name]
    changes = [
        np.where(rng.random(value.shape) < 0.5, value, np.float32(rng.choice([np.nan, np.inf, -np.inf]))),
        value.astype(np.float16),
        value.astype(np.float64),
        value.ravel(),
        value[..., np.newaxis],
        value[:-1],
        np.concatenate([value, value]),
        np.zeros((0, 5), np.float32),
    ]
    choice = int(rng.integers(len(changes) + 2))
    if choice == len(changes):
        tensors.pop(name)
    elif choice > len(changes):
        tensors["x" * int(rng.integers(1, 1000))] = value
    else:
        tensors[name] = np.ascontiguousarray(changes[choice])
    return _sealed(metadata, tensors)


def huge_metadata(data: bytes, rng: Random) -> bytes:
    metadata, tensors = _opened(data)
    size = 1 << int(rng.integers(10, 23))
    fill = ["a" * size, "[" + "[]," * (size // 3) + "[]]", json.dumps({str(n): n for n in range(size // 10)})]
    metadata[str(rng.choice(["history", "class_names", "extra", "about"]))] = fill[int(rng.integers(3))]
    return _sealed(metadata, tensors)


CHANGES: dict[str, Callable[[bytes, Random], bytes]] = {
    change.__name__.replace("_", " "): change
    for change in (
        *(flipped, shortened, lengthened, other_length, foreign, other_header, claimed_shapes, nested_header),
        *(sealed_again, hostile_layers, other_weights, huge_metadata),
    )
}


def _parts(data: bytes) -> tuple[dict, bytes]:
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def _joined(header: str, tensors: bytes) -> bytes:
    text = header.encode("utf-8", "surrogatepass")
    return len(text).to_bytes(8, "little") + text + tensors


def _opened(data: bytes) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    return _parts(data)[0]["__metadata__"], load(data)


def _sealed(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> bytes:
    metadata["sha256"] = checksum(metadata, tensors)
    return save(tensors, metadata)


def _text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace").decode()  # safetensors takes no half letters; JSON can hold them


def _changed(plain, rng: Random):  # type: ignore[no-untyped-def]
    """A JSON value with something hostile in one place of it, chosen on a random way down."""
    if isinstance(plain, dict | list) and plain and rng.random() < 0.85:
        changed = plain.copy()
        keys = list(changed) if isinstance(changed, dict) else range(len(changed))
        key = keys[int(rng.integers(len(keys)))]
        if rng.random() < 0.1:
            del changed[key]
        else:
            changed[key] = _changed(changed[key], rng)
        return changed
    return HOSTILE[int(rng.integers(len(HOSTILE)))]
