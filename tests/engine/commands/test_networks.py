"""`train`, `evaluate` and `classify`: what they answer, and mistakes with networks."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.command_line import run
from tests.engine.commands.shell import answer, mistake, photo


def test_training_tells_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.safetensors"
    told = answer(capsys, "train", "--network", "textbook", "--epochs", 2, "--seed", 7, "--save", path)
    assert 0.2 < told["test_accuracy"] <= 1
    assert (told["network"], told["data"], told["seed"], told["epochs"]) == ("textbook", "digits", 7, 2)
    assert told["model"] == str(path)
    assert told["seconds"] > 0
    again = answer(capsys, "train", "--network", "textbook", "--epochs", 2, "--seed", 7, "--save", tmp_path / "y")
    assert again["test_accuracy"] == told["test_accuracy"]
    evaluated = answer(capsys, "evaluate", path)
    assert evaluated["test_accuracy"] == told["test_accuracy"]
    assert np.array(evaluated["confusion"]).sum() == evaluated["pictures"] == 360


def test_a_model_can_be_trained_on(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = answer(capsys, "evaluate", model)["test_accuracy"]
    told = answer(capsys, "train", "--network", model, "--epochs", 10, "--save", tmp_path / "more.safetensors")
    assert told["test_accuracy"] >= before - 0.01
    assert told["network"] == "mlp-128"


@pytest.mark.mnist
def test_mnist_is_learned(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "train", "--data", "mnist", "--network", "mlp-128", "--epochs", 3, "--seed", 1)
    assert told["test_accuracy"] >= 0.97


def test_pictures_are_classified(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sklearn.datasets import load_digits

    digits = load_digits()
    paths = []
    for index in range(10):
        paths.append(tmp_path / f"{digits.target[index]}.png")
        Pillow.fromarray((digits.images[index] * 255 / 16).astype(np.uint8)).save(paths[-1])
    told = answer(capsys, "classify", model, *paths)["pictures"]
    right = [entry["class"] == Path(entry["picture"]).stem for entry in told]
    assert sum(right) >= 9
    for entry in told:
        assert entry["certainty"] == max(entry["outputs"].values())
        assert entry["outputs"][entry["class"]] == entry["certainty"]


def test_classify_names_the_bad_picture_among_good_ones(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = photo(tmp_path / "good.png"), tmp_path / "bad.png"
    bad.write_text("no picture")
    assert run(["classify", str(model), str(bad), str(good), "--json"]) == 1
    said = capsys.readouterr()
    assert [answer["picture"] for answer in json.loads(said.out)["pictures"]] == [str(good)]
    assert "bad.png is not a picture" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "--data", "nothing"], "There is no data set 'nothing'"),
        (["train", "--network", "nothing"], "There is no network 'nothing'"),
        (["train", "--epochs", "0"], "epochs must be from 1 to"),
        (["train", "--epochs", "many"], "epochs must be a number; got 'many'."),
        (["train", "--save", "missing/x.safetensors"], "there is no folder missing"),
        (["train", "--save", "."], "it is a folder"),
        (["train", "--data", "nolabels.npz"], "y_train"),
        (["evaluate", "none.safetensors"], "cannot be read"),
        (["evaluate", "flipped.safetensors"], "flipped.safetensors is damaged"),
        (["classify", "{model}", "text.png"], "text.png is not a picture"),
        (["dream", "{model}", "--want", "x", "-o", "x.png"], "The network knows no 'x'; it knows 0, 1, 2"),
        (["dream", "{model}", "--want", "", "-o", "x.png"], "Say what to dream of"),
        (["dream", "{model}", "--want", "3", "--forbid", "3", "-o", "x.png"], "3 cannot be wanted and forbidden"),
        (["dream", "{model}", "--want", "3", "-o", "x.txt"], "end it in .png, .gif, .apng, .webp, .npz."),
        (["dream", "{model}", "--want", "3", "-o", "missing/x.png"], "there is no folder missing"),
        (["dream", "{model}", "--want", "3", "--count", "0", "-o", "x.png"], "count must be from 1 to 1000"),
        (["dream", "{model}", "--want", "3", "--rounds", "5", "-o", "x.png"], "--rounds has no effect here"),
        (["dream", "{model}", "--want", "3", "--method", "wish", "-o", "x.png"], "method must be one of gradient"),
        (["list", "clouds"], "invalid choice: 'clouds'"),
        (["fliter"], "There is no command and no picture 'fliter'"),
        (["--verbose"], "There is no command and no picture '--verbose'"),
        (["tour", "-o", "text.png"], "The folder text.png cannot be made"),
    ],
)
def test_mistakes_with_networks(
    model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.png").write_text("just a text")
    np.savez("nolabels.npz", x_train=np.zeros((9, 8, 8)))
    flipped = bytearray(model.read_bytes())
    flipped[-1000] ^= 1
    Path("flipped.safetensors").write_bytes(flipped)
    there = sorted(os.listdir())
    assert said in mistake(capsys, *(argument.format(model=model) for argument in arguments))
    assert sorted(os.listdir()) == there
