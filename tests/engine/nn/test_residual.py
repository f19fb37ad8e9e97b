"""The residual block by hand, in files, on several cores; gradients are in test_gradients.py."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import cores
from engine.data.dataset import Dataset
from engine.nn import batch_learner
from engine.nn.activation import ReLU, Softmax
from engine.nn.batch_learner import BatchLearner
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.layer import NetworkError, spec_from_json
from engine.nn.model_file import load_model, save_model
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.pooling import GlobalMeanPooling
from engine.nn.residual import Residual
from engine.params import ParameterError

RNG = np.random.default_rng(3)
IMAGES, LABELS = RNG.random((24, 6, 5, 1), np.float32), RNG.integers(0, 3, 24)
DATA = Dataset("", "", "", IMAGES, LABELS, IMAGES, LABELS, ("a", "b", "c"))
BLOCK = Residual((Convolution(4, stride=2), BatchNormalization(), ReLU(), Dropout(0.1), Convolution(4)))
SPECS = (Convolution(2), BLOCK, Residual((Convolution(4), ReLU())), GlobalMeanPooling(), Dense(3), Softmax())


def network() -> Network:
    return Network.build(SPECS, DATA.input_shape, DATA.class_names, 1)


def test_the_input_is_added_to_the_answer_of_the_layers() -> None:
    dense = Residual((Dense(4), ReLU())).build((4,), np.random.default_rng(1), np.float64)
    x = np.random.default_rng(2).normal(size=(3, 4))
    weights = dense.parameters()[0].value
    np.testing.assert_allclose(dense.forward(x), x + np.maximum(x @ weights, 0))


def test_a_shortcut_of_other_shape_is_a_convolution_of_single_pixels() -> None:
    spec = Residual((Convolution(3, stride=2),))
    layer = spec.build((5, 6, 2), np.random.default_rng(1), np.float64)
    first, _, shortcut, biases = (parameter.value for parameter in layer.parameters())
    first[:], biases[:] = 0, 7
    x = np.random.default_rng(2).normal(size=(4, 5, 6, 2))
    np.testing.assert_allclose(layer.forward(x), x[:, ::2, ::2] @ shortcut[0, 0] + 7)
    assert list(spec.parameter_shapes((5, 6, 2))) == ["0.weights", "0.biases", "shortcut.weights", "shortcut.biases"]


def test_shapes_that_cannot_be_added_are_refused() -> None:
    with pytest.raises(NetworkError, match=r"cannot add its input of shape \(9, 9, 1\) to its answer of shape \(7, 7"):
        Network.build(
            (Residual((Convolution(2, padding="valid"),)), Dense(2), Softmax()),
            (9, 9, 1),
            ("a", "b"),  # type: ignore[arg-type]
        )
    with pytest.raises(ParameterError, match="from 1 to 20 layers"):
        Residual(())


def test_blocks_go_into_a_file_and_come_back(tmp_path: Path) -> None:
    net = network()
    BatchLearner(net, DATA, TrainingPlan(batch_size=8)).learn(np.arange(8))
    save_model(net, tmp_path / "a.safetensors")
    back = load_model(tmp_path / "a.safetensors")
    assert back.specs == net.specs
    np.testing.assert_array_equal(back.outputs(IMAGES), net.outputs(IMAGES))
    assert json.loads(json.dumps(BLOCK.to_json()))["layers"][0]["layer"] == "convolution"


@pytest.mark.parametrize(
    "layers",
    [None, [], {}, [1], [{"layer": "residual", "settings": {}, "layers": []}], [{"layer": "x"}], ["relu"] * 21],
)
def test_blocks_that_make_no_sense_are_refused(layers: object) -> None:
    with pytest.raises(ParameterError):
        spec_from_json({"layer": "residual", "settings": {}, "layers": layers})


def test_blocks_learn_on_several_cores_and_go_on_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_learner, "WORTH_SHARING", 1)
    monkeypatch.setattr(cores, "count", lambda: 2)
    plan = TrainingPlan(batch_size=8, learning_rate=0.05, optimizer=OptimizerKind.MOMENTUM)
    net = network()
    learner = BatchLearner(net, DATA, plan)
    first = [learner.learn(np.arange(start, start + 8))[0] for start in (0, 8, 16)]
    resumed = net.copy()
    other = BatchLearner(resumed, DATA, replace(plan))
    other.set_state(learner.state())
    for _ in range(20):
        for start in (0, 8, 16):
            assert learner.learn(np.arange(start, start + 8)) == other.learn(np.arange(start, start + 8))
    last = [learner.learn(np.arange(start, start + 8))[0] for start in (0, 8, 16)]
    assert sum(last) < sum(first)
