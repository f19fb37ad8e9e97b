"""What PyTorch and others have written is read, and answers as it does there."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from engine.data.dataset import Preparation
from engine.nn.model_file import load_model
from engine.nn.network import Network
from engine.nn.residual import Residual
from tests.reference.onnx_graphs import graph_of, node

RNG = np.random.default_rng(7)


def from_torch(layers: Any, path: Path, shape: tuple[int, ...], is_open: bool = True) -> Any:
    """Write a PyTorch network with weights as after a training; return it."""
    torch = pytest.importorskip("torch")
    torch.manual_seed(3)
    for module in layers.modules():
        if isinstance(module, torch.nn.BatchNorm2d | torch.nn.BatchNorm1d):
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 1.5)
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0, 0.3)
    layers.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            layers,
            (torch.zeros(1, *shape),),
            str(path),
            opset_version=17,
            dynamo=False,
            input_names=["x"],
            dynamic_axes={"x": {0: "N"}} if is_open else None,
        )
    return layers


def assert_same_as_torch(layers: Any, path: Path, shape: tuple[int, ...], ending: str, is_open: bool = True) -> Network:
    """Read what PyTorch has written and compare the answers; `ending` is what turns its own into probabilities."""
    import torch

    from_torch(layers, path, shape, is_open)
    network = load_model(path)
    x = RNG.random((1 if not is_open else 6, *shape), np.float32)
    with torch.no_grad():
        answer = layers(torch.from_numpy(x))
        expected = {
            "logits": lambda: torch.softmax(answer, 1),
            "logarithms": lambda: torch.exp(answer),
            "as they are": lambda: answer,
        }[ending]().numpy()
    seen = x.transpose(0, 2, 3, 1) if len(shape) == 3 else x.reshape(len(x), *network.input_shape)
    np.testing.assert_allclose(network.outputs(seen), expected, rtol=0, atol=1e-5)
    assert np.isfinite(network.input_gradient(seen, np.ones_like(expected))).all()
    return network


@pytest.fixture(scope="module")
def nn() -> Any:
    return pytest.importorskip("torch").nn


@pytest.mark.parametrize("is_open", [True, False])
def test_a_convolutional_network_of_torch(nn: Any, tmp_path: Path, is_open: bool) -> None:
    layers = nn.Sequential(
        *(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 6, 5), nn.BatchNorm2d(6), nn.Tanh()),
        *(nn.AvgPool2d(2), nn.Dropout2d(0.2), nn.Flatten(), nn.Linear(6 * 3 * 2, 20), nn.LeakyReLU(0.2)),
        *(nn.Dropout(), nn.Linear(20, 4)),
    )
    network = assert_same_as_torch(layers, tmp_path / "a.onnx", (3, 20, 16), "logits", is_open)
    assert network.input_shape == (20, 16, 3)
    assert network.class_names == ("0", "1", "2", "3")
    assert network.preparation is Preparation.PICTURE


def test_margins_that_are_not_those_of_ours(nn: Any, tmp_path: Path) -> None:
    layers = nn.Sequential(
        *(nn.Conv2d(1, 4, 3, stride=2, padding=(1, 2)), nn.ReLU(), nn.ZeroPad2d((0, 3, 1, 2)), nn.Conv2d(4, 4, 2)),
        *(nn.Flatten(), nn.Linear(4 * 7 * 9, 3)),
    )
    assert_same_as_torch(layers, tmp_path / "a.onnx", (1, 10, 11), "logits")


def test_a_row_of_square_pictures_is_pictures(nn: Any, tmp_path: Path) -> None:
    layers = nn.Sequential(nn.Linear(784, 30), nn.Sigmoid(), nn.BatchNorm1d(30), nn.Linear(30, 10), nn.LogSoftmax(1))
    network = assert_same_as_torch(layers, tmp_path / "a.onnx", (784,), "logarithms")
    assert network.input_shape == (28, 28, 1)


def test_points_stay_points(nn: Any, tmp_path: Path) -> None:
    layers = nn.Sequential(nn.Linear(2, 5, bias=False), nn.Tanh(), nn.Linear(5, 1), nn.Sigmoid())
    from_torch(layers, tmp_path / "a.onnx", (2,))
    network = load_model(tmp_path / "a.onnx")
    import torch

    x = RNG.random((9, 2), np.float32)
    with torch.no_grad():
        expected = layers(torch.from_numpy(x)).numpy()
    np.testing.assert_allclose(network.outputs(x), np.hstack([1 - expected, expected]), atol=1e-6)
    assert network.class_names == ("0", "1")


def test_forms_that_people_write(nn: Any, tmp_path: Path) -> None:
    import torch

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv1, self.conv2 = nn.Conv2d(1, 6, 3), nn.Conv2d(6, 12, 3, bias=False)
            self.fc = nn.Linear(12 * 5 * 5, 10)

        def forward(self, x):
            x = (x - 0.1307) / 0.3081
            x = torch.max_pool2d(torch.relu(self.conv1(x)), 2)
            x = torch.max_pool2d(torch.relu(self.conv2(x)), 2)
            return torch.softmax(self.fc(x.view(x.size(0), -1)), dim=1)

    assert_same_as_torch(Net(), tmp_path / "a.onnx", (1, 28, 28), "as they are")
    assert_same_as_torch(Net(), tmp_path / "b.onnx", (1, 28, 28), "as they are", is_open=False)

    class Colours(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.mean, self.conv = torch.tensor([0.1, 0.2, 0.4])[:, None, None], nn.Conv2d(3, 4, 3)

        def forward(self, x):
            x = (x - self.mean) / (2 * self.mean)
            x = self.conv(x * 0.5 + 0.25) * self.mean[0] + 0.125
            return x.mean((2, 3))

    assert_same_as_torch(Colours(), tmp_path / "d.onnx", (3, 9, 7), "logits")

    class Rows(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net, self.add = Net(), nn.Parameter(torch.rand(10))

        def forward(self, x):
            return self.net(x.reshape(-1, 1, 28, 28)).clone()

    network = assert_same_as_torch(Rows(), tmp_path / "c.onnx", (784,), "as they are")
    assert network.input_shape == (28, 28, 1)


def test_residual_blocks_of_torch(nn: Any, tmp_path: Path) -> None:
    import torch

    class Block(nn.Module):
        def __init__(self, inside: int, outside: int, stride: int) -> None:
            super().__init__()
            self.main = nn.Sequential(
                *(nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU()),
                *(nn.Conv2d(outside, outside, 3, 1, 1, bias=False), nn.BatchNorm2d(outside)),
            )
            self.short = nn.Sequential()
            if inside != outside:
                self.short = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

        def forward(self, x):
            return torch.relu(self.short(x) + self.main(x))

    layers = nn.Sequential(
        *(
            nn.Conv2d(1, 4, 3, 1, 1),
            Block(4, 4, 1),
            Block(4, 8, 2),
            Block(8, 8, 1),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
        ),
        *(nn.Linear(8, 5),),
    )
    network = assert_same_as_torch(layers, tmp_path / "a.onnx", (1, 10, 12), "logits")
    assert sum(isinstance(spec, Residual) for spec in network.specs) == 3
    mean = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU())

    class Mean(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.mean = mean

        def forward(self, x):
            return self.mean(x).mean((2, 3))

    assert_same_as_torch(Mean(), tmp_path / "b.onnx", (1, 10, 12), "logits")


def test_a_shortcut_with_a_normalisation_of_its_own(tmp_path: Path) -> None:
    """PyTorch folds it away by itself; others do not. Judged by onnxruntime."""
    rng = np.random.default_rng(2)
    weights = {"k": rng.normal(size=(3, 1, 1, 1)), "m": rng.normal(size=(3, 1, 3, 3)), "w": rng.normal(size=(108, 4))}
    weights |= {name: rng.random(3) + 0.5 for name in ("scale", "shift", "mean", "variance", "bias")}
    model = graph_of(
        node("Conv", "x", "k", "bias", "a"),
        node("BatchNormalization", "a", "scale", "shift", "mean", "variance", "b"),
        *(node("Conv", "x", "m", "c", pads=[1] * 4), node("Add", "b", "c", "d"), node("Relu", "d", "e")),
        *(node("Flatten", "e", "f"), node("MatMul", "f", "w", "g"), node("Softmax", "g", "y")),
        source=("N", 1, 6, 6),
        weights={name: value.astype(np.float32) for name, value in weights.items()},
    )  # fmt: skip
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    network = load_model(tmp_path / "m.onnx")
    x = rng.random((4, 6, 6, 1), np.float32)
    (expected,) = onnxruntime.InferenceSession(tmp_path / "m.onnx").run(None, {"x": x.transpose(0, 3, 1, 2)})
    np.testing.assert_allclose(network.outputs(x), expected, atol=1e-5)
