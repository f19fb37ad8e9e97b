"""summary, as a shell calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.command_line import run
from engine.nn.model_file import save_model
from tests.reference.networks import preset_network


def test_a_model_and_a_network_by_name_are_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_model(preset_network("cnn-best"), tmp_path / "model.safetensors")
    assert run(["summary", str(tmp_path / "model.safetensors")]) == 0
    table = capsys.readouterr().out
    assert run(["summary", "cnn-best"]) == 0
    assert capsys.readouterr().out == table
    assert "max-pooling" in table
    assert run(["summary", "cnn-best", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert f"{told['parameters']:,}" in table
    assert told["network"] == "cnn-best"


def test_a_network_that_is_made_for_certain_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", "xor-2-2-1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["input_shape"], told["parameters"]) == ([2], 2 * 2 + 2 + 2 + 1)


def test_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", "none"]) == 2
    assert "none cannot be read" in capsys.readouterr().err
