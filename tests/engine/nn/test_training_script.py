"""A training as a script and as a command: run as they are, they give the same weights."""

from __future__ import annotations

import runpy
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import command_line
from engine.data import open_dataset
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense, Start
from engine.nn.model_file import load_model
from engine.nn.network import Network
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.pooling import MaxPooling
from engine.nn.presets import PRESETS
from engine.nn.residual import Residual
from engine.nn.training import train
from engine.nn.training_script import to_command, to_python

PLAN = TrainingPlan(epochs=1, learning_rate=0.01, optimizer=OptimizerKind.MOMENTUM, momentum=0.5, seed=7)
BLOCK = (Convolution(3, start=Start.HE), ReLU(), Residual((Convolution(3), ReLU())), MaxPooling(), Dense(10), Softmax())


@pytest.mark.parametrize("network", ["digits-64-30-10", "block"])
def test_a_script_trains_the_same_network(network: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = finish(open_dataset("digits"))
    if network == "block":
        expected = Network.build(BLOCK, data.input_shape, data.class_names, PLAN.seed)
    else:
        expected = PRESETS[network].build(data, PLAN.seed)
    script = to_python(expected, "digits", PLAN)
    finish(train(expected, data, PLAN))
    (tmp_path / "script.py").write_text(script, "utf-8")
    monkeypatch.setattr(sys, "argv", ["script.py", str(tmp_path / "model.safetensors")])
    runpy.run_path(str(tmp_path / "script.py"), run_name="__main__")
    found = load_model(tmp_path / "model.safetensors")
    np.testing.assert_array_equal(found.whole.value, expected.whole.value)


def test_a_command_trains_the_same_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = finish(open_dataset("digits"))
    usual = PRESETS["mlp-128"].plan_for(data)
    plan = replace(usual, epochs=1, learning_rate=0.02, momentum=0.1)
    command = to_command("mlp-128", "digits", plan, usual)
    assert command == (
        "python main.py train --data digits --network mlp-128 --epochs 1 --learning-rate 0.02 "
        "--save mlp-128.safetensors"
    )
    monkeypatch.chdir(tmp_path)
    assert command_line.run(shlex.split(command)[2:]) == 0
    expected = PRESETS["mlp-128"].build(data, plan.seed)
    finish(train(expected, data, plan))
    np.testing.assert_array_equal(load_model("mlp-128.safetensors").whole.value, expected.whole.value)


def test_what_the_shell_would_take_apart_is_quoted() -> None:
    command = to_command("mlp-128", "my data; rm.npz", TrainingPlan(), TrainingPlan())
    assert shlex.split(command)[4] == "my data; rm.npz"
