"""What is exported answers the same elsewhere: in onnxruntime, on real digits."""

from __future__ import annotations

import builtins
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from sklearn.datasets import load_digits

from engine.data.dataset import Preparation
from engine.nn.activation import ReLU, Sigmoid, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.layer import LAYERS as KINDS
from engine.nn.model_file import ModelError, save_model
from engine.nn.network import Network
from engine.nn.onnx.export import WRITERS, save_onnx
from engine.nn.pooling import MeanPooling
from engine.nn.presets import PRESETS
from tests.reference.networks import LAYERS, layer_network, preset_network, seasoned


def digits(shape: tuple[int, ...]) -> np.ndarray:
    """Real digits of 8×8 pixels, or as large as is asked for; points in between 0 and 1 where it is no pictures."""
    if len(shape) != 3:
        return np.random.default_rng(5).random((40, *shape), np.float32)
    images = (load_digits().images[:40] / 16).astype(np.float32)
    times = shape[0] // 8
    images = np.kron(images, np.ones((times, times), np.float32))
    margin = (shape[0] - images.shape[1]) // 2
    return np.repeat(np.pad(images, ((0, 0), (margin, margin), (margin, margin)))[..., np.newaxis], shape[2], axis=3)


def elsewhere(path: Path, x: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(path)
    (source,) = session.get_inputs()
    (answer,) = session.run(["outputs"], {source.name: x})
    return answer


def assert_answers_the_same(network: Network, path: Path) -> None:
    x = digits(network.input_shape)
    save_onnx(network, path)
    expected = network.outputs(x)
    assert np.ptp(expected, axis=0).max() > 1e-3, "a network that always answers the same proves nothing"
    if network.shapes[-1] == (1,):
        expected = expected[:, 1:]
    np.testing.assert_allclose(elsewhere(path, x), expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer(name: str, tmp_path: Path) -> None:
    assert_answers_the_same(layer_network(name), tmp_path / "model.onnx")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset(name: str, tmp_path: Path) -> None:
    assert_answers_the_same(preset_network(name), tmp_path / "model.onnx")


def test_no_kind_of_layer_is_forgotten() -> None:
    assert set(WRITERS) == set(KINDS.values())


@pytest.mark.parametrize("specs", [(Dense(3), Softmax()), (MeanPooling(), Convolution(4), ReLU(), Dense(3), Sigmoid())])
def test_colour_pictures_that_are_not_square(specs, tmp_path: Path) -> None:
    network = seasoned(Network.build(specs, (8, 8, 3), ("a", "b", "c"), 1))
    assert_answers_the_same(network, tmp_path / "model.onnx")
    wide = seasoned(Network.build(specs, (6, 9, 2), ("a", "b", "c"), 1))
    save_onnx(wide, tmp_path / "wide.onnx")
    x = np.random.default_rng(3).random((4, 6, 9, 2), np.float32)
    np.testing.assert_allclose(elsewhere(tmp_path / "wide.onnx", x), wide.outputs(x), atol=1e-5)


def test_the_file_says_what_it_wants_and_answers(tmp_path: Path) -> None:
    network = Network.build((Dense(2), Softmax()), (5, 6, 3), ("cat", "dög"), 1)
    network.preparation = Preparation.PICTURE
    save_onnx(network, tmp_path / "model.onnx")
    model = onnx.load(tmp_path / "model.onnx")
    (source,), (output,) = model.graph.input, model.graph.output
    assert source.name == "pictures"
    assert [side.dim_value or side.dim_param for side in source.type.tensor_type.shape.dim] == ["N", 5, 6, 3]
    assert "rows, columns, channels" in source.doc_string
    assert "whole picture" in source.doc_string
    assert "cat, dög" in output.doc_string
    assert (model.opset_import[0].version, model.ir_version) == (17, 8)
    properties = {entry.key: entry.value for entry in model.metadata_props}
    assert json.loads(properties["class_names"]) == ["cat", "dög"]


def test_a_model_saved_as_onnx_is_one(tmp_path: Path) -> None:
    network = preset_network("mlp-128")
    save_model(network, tmp_path / "model.ONNX")
    x = digits(network.input_shape)
    np.testing.assert_allclose(elsewhere(tmp_path / "model.ONNX", x), network.outputs(x), atol=1e-5)


def test_without_the_package_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest, **more):
        if name == "onnx":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ModelError, match="pip install onnx"):
        save_onnx(preset_network("xor-2-2-1"), tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be written"):
        save_onnx(preset_network("xor-2-2-1"), tmp_path / "none" / "model.onnx")
