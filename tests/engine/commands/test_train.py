"""train keeps a training in a file and goes on with it."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path

import numpy as np
import pytest

from engine.command_line import INTERRUPTED, run
from engine.nn.checkpoint import load_checkpoint
from engine.nn.model_file import load_model


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:
    capsys.readouterr()
    assert run(["train", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_a_training_made_longer_is_gone_on_with_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, model = tmp_path / "run.checkpoint", tmp_path / "model.safetensors"
    first = told(capsys, "--epochs", 2, "--learning-rate", 0.01, "--rotation", 10, "--checkpoint", kept)
    assert (first["resumed_at_epoch"], first["checkpoint"]) == (None, str(kept))
    capsys.readouterr()
    assert run(["train", "--resume", str(kept), "--epochs", "3", "--batch-size", "32", "--save", str(model)]) == 0
    said = capsys.readouterr()
    assert f"Going on with {kept} at epoch 2." in said.err
    assert "after 3 epochs" in said.out
    assert load_checkpoint(kept).plan.epochs == 3
    history = load_model(model).history
    assert history is not None
    assert [(change.what, change.old, change.new) for change in history.changes] == [
        ("epochs", 2, 3),
        ("batch_size", 64, 32),
    ]
    again = told(capsys, "--resume", kept, "--save", tmp_path / "again.safetensors")  # there is nothing left to do
    assert again["resumed_at_epoch"] == 3
    weights = [load_model(path).whole.value for path in (model, tmp_path / "again.safetensors")]
    np.testing.assert_array_equal(*weights)


def test_interrupted_and_resumed_is_as_if_it_had_not_been(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "run.checkpoint"
    arguments = ["train", "--network", "mlp-128", "--epochs", "40", "--elastic", "1", "--data", "digits"]
    assert run([*arguments, "--save", str(tmp_path / "whole.safetensors")]) == 0
    interrupt = threading.Thread(target=_interrupt_when_there, args=(kept,))
    interrupt.start()
    try:
        assert run([*arguments, "--checkpoint", str(kept)]) == INTERRUPTED
    finally:
        interrupt.join()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    said = capsys.readouterr().err
    assert f"Kept in {kept} at epoch" in said
    assert "--resume goes on" in said
    continued = told(capsys, "--resume", kept, "--save", tmp_path / "parts.safetensors")
    assert 1 <= continued["resumed_at_epoch"] < 40
    whole, parts = (load_model(tmp_path / f"{name}.safetensors") for name in ("whole", "parts"))
    np.testing.assert_array_equal(whole.whole.value, parts.whole.value)


def _interrupt_when_there(path: Path) -> None:
    """Press Ctrl+C as soon as a first epoch has been kept."""
    deadline = threading.Event()
    for _ in range(3000):
        if path.exists():
            break
        deadline.wait(0.005)
    os.kill(os.getpid(), signal.SIGINT)


def test_early_stopping_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--epochs", "500", "--patience", "2", "--learning-rate", "0.02"]
    values = told(capsys, *arguments)
    assert values["stopped_early"]
    assert 0 < values["best_epoch"] < 498
    assert run(["train", *arguments]) == 0
    assert "Stopped early; kept the weights of epoch" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--resume", "none.checkpoint"], "cannot be read"),
        (["--resume", "text.checkpoint"], "text.checkpoint is damaged or is not a checkpoint"),
        (["--resume", "{kept}", "--network", "textbook"], "--network goes with a new training"),
        (["--resume", "{kept}", "--seed", "5"], "The seed cannot be changed on the way"),
        (["--resume", "{kept}", "--data", "xor"], "has learned from other pictures"),
        (["--resume", "{kept}", "--epochs", "0"], "epochs must be from 1"),
        (["--checkpoint", "nowhere/run.checkpoint"], "there is no folder nowhere"),
        (["--patience", "2", "--validation-share", "0"], "Early stopping needs pictures set aside"),
    ],
)
def test_mistakes(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.checkpoint").write_text("just a text")
    kept = tmp_path / "run.checkpoint"
    assert run(["train", "--epochs", "1", "--checkpoint", str(kept)]) == 0
    before = kept.read_bytes()
    capsys.readouterr()
    assert run(["train", *(argument.format(kept=kept) for argument in arguments)]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert said in error
    assert kept.read_bytes() == before
