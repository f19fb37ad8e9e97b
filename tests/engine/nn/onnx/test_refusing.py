"""What is no network of layers we have is refused: by the name of the operator, or for what is wrong with the file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from engine.nn.model_file import ModelError, load_model
from engine.nn.onnx.export import to_onnx
from tests.reference.networks import preset_network
from tests.reference.onnx_graphs import graph_of, node

RNG = np.random.default_rng(7)


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
