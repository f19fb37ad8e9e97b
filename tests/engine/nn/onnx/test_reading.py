"""What is read from ONNX files: our own, PyTorch's, and what is refused by the name of the operator."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from engine.data.dataset import Preparation
from engine.nn.activation import ReLU, Softmax
from engine.nn.dense import Dense
from engine.nn.model_file import ModelError, load_model
from engine.nn.network import Network
from engine.nn.onnx.export import save_onnx, to_onnx
from engine.nn.presets import PRESETS
from engine.nn.residual import Residual
from tests.reference.networks import LAYERS, layer_network, preset_network, seasoned

RNG = np.random.default_rng(7)


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


# -- PyTorch ----------------------------------------------------------------------------------------------------


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


# -- refused ------------------------------------------------------------------------------------------------------


def graph_of(*nodes: Any, source: tuple = ("N", 1, 8, 8), weights: dict[str, np.ndarray] | None = None) -> Any:
    """A model of these nodes from "x" to "y"."""
    kind = TensorProto.FLOAT
    graph = helper.make_graph(
        list(nodes),
        "test",
        [helper.make_tensor_value_info("x", kind, source)],
        [helper.make_tensor_value_info("y", kind, ["N", 4])],
        [numpy_helper.from_array(value, name) for name, value in (weights or {}).items()],
    )
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])


def node(operator: str, *names: str, **attributes: Any) -> Any:
    return helper.make_node(operator, list(names[:-1]), [names[-1]], **attributes)


def refusal(model: Any, path: Path) -> str:
    path.write_bytes(model if isinstance(model, bytes) else model.SerializeToString())
    with pytest.raises(ModelError) as caught:
        load_model(path)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 400
    return text


W = {"w": RNG.random((64, 4), np.float32), "k": RNG.random((2, 1, 3, 3), np.float32)}
CONV = {"kernel_shape": [3, 3]}
MODELS = {
    "Gelu": [node("Gelu", "x", "a"), node("Flatten", "a", "b"), node("MatMul", "b", "w", "y")],
    "com.example.Trick": [helper.make_node("Trick", ["x"], ["y"], domain="com.example")],
    "LSTM": [node("LSTM", "x", "w", "w", "y")],
    "Concat": [node("Flatten", "x", "a"), node("Concat", "a", "a", "b", axis=1), node("MatMul", "b", "w", "y")],
    "Mul": [node("Flatten", "x", "a"), node("Mul", "a", "a", "b"), node("MatMul", "b", "w", "y")],
    "GlobalMaxPool": [node("GlobalMaxPool", "x", "a"), node("Flatten", "a", "y")],
    "Pad with anything but zeros": [node("Pad", "x", "p", "a", mode="edge"), node("Flatten", "a", "y")],
    "Pad with anything but zeros around": [node("Pad", "x", "q", "a"), node("Flatten", "a", "y")],
    "Conv with groups": [node("Conv", "x", "k", "a", group=2), node("Flatten", "a", "y")],
    "Conv with groups or dilations": [node("Conv", "x", "k", "a", dilations=[2, 2]), node("Flatten", "a", "y")],
    "MaxPool whose windows overlap": [
        node("MaxPool", "x", "a", kernel_shape=[3, 3], strides=[2, 2]),
        node("Flatten", "a", "y"),
    ],
    "MaxPool whose windows overlap or reach over": [
        node("MaxPool", "x", "a", kernel_shape=[3, 3], strides=[3, 3], ceil_mode=1),
        node("Flatten", "a", "y"),
    ],
    "AveragePool with windows that are not square": [
        node("AveragePool", "x", "a", kernel_shape=[2, 3], strides=[2, 3]),
        node("Flatten", "a", "y"),
    ],
    "Gemm with weights of another shape": [node("Flatten", "x", "a"), node("Gemm", "a", "w2", "y")],
    "Neg": [node("Neg", "x", "a"), node("Flatten", "a", "b"), node("MatMul", "b", "w", "y")],
    "LogSoftmax": [node("Flatten", "x", "a"), node("LogSoftmax", "a", "b"), node("MatMul", "b", "w", "y")],
    "Sub of a constant": [node("Flatten", "x", "a"), node("Sub", "w3", "a", "b"), node("MatMul", "b", "w", "y")],
    "MatMul without constant weights": [node("Flatten", "x", "a"), node("MatMul", "w", "a", "y")],
    "Sqrt": [
        node("Flatten", "x", "a"),
        node("Sqrt", "w", "v"),
        node("MatMul", "a", "v", "y"),
    ],
    "BatchNormalization in training": [
        node("BatchNormalization", "x", "w4", "w4", "w4", "w4", "a", training_mode=1),
        node("Flatten", "a", "y"),
    ],
    "Add of two branches": [
        *(node("Conv", "x", "k", name, pads=[1] * 4) for name in ("a", "b")),
        *(node("Add", "a", "b", "c"), node("Flatten", "c", "d"), node("MatMul", "d", "w5", "y")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("named", MODELS)
def test_what_we_have_no_layer_for_is_refused_by_its_name(named: str, tmp_path: Path) -> None:
    weights = W | {"w2": np.ones((5, 4), np.float32), "w3": np.ones(64, np.float32), "w4": np.ones(1, np.float32)}
    weights |= {"p": np.array([0, 0, 1, 1, 0, 0, 1, 1]), "q": np.array([1, 0, 1, 1, 0, 0, 1, 1])}
    weights["w5"] = np.ones((128, 4), np.float32)
    text = refusal(graph_of(*MODELS[named], weights=weights), tmp_path / "m.onnx")
    assert f"the operator {named}" in text
    assert "is not supported" in text


def test_the_graphs_above_are_right_but_for_that(tmp_path: Path) -> None:
    model = graph_of(node("Relu", "x", "a"), node("Flatten", "a", "b"), node("MatMul", "b", "w", "y"), weights=W)
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    assert load_model(tmp_path / "m.onnx").input_shape == (8, 8, 1)


def dense_model() -> Any:
    return to_onnx(preset_network("mlp-128"))


def with_weight(**fields: Any) -> Any:
    model = dense_model()
    tensor = model.graph.initializer[0]
    for name, value in fields.items():
        if name == "dims":
            del tensor.dims[:]
            tensor.dims.extend(value)
        else:
            setattr(tensor, name, value)
    return model


def external() -> Any:
    model = dense_model()
    entry = model.graph.initializer[0].external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"
    model.graph.initializer[0].data_location = TensorProto.EXTERNAL
    return model


def doubling() -> Any:
    """A hundred sums, each of the two before it: as blocks in blocks they would be more layers than can be counted."""
    nodes = [node("Flatten", "x", "a0"), node("Relu", "a0", "a1")]
    nodes += [node("Add", f"a{number - 1}", f"a{number - 2}", f"a{number}") for number in range(2, 102)]
    return graph_of(*nodes, node("MatMul", "a101", "w", "y"), weights=W)


def wide_constant() -> Any:
    """A row that is put together from itself again and again."""
    nodes = [node("Concat", *[f"c{number}"] * 8, f"c{number + 1}", axis=0) for number in range(20)]
    return graph_of(*nodes, node("Reshape", "x", "c20", "y"), weights={"c0": np.zeros(8, np.int64)})


def many_parts() -> bytes:
    """Two bytes for each of millions of nodes."""
    body = b"\x0a\x00" * 2_000_000
    length = len(body)
    size = bytes([length & 127 | 128, length >> 7 & 127 | 128, length >> 14 & 127 | 128, length >> 21])
    return b"\x08\x08\x3a" + size + body


HOSTILE = {
    "nothing": b"",
    "text": b"hello",
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "cut off": dense_model().SerializeToString()[:-1000],
    "a safetensors file": b"\x10\0\0\0\0\0\0\0{}",
    "too many parts": many_parts(),
    "enormous weights": with_weight(dims=[1 << 40, 1 << 20]),
    "negative weights": with_weight(dims=[-1, 5]),
    "weights of another type": with_weight(data_type=TensorProto.STRING),
    "weights too short": with_weight(raw_data=b"1234"),
    "weights that are no numbers": with_weight(raw_data=np.full(784 * 128, np.nan, np.float32).tobytes()),
    "weights elsewhere": external(),
    "an enormous input": graph_of(node("Flatten", "x", "y"), source=("N", 1 << 40, 8, 8)),
    "an open input": graph_of(node("Flatten", "x", "y"), source=("N", 1, "H", "W")),
    "no batch": graph_of(node("Relu", "x", "y"), source=(5,)),
    "no nodes": graph_of(),
    "a node that works on itself": graph_of(node("Relu", "y", "y")),
    "a name given twice": graph_of(node("Relu", "x", "y"), node("Relu", "x", "y")),
    "a graph in a graph": graph_of(node("If", "x", "y", then_branch=graph_of(node("Relu", "x", "y")).graph)),
    "sums of sums": doubling(),
    "a constant that grows": wide_constant(),
    "a name that is no text": graph_of(node("Relu", "x", "y")).SerializeToString().replace(b"Relu", b"Re\xffu"),
    "ten thousand nodes": graph_of(*(node("Relu", f"a{n}" if n else "x", f"a{n + 1}") for n in range(10_000))),
    "a thousand layers": graph_of(
        *(node("Relu", f"a{n}" if n else "x", f"a{n + 1}") for n in range(1000)),
        *(node("Flatten", "a1000", "b"), node("MatMul", "b", "w", "y")),
        weights=W,
    ),
    "a setting of another type": graph_of(node("Flatten", "x", "y", axis=[1])),
    "a reshape by nothing": graph_of(node("Reshape", "x", "s", "y"), weights={"s": np.array([-1, 0, 0, 0, 0, 0])}),
    "a reshape below zero": graph_of(node("Reshape", "x", "s", "y"), weights={"s": np.array([0, -8, -8])}),
    "a division by zero": graph_of(node("Div", "x", "z", "y"), weights={"z": np.zeros(1, np.float32)}),
}


REASONS = {
    "too many parts": "too many parts",
    "sums of sums": "connected in a way",
    "weights elsewhere": "weights in other files",
    "weights that are no numbers": "not all numbers",
    "a thousand layers": "too many layers",
    "ten thousand nodes": "too many nodes",
    "an enormous input": "no fixed size",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str, tmp_path: Path) -> None:
    assert REASONS.get(name, "") in refusal(HOSTILE[name], tmp_path / "m.onnx")


def test_notes_of_ours_that_make_no_sense(tmp_path: Path) -> None:
    for key, value in [("about", "[]"), ("class_names", "1"), ("class_names", '["a"]'), ("preparation", '"x"')]:
        model = dense_model()
        next(entry for entry in model.metadata_props if entry.key == key).value = value
        refusal(model, tmp_path / "m.onnx")


def test_notes_of_others_are_not_read(tmp_path: Path) -> None:
    model = dense_model()
    model.producer_name = "another"
    model.metadata_props[0].value = "not JSON"
    (tmp_path / "m.onnx").write_bytes(model.SerializeToString())
    assert load_model(tmp_path / "m.onnx").class_names == tuple("0123456789")


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none.onnx cannot be read"):
        load_model(tmp_path / "none.onnx")
    (tmp_path / "folder.onnx").mkdir()
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(tmp_path / "folder.onnx")
    os.mkfifo(tmp_path / "pipe.onnx")
    with pytest.raises(ModelError, match="no file"):
        load_model(tmp_path / "pipe.onnx")


def test_a_checked_model_is_what_we_write() -> None:
    model = dense_model()
    onnx.checker.check_model(model, full_check=True)
    assert (
        json.loads(next(entry.value for entry in model.metadata_props if entry.key == "about"))["preset"] == "mlp-128"
    )
