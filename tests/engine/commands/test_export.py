"""export, as a shell calls it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from engine.command_line import run
from engine.nn.model_file import save_model
from tests.reference.networks import preset_network


@pytest.fixture
def model(tmp_path: Path) -> Path:
    save_model(preset_network("mlp-128"), tmp_path / "model.safetensors")
    return tmp_path / "model.safetensors"


def test_what_is_written_answers_as_the_model(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "model.onnx"
    assert run(["export", str(model), "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["input"] == ["N", 28, 28, 1]
    assert told["outputs"] == ["N", 10]
    x = np.random.default_rng(1).random((5, 28, 28, 1), np.float32)
    (answer,) = onnxruntime.InferenceSession(out).run(None, {"pictures": x})
    np.testing.assert_allclose(answer, preset_network("mlp-128").outputs(x), atol=1e-5)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.safetensors", "-o", "x.onnx"], "cannot be read"),
        (["model.safetensors", "-o", "none/x.onnx"], "there is no folder none"),
        (["model.safetensors"], "required: -o"),
    ],
)
def test_mistakes(model: Path, arguments, told, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(model.parent)
    assert run(["export", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in model.parent.iterdir()] == ["model.safetensors"]
