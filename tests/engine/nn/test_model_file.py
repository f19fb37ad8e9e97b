"""Model files: what is saved comes back, and nothing else comes in."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save

from engine.data import open_dataset
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.dense import Dense, Start
from engine.nn.model_file import ModelError, load_model, save_model
from engine.nn.network import Network
from engine.nn.pooling import GlobalMeanPooling
from engine.nn.presets import PRESETS
from engine.nn.training import TrainingPlan, train
from tests.engine.nn.sealed import rewritten

SPECS = (Dense(6, start=Start.HE), ReLU(), Dense(3), Softmax())


@pytest.fixture
def network() -> Network:
    return Network.build(SPECS, (4, 5, 1), ("cat", "dög", "owl"), 9)


@pytest.fixture
def saved(network: Network, tmp_path: Path) -> Path:
    save_model(network, tmp_path / "model.safetensors")
    return tmp_path / "model.safetensors"


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "lenet" and "xor" not in name])
def test_a_trained_network_comes_back_whole(tmp_path: Path, name: str) -> None:
    digits = finish(open_dataset("digits"))
    network = PRESETS[name].build(digits, 3)
    finish(train(network, digits, TrainingPlan(epochs=1)))
    path = tmp_path / "model.safetensors"
    save_model(network, path)
    loaded = load_model(path)
    np.testing.assert_array_equal(loaded.outputs(digits.test_images), network.outputs(digits.test_images))
    for attribute in ("specs", "input_shape", "class_names", "seed", "preset", "data_name"):
        assert getattr(loaded, attribute) == getattr(network, attribute), attribute
    assert loaded.history is not None
    assert network.history is not None
    assert loaded.history.to_plain() == network.history.to_plain()
    assert sorted(tmp_path.iterdir()) == [path]


def test_other_programs_can_read_the_weights(saved: Path, network: Network) -> None:
    np.testing.assert_array_equal(load_file(saved)["0.weights"], network.layers[0].parameters()[0].value)


def test_every_flipped_bit_is_noticed(saved: Path) -> None:
    data = saved.read_bytes()
    rng = np.random.default_rng(0)
    header = 8 + int.from_bytes(data[:8], "little")
    places = [*range(8), *rng.integers(8, header, 150), *rng.integers(header, len(data), 50)]
    for place in places:
        flipped = bytearray(data)
        flipped[place] ^= 1 << int(rng.integers(8))
        saved.write_bytes(flipped)
        with pytest.raises(ModelError):
            load_model(saved)


def test_every_truncation_is_noticed(saved: Path) -> None:
    data = saved.read_bytes()
    for length in [0, 4, 8, 100, len(data) // 2, len(data) - 1]:
        saved.write_bytes(data[:length])
        with pytest.raises(ModelError):
            load_model(saved)
    saved.write_bytes(data + b"\0")
    with pytest.raises(ModelError):
        load_model(saved)


def layers(*units: int) -> str:
    return json.dumps([*(Dense(count).to_json() for count in units), Softmax().to_json()])


def nested(depth: int) -> dict:
    return {"layer": "residual", "settings": {}, "layers": [nested(depth - 1) if depth else Dense(5).to_json()]}


CHANGES = {
    "another program": lambda metadata, tensors: metadata.update(format="other"),
    "newer version": lambda metadata, tensors: metadata.update(version="2"),
    "no layers": lambda metadata, tensors: metadata.pop("layers"),
    "not JSON": lambda metadata, tensors: metadata.update(layers="["),
    "deeply nested": lambda metadata, tensors: metadata.update(layers="[" * 100_000),
    "layers that need more memory than there is": lambda metadata, tensors: metadata.update(
        layers=layers(16384, 16384, 16384, 3)
    ),
    "weights of another shape": lambda metadata, tensors: tensors.update({"0.biases": np.zeros(5, np.float32)}),
    "weights of another type": lambda metadata, tensors: tensors.update({"0.biases": np.zeros(6, np.float16)}),
    "one weight array too few": lambda metadata, tensors: tensors.pop("0.biases"),
    "one weight array too many": lambda metadata, tensors: tensors.update(extra=np.zeros(5, np.float32)),
    "not a number": lambda metadata, tensors: tensors.update({"0.biases": np.full(6, np.nan, np.float32)}),
    "a huge input": lambda metadata, tensors: metadata.update(input_shape="[1000000, 1000000, 3]"),
    "no input": lambda metadata, tensors: metadata.update(input_shape="[]"),
    "input is a word": lambda metadata, tensors: metadata.update(input_shape='"abc"'),
    "too few names": lambda metadata, tensors: metadata.update(class_names='["a"]'),
    "names are numbers": lambda metadata, tensors: metadata.update(class_names="[1, 2, 3]"),
    "layers are null": lambda metadata, tensors: metadata.update(layers="null"),
    "about is a list": lambda metadata, tensors: metadata.update(about="[]"),
    "a seed below zero": lambda metadata, tensors: metadata.update(about='{"seed": -1, "preset": 1, "data": null}'),
    "the preset is no word": lambda metadata, tensors: metadata.update(about='{"seed": 1, "preset": 1, "data": null}'),
    "history is a number": lambda metadata, tensors: metadata.update(history="1"),
    "an input of more numbers than there is room for": lambda metadata, tensors: metadata.update(
        input_shape="[4096, 4096, 4096]", layers=json.dumps([GlobalMeanPooling().to_json(), *json.loads(layers(3))])
    ),
    "a name as long as a novel": lambda metadata, tensors: metadata.update(class_names=json.dumps(["x" * 10**5] * 3)),
    "a preset that is a novel": lambda metadata, tensors: metadata.update(
        about=json.dumps({"seed": 1, "preset": "x" * 10**5, "data": None})
    ),
    "an endless seed": lambda metadata, tensors: metadata.update(
        about='{"seed": Infinity, "preset": null, "data": null}'
    ),
    "lists of lists": lambda metadata, tensors: metadata.update(history="[" + "[]," * 100_000 + "[]]"),
    "blocks in blocks": lambda metadata, tensors: metadata.update(
        layers=json.dumps([nested(300), *json.loads(layers(3))])
    ),
    "a thousand layers": lambda metadata, tensors: metadata.update(
        layers=json.dumps([Dense(3).to_json()] * 1000 + [Softmax().to_json()])
    ),
}


REASONS = {
    "a thousand layers": "too many layers",
    "blocks in blocks": "too many layers",
    "an input of more numbers than there is room for": "input shape",
    "a name as long as a novel": "a name in it",
    "lists of lists": "says too much",
    "not a number": "not all numbers",
}


@pytest.mark.parametrize("name", CHANGES)
def test_hostile_claims_are_refused(saved: Path, name: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_model(rewritten(saved, CHANGES[name]))
    said = str(caught.value)
    assert REASONS.get(name, "") in said
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 400


def test_names_cannot_steer_a_terminal(saved: Path) -> None:
    names = json.dumps(["\x1b[2J", "\ud800", "dög\n"])
    rewritten(saved, lambda metadata, tensors: metadata.update(class_names=names))
    assert load_model(saved).class_names == ("\ufffd[2J", "\ufffd", "dög\ufffd")


def test_a_key_that_comes_twice_is_refused(saved: Path) -> None:
    data = saved.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = data[8 : 8 + length].rstrip()[:-1] + b',"0.biases":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}}'
    saved.write_bytes(len(header).to_bytes(8, "little") + header + data[8 + length :])
    with pytest.raises(ModelError, match="twice"):
        load_model(saved)


def test_what_could_not_be_read_again_is_not_written(network: Network, tmp_path: Path) -> None:
    network.data_name = "x" * 7_000_000
    with pytest.raises(ModelError, match="too long a history"):
        save_model(network, tmp_path / "model.safetensors")
    assert not list(tmp_path.iterdir())


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.safetensors")
    with pytest.raises(ModelError, match="no file"):
        load_model(tmp_path / "pipe.safetensors")


def test_a_rewritten_file_that_is_right_is_read(saved: Path, network: Network) -> None:
    """So that the test above fails for its reasons only."""
    loaded = load_model(rewritten(saved, lambda metadata, tensors: None))
    np.testing.assert_array_equal(loaded.whole.value, network.whole.value)


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.safetensors"
    tensors = {"a": np.zeros(3, np.float32)}
    for content in (b"", b"hello", pickle.dumps([1]), save(tensors), save(tensors, {"a": "b"}), b"\xff" * 4096):
        path.write_bytes(content)
        with pytest.raises(ModelError, match="foreign"):
            load_model(path)


def test_files_that_cannot_be_opened(network: Network, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load_model(tmp_path / "none.safetensors")
    with pytest.raises(ModelError):
        load_model(tmp_path)
    with pytest.raises(ModelError):
        save_model(network, tmp_path / "no such folder" / "model.safetensors")
