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
from engine.nn.activation import LeakyReLU, ReLU, Softmax
from engine.nn.batch_learner import BatchLearner
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.layer import NetworkError, Parameter, spec_from_json
from engine.nn.loss import Loss
from engine.nn.model_file import load_model, save_model
from engine.nn.network import Network
from engine.nn.normalization import EPSILON, BatchNormalization
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.pooling import GlobalMeanPooling, MeanPooling, MinPooling
from engine.nn.residual import Residual
from engine.params import ParameterError

RNG = np.random.default_rng(3)
IMAGES, LABELS = RNG.random((24, 6, 5, 1), np.float32), RNG.integers(0, 3, 24)
DATA = Dataset("", "", "", IMAGES, LABELS, IMAGES, LABELS, ("a", "b", "c"))
BLOCK = Residual((Convolution(4, stride=2), BatchNormalization(), ReLU(), Dropout(0.1), Convolution(4)))
SPECS = (Convolution(2), BLOCK, Residual((Convolution(4), ReLU())), GlobalMeanPooling(), Dense(3), Softmax())
SPECS_WITHOUT_DROPOUT = (
    *(Convolution(9), ReLU()),
    Residual((Convolution(12), BatchNormalization(), ReLU(), Convolution(10))),
    *(LeakyReLU(0.1), MinPooling(), MeanPooling(), GlobalMeanPooling()),
    *(Dense(3), Softmax()),
)


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


def test_a_network_with_blocks_learns_what_pytorch_learns() -> None:
    torch = pytest.importorskip("torch")
    net = Network.build(SPECS_WITHOUT_DROPOUT, (8, 8, 1), DATA.class_names, 1, dtype=np.float64)
    x, targets = np.random.default_rng(4).normal(size=(6, 8, 8, 1)), np.eye(3)[[0, 1, 2, 2, 1, 0]]
    ours = {name: torch.tensor(parameter.value, requires_grad=True) for name, parameter in _named(net).items()}

    def convolution(x: torch.Tensor, name: str) -> torch.Tensor:
        weights = ours[f"{name}.weights"].permute(3, 2, 0, 1)
        return torch.nn.functional.conv2d(x, weights, ours[f"{name}.biases"], padding="same")

    images = torch.tensor(x, requires_grad=True)
    y = torch.relu(convolution(images.permute(0, 3, 1, 2), "0"))
    block = convolution(y, "2.0")
    block = torch.nn.functional.batch_norm(
        block, None, None, ours["2.1.scales"], ours["2.1.shifts"], training=True, eps=EPSILON
    )
    y = torch.nn.functional.leaky_relu(convolution(torch.relu(block), "2.3") + convolution(y, "2.shortcut"), 0.1)
    y = torch.nn.functional.avg_pool2d(-torch.nn.functional.max_pool2d(-y, 2), 2).mean(dim=(2, 3))
    logits = y @ ours["7.weights"] + ours["7.biases"]
    torch.nn.functional.cross_entropy(logits, torch.tensor(targets)).backward()

    found = net.forward_to_logits(x, training=True)
    np.testing.assert_allclose(found, logits.detach(), rtol=1e-9, atol=1e-12)
    at_input = net.backward_from_logits(Loss.CROSS_ENTROPY(net.activation, found, targets)[1])
    np.testing.assert_allclose(at_input, images.grad, rtol=1e-6, atol=1e-12)
    for name, parameter in _named(net).items():
        if ours[name].grad is not None:
            np.testing.assert_allclose(parameter.gradient, ours[name].grad, rtol=1e-6, atol=1e-12, err_msg=name)


def _named(net: Network) -> dict[str, Parameter]:
    return {f"{number}.{p.name}": p for number, layer in enumerate(net.layers) for p in layer.parameters()}


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
