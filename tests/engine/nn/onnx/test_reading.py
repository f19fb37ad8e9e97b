"""Our own ONNX files come back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.data.dataset import Preparation
from engine.nn.activation import ReLU, Softmax
from engine.nn.dense import Dense
from engine.nn.model_file import load_model
from engine.nn.network import Network
from engine.nn.onnx.export import save_onnx
from engine.nn.presets import PRESETS
from tests.reference.networks import LAYERS, layer_network, preset_network, seasoned


def pictures(network: Network, count: int = 12) -> np.ndarray:
    return np.random.default_rng(1).random((count, *network.input_shape), np.float32)


def assert_comes_back(network: Network, path: Path) -> None:
    save_onnx(network, path)
    loaded = load_model(path)
    x = pictures(network)
    assert np.ptp(network.outputs(x), axis=0).max() > 1e-5
    np.testing.assert_allclose(loaded.outputs(x), network.outputs(x), rtol=0, atol=1e-6)
    np.testing.assert_allclose(
        loaded.input_gradient(x, np.ones((len(x), network.classes))),
        network.input_gradient(x, np.ones((len(x), network.classes))),
        atol=1e-5,
    )


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_comes_back(name: str, tmp_path: Path) -> None:
    assert_comes_back(layer_network(name), tmp_path / "model.onnx")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_comes_back(name: str, tmp_path: Path) -> None:
    assert_comes_back(preset_network(name), tmp_path / "model.onnx")


def test_what_is_known_beside_the_layers_comes_back(tmp_path: Path) -> None:
    network = preset_network("mlp-128")
    network.class_names, network.data_name = tuple("αβγδεζηθικ"), "mnist"
    network.preparation = Preparation.PICTURE
    save_onnx(network, tmp_path / "model.onnx")
    loaded = load_model(tmp_path / "model.onnx")
    for attribute in ("class_names", "data_name", "preset", "preparation", "input_shape"):
        assert getattr(loaded, attribute) == getattr(network, attribute), attribute


def test_our_own_files_are_rows_columns_channels_whatever_looks_likely(tmp_path: Path) -> None:
    for shape in [(3, 4, 5), (1, 9, 9), (64,), (4, 4)]:
        network = seasoned(Network.build((Dense(4), ReLU(), Dense(2), Softmax()), shape, ("a", "b"), 1))
        assert_comes_back(network, tmp_path / "model.onnx")
        assert load_model(tmp_path / "model.onnx").input_shape == shape
