"""Networks in files: safetensors, with everything needed to use them in the metadata.

The weights lie in the file as `layer.parameter` ("0.weights"). The metadata hold the layers, input shape, class names,
how pictures are prepared, and the history, all as JSON, under the seal of `sealed_file.py`.
"""

from __future__ import annotations

import json
import os
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.dataset import Preparation
from engine.errors import UserError
from engine.nn import (  # noqa: F401  - so that their layers are known by name
    activation,
    convolution,
    dense,
    dropout,
    normalization,
    padding,
    pooling,
    residual,
    standardization,
)
from engine.nn.history import TrainingHistory
from engine.nn.layer import MOST_OUTPUTS, NetworkError, Shape, shapes_through, spec_from_json
from engine.nn.network import Network, check_specs
from engine.nn.sealed_file import ForeignFile, SealedFile, read_sealed, write_sealed
from engine.params import ParameterError

FORMAT = "neural-darkroom-network"
VERSION = 1
ONNX = ".onnx"
MOST_LAYERS = 200
"""In a file, those in blocks counted too."""
LONGEST_NAME = 4096
"""Letters; data may be named by their path."""
LONGEST_REASON = 200


class ModelError(UserError):
    """A model file that cannot be written, or that is not one of ours, whole and unchanged."""


def save_model(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network to a file, whole or not at all; `.onnx` is for other programs. Raises ModelError."""
    if Path(path).suffix.lower() == ONNX:
        from engine.nn.onnx.export import save_onnx

        return save_onnx(network, path)
    try:
        write_sealed(Path(path), FORMAT, VERSION, network_to_plain(network), weights_of(network))
    except OSError as error:
        raise ModelError(f"The model {path} cannot be written: {error.strerror or error}.") from error


def load_model(path: str | os.PathLike[str]) -> Network:
    """Read a network that `save_model` wrote, or an `.onnx` file of the same layers. Raises ModelError for any other.

    What the file claims is compared with its size before anything of that size is made.
    """
    path = Path(path)
    if path.suffix.lower() == ONNX:
        from engine.nn.onnx.reading import load_onnx

        return load_onnx(path)
    try:
        return network_in(read_sealed(path, FORMAT, VERSION))[0]
    except OSError as error:
        raise ModelError(f"The model {path.name} cannot be read: {error.strerror or error}.") from error
    except NONSENSE as error:
        raise ModelError(f"{path.name} is damaged or is not a network of this program: {reason(error)}") from error


NONSENSE = (
    ForeignFile,
    ParameterError,
    NetworkError,
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
    RecursionError,
)
"""What reading a file raises that holds something else than it should."""


def reason(error: Exception) -> str:
    """Why a file is refused, in a few words that end in a full stop."""
    is_ours = isinstance(error, ForeignFile | ParameterError | NetworkError)
    text = str(error) if is_ours else "its contents make no sense"
    if len(text) > LONGEST_REASON:
        text = text[:LONGEST_REASON] + "…"
    return text.rstrip(".") + "."


def network_to_plain(network: Network, exact: bool = False) -> dict[str, Any]:
    """All of a network but its weights, as JSON knows it; its curves thinned out and rounded unless `exact`."""
    return {
        "layers": [spec.to_json() for spec in network.specs],
        "input_shape": network.input_shape,
        "class_names": network.class_names,
        "preparation": network.preparation.value,
        "about": {"seed": network.seed, "preset": network.preset, "data": network.data_name},
        "history": network.history and network.history.to_plain(exact),
    }


def weights_of(network: Network) -> dict[str, np.ndarray]:
    """Its weights by their names in files."""
    return {name: parameter.value.astype(np.float32) for name, parameter in _named(network).items()}


def set_weights(network: Network, values: dict[str, np.ndarray]) -> None:
    """Put in weights by their names in files. Raises ForeignFile where they are of another shape, and KeyError."""
    parameters = _named(network)
    for name, value in values.items():
        if parameters[name].value.shape != value.shape:
            raise ForeignFile("its weights are not those of its layers")
        parameters[name].value[...] = value


def network_in(file: SealedFile, beside: str | None = None) -> tuple[Network, dict[str, np.ndarray]]:
    """The network in a file, the claims first, then the weights; and what lies beside it under names that begin with
    `beside`. Raises what `read_sealed` raises, ParameterError and NetworkError."""
    if file.metadata["layers"].count("{") > 2 * MOST_LAYERS:  # each is an object that holds one of its settings
        raise ForeignFile("it has too many layers")
    keys = ("layers", "input_shape", "class_names", "about", "history")
    plain = {key: json.loads(file.metadata[key]) for key in keys}
    specs = tuple(spec_from_json(layer) for layer in plain["layers"])
    input_shape, class_names = _input_shape(plain["input_shape"]), _class_names(plain["class_names"])
    check_specs(specs, input_shape, class_names)
    others = {name for name in file.shapes if beside is not None and name.startswith(beside)}
    if {name: shape for name, shape in file.shapes.items() if name not in others} != _expected(specs, input_shape):
        raise ForeignFile("its weights are not those of its layers")
    tensors = file.tensors()
    network = Network.build(specs, input_shape, class_names, int(plain["about"]["seed"]))
    set_weights(network, {name: tensors[name] for name in tensors if name not in others})
    network.preset, network.data_name = (_name_or_none(plain["about"][key]) for key in ("preset", "data"))
    network.preparation = _preparation(file.metadata)
    network.history = TrainingHistory.from_plain(plain["history"]) if plain["history"] is not None else None
    return network, {name: tensors[name] for name in others}


def _named(network: Network) -> dict[str, Any]:
    return {
        f"{number}.{parameter.name}": parameter
        for number, layer in enumerate(network.layers)
        for parameter in layer.parameters()
    }


def _preparation(metadata: dict[str, str]) -> Preparation:
    plain = json.loads(metadata["preparation"])
    return Preparation.DIGIT if isinstance(plain, dict) else Preparation(plain)  # it was an object in the first files


def _input_shape(plain: Any) -> Shape:
    if (
        not isinstance(plain, list)
        or not 1 <= len(plain) <= 3
        or not all(type(side) is int and 1 <= side <= 4096 for side in plain)
        or prod(plain) > MOST_OUTPUTS
    ):
        raise ForeignFile("its input shape makes no sense")
    return tuple(plain)


def _class_names(plain: Any) -> tuple[str, ...]:
    if not isinstance(plain, list):
        raise ForeignFile("its class names make no sense")
    return tuple(map(name_in, plain))


def _name_or_none(plain: Any) -> str | None:
    return None if plain is None else name_in(plain)


def name_in(plain: Any) -> str:
    """A name that can be shown: no control characters, no novel."""
    if not isinstance(plain, str) or len(plain) > LONGEST_NAME:
        raise ForeignFile("a name in it makes no sense")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in plain)


def _expected(specs: tuple, input_shape: Shape) -> dict[str, Shape]:
    return {
        f"{number}.{name}": shape
        for number, (spec, before) in enumerate(zip(specs, shapes_through(specs, input_shape), strict=False))
        for name, shape in spec.parameter_shapes(before).items()
    }
