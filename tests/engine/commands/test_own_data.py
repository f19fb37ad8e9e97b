"""Training and evaluating on what `--data` names: a folder, points, a set with settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.command_line import run
from engine.data.synthetic import draw_digits
from engine.jobs import finish


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[dict[str, Any], str]:
    """What a command says at the end, and its complaints."""
    status = run([*map(str, arguments), "--json"])
    said = capsys.readouterr()
    assert status == 0, said.err
    return json.loads(said.out.splitlines()[-1]), said.err


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert run([*map(str, arguments)]) == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large pictures of zeros and ones, dark on light, as one would scan them; one file is broken."""
    folder, rng = tmp_path_factory.mktemp("scans"), np.random.default_rng(2)
    for digit in (0, 1):
        (folder / str(digit)).mkdir()
        for number, picture in enumerate(finish(draw_digits(np.full(30, digit), rng))):
            page = Pillow.fromarray((255 * (1 - picture)).astype(np.uint8)).resize((112, 112))
            page.save(folder / str(digit) / f"{number}.png")
    (folder / "0" / "broken.png").write_bytes(b"no picture")
    return folder


def test_a_folder_is_learned_evaluated_and_classified_alike(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "own.safetensors"
    told, complaints = answer(capsys, "train", "--data", folder, "--epochs", 150, "--save", model)
    assert told["test_accuracy"] > 0.85
    assert "0/broken.png" in complaints
    assert told["left_out"] == [line for line in complaints.splitlines() if "broken" in line]
    assert answer(capsys, "evaluate", model, "--data", folder)[0]["test_accuracy"] == told["test_accuracy"]
    seen, _ = answer(capsys, "classify", model, folder / "0" / "3.png", folder / "1" / "7.png")
    assert [picture["class"] for picture in seen["pictures"]] == ["0", "1"]


def test_a_network_of_digits_reads_a_folder_of_scans(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Brought to the network as classify does it, and though the folder holds two of its ten classes only."""
    from engine.data.synthetic import SyntheticPlan, load_synthetic
    from engine.nn.model_file import save_model
    from engine.nn.presets import PRESETS
    from engine.nn.training import train

    data = finish(load_synthetic(SyntheticPlan(train=6000, test=100)))
    preset = PRESETS["mlp-128"]
    save_model(finish(train(preset.build(data), data, preset.plan)), tmp_path / "ten.safetensors")
    told, _ = answer(capsys, "evaluate", tmp_path / "ten.safetensors", "--data", folder)
    assert told["pictures"] == 12
    assert told["test_accuracy"] > 0.8
    assert np.array(told["confusion"]).shape == (10, 10)


def test_points_are_learned_and_nothing_that_needs_pictures_takes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "moons.safetensors"
    told, _ = answer(
        capsys, "train", "--data", "moons:count=400", "--epochs", 20, "--learning-rate", 0.01, "--save", model
    )
    assert told["test_accuracy"] > 0.9
    assert answer(capsys, "evaluate", model)[0]["test_accuracy"] == told["test_accuracy"]
    picture = tmp_path / "picture.png"
    Pillow.new("L", (9, 9)).save(picture)
    assert "pictures" in refusal(capsys, "classify", model, picture)
    assert "pictures" in refusal(capsys, "dream", model, "--want", "upper", "-o", tmp_path / "dream.png")
    assert "points of 2 numbers" in refusal(capsys, "evaluate", model, "--data", "digits")


def test_a_part_by_setting_is_found_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "digits.safetensors"
    told, _ = answer(capsys, "train", "--data", "digits:test=40", "--epochs", 5, "--save", model)
    again, _ = answer(capsys, "evaluate", model)
    assert again["pictures"] == 719
    assert again["test_accuracy"] == told["test_accuracy"]


def test_a_folder_without_classes_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "make one for each class" in refusal(capsys, "train", "--data", tmp_path)
    assert "make one for each class" in refusal(capsys, "train", "--data", f"{tmp_path}:size=32")
