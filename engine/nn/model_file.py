"""Networks in files: safetensors, with everything needed to use them in the metadata.

The weights lie in the file as `layer.parameter` ("0.weights"). The metadata hold the version of this format, the
layers, input shape, class names, how pictures are prepared, and the history, all as JSON, and a SHA-256 over the rest
of the metadata and the weights, because safetensors itself does not notice a flipped bit. Nothing is ever unpickled.
"""

from __future__ import annotations

import hashlib
import json
import os
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import UserError
from engine.files import write_whole
from engine.nn import (  # noqa: F401  - so that their layers are known by name
    activation,
    convolution,
    dense,
    dropout,
    normalization,
    pooling,
)
from engine.nn.history import TrainingHistory
from engine.nn.layer import NetworkError, Shape, shapes_through, spec_from_json
from engine.nn.network import Network, check_specs
from engine.params import ParameterError

FORMAT = "neural-darkroom-network"
VERSION = 1
PREPARATION = {"values": "0 to 1", "digits": "bright on dark"}
LONGEST_HEADER = 1 << 24
LARGEST_FILE = 1 << 30
MOST_LAYERS = 200


class ModelError(UserError):
    """A model file that cannot be written, or that is not one of ours, whole and unchanged."""


def save_model(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network to a file, whole or not at all. Raises ModelError."""
    from safetensors.numpy import save

    tensors = {name: parameter.value.astype(np.float32) for name, parameter in _named(network).items()}
    metadata = {
        "format": FORMAT,
        "version": str(VERSION),
        "layers": json.dumps([spec.to_json() for spec in network.specs]),
        "input_shape": json.dumps(network.input_shape),
        "class_names": json.dumps(network.class_names),
        "preparation": json.dumps(PREPARATION),
        "about": json.dumps({"seed": network.seed, "preset": network.preset, "data": network.data_name}),
        "history": json.dumps(network.history and network.history.to_plain()),
    }
    metadata["sha256"] = _checksum(metadata, tensors)
    try:
        write_whole(Path(path), save(tensors, metadata))
    except OSError as error:
        raise ModelError(f"The model {path} cannot be written: {error.strerror or error}.") from error


def load_model(path: str | os.PathLike[str]) -> Network:
    """Read a network that `save_model` wrote. Raises ModelError for any other file.

    What the file claims is compared with its size before anything of that size is made.
    """
    path = Path(path)
    try:
        return _network(_read(path))
    except OSError as error:
        raise ModelError(f"The model {path.name} cannot be read: {error.strerror or error}.") from error
    except (_Foreign, ParameterError, NetworkError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise ModelError(f"{path.name} is damaged or is not a network of this program: {_sentence(error)}") from error


class _Foreign(Exception):
    """Why a file is not one of ours."""


def _sentence(error: Exception) -> str:
    """The reason in a few words, ending in a full stop."""
    text = str(error) if isinstance(error, _Foreign | ParameterError | NetworkError) else "its contents make no sense"
    return text.rstrip(".") + "."


def _named(network: Network) -> dict[str, Any]:
    return {
        f"{number}.{parameter.name}": parameter
        for number, layer in enumerate(network.layers)
        for parameter in layer.parameters()
    }


def _checksum(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> str:
    """SHA-256 over the metadata and the weights with their names and shapes."""
    digest = hashlib.sha256(json.dumps({key: metadata[key] for key in sorted(metadata) if key != "sha256"}).encode())
    for name in sorted(tensors):
        digest.update(f"{name} {tensors[name].shape}".encode())
        digest.update(np.ascontiguousarray(tensors[name], "<f4").tobytes())
    return digest.hexdigest()


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if not 8 <= size <= LARGEST_FILE:
            raise _Foreign("its size is that of no network")
        return file.read(LARGEST_FILE)


def _network(data: bytes) -> Network:
    """The network in a file's bytes: the claims first, then the weights."""
    header, payload = _header(data)
    metadata = header.pop("__metadata__")
    if metadata["format"] != FORMAT:
        raise _Foreign("it was written by another program")
    if metadata["version"] != str(VERSION):
        raise _Foreign("it was written by a newer version, or has changed since")
    plain = {key: json.loads(metadata[key]) for key in ("layers", "input_shape", "class_names", "about", "history")}
    if len(plain["layers"]) > MOST_LAYERS:
        raise _Foreign("it has too many layers")
    specs = tuple(spec_from_json(layer) for layer in plain["layers"])
    input_shape, class_names = _input_shape(plain["input_shape"]), _class_names(plain["class_names"])
    check_specs(specs, input_shape, class_names)
    _check_tensors(header, payload, _expected(specs, input_shape))
    tensors = _tensors(data)
    if _checksum(metadata, tensors) != metadata["sha256"]:
        raise _Foreign("its checksum does not fit: it has changed since it was saved")
    network = Network.build(specs, input_shape, class_names, int(plain["about"]["seed"]))
    for name, parameter in _named(network).items():
        parameter.value[...] = tensors[name]
    network.preset, network.data_name = (_name_or_none(plain["about"][key]) for key in ("preset", "data"))
    network.history = TrainingHistory.from_plain(plain["history"]) if plain["history"] is not None else None
    return network


def _header(data: bytes) -> tuple[dict[str, Any], int]:
    """The JSON at the beginning, and how many bytes follow it."""
    length = int.from_bytes(data[:8], "little")
    if length > min(LONGEST_HEADER, len(data) - 8):
        raise _Foreign("it is cut off or of another kind")
    header = json.loads(data[8 : 8 + length])
    if not isinstance(header, dict) or not isinstance(header.get("__metadata__"), dict):
        raise _Foreign("it says nothing about a network")
    return header, len(data) - 8 - length


def _input_shape(plain: Any) -> Shape:
    if not isinstance(plain, list) or not 1 <= len(plain) <= 3:
        raise _Foreign("its input shape makes no sense")
    if not all(type(side) is int and 1 <= side <= 4096 for side in plain):
        raise _Foreign("its input shape makes no sense")
    return tuple(plain)


def _class_names(plain: Any) -> tuple[str, ...]:
    if not isinstance(plain, list) or not all(isinstance(name, str) for name in plain):
        raise _Foreign("its class names make no sense")
    return tuple(plain)


def _name_or_none(plain: Any) -> str | None:
    if not isinstance(plain, str | None):
        raise _Foreign("what it says about itself makes no sense")
    return plain


def _expected(specs: tuple, input_shape: Shape) -> dict[str, Shape]:
    return {
        f"{number}.{name}": shape
        for number, (spec, before) in enumerate(zip(specs, shapes_through(specs, input_shape), strict=False))
        for name, shape in spec.parameter_shapes(before).items()
    }


def _check_tensors(header: dict[str, Any], payload: int, expected: dict[str, Shape]) -> None:
    """Raise unless the file holds just the weights that its layers need, and is as long as these are."""
    if set(header) != set(expected):
        raise _Foreign("its weights are not those of its layers")
    for name, shape in expected.items():
        if header[name]["dtype"] != "F32" or tuple(header[name]["shape"]) != shape:
            raise _Foreign("its weights are not those of its layers")
    if payload != 4 * sum(prod(shape) for shape in expected.values()):
        raise _Foreign("it is cut off or too long")


def _tensors(data: bytes) -> dict[str, np.ndarray]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors = load(data)
    except SafetensorError as error:
        raise _Foreign("its parts do not fit together") from error
    if not all(np.isfinite(values).all() for values in tensors.values()):
        raise _Foreign("its weights are not all numbers")
    return tensors
