"""`dream` writes what was wanted, the same again from the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.command_line import run
from tests.engine.commands.shell import answer


def test_dreams_are_written_and_repeatable(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one.png", "two.png"):
        told = answer(capsys, "dream", model, "--want", 3, "--seed", 1, "-o", tmp_path / name)
        assert told["certainty"] >= 0.99
        assert told["wanted"] == ["3"]
        assert told["dreams"][0]["outputs"]["3"] == pytest.approx(told["certainty"])
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert answer(capsys, "classify", model, tmp_path / "one.png")["pictures"][0]["class"] == "3"


@pytest.mark.parametrize("method", ["gradient", "search"])
def test_several_dreams_at_once(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], method: str) -> None:
    path = tmp_path / "x.npz"
    told = answer(capsys, "dream", model, "--want", "4,7", "--forbid", 9, "--count", 3, "--method", method, "-o", path)
    assert told["wanted"] == ["4", "7"] * 3
    with np.load(path) as arrays:
        assert arrays["images"].shape == (6, 8, 8)
        np.testing.assert_array_equal(arrays["wanted"], [4, 7] * 3)
        assert arrays["certainty"].min() == pytest.approx(told["certainty"])


def test_settings_are_options(model: Path, tmp_path: Path) -> None:
    def film(*options: str) -> int:
        assert run(["dream", str(model), "--want", "3", "-o", str(tmp_path / "x.gif"), *options]) == 0
        with Pillow.open(tmp_path / "x.gif") as picture:
            return picture.n_frames

    assert film("--steps", "5") == 6
    assert film("--method", "search", "--rounds", "3", "--thrift", "0") <= 4


def test_a_judge_says_what_others_see_in_dreams_noise_and_real_pictures(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ",".join("0123456789")
    told = answer(capsys, "dream", model, "--want", wanted, "--count", 3, "--judge", "-o", tmp_path / "sheet.png")
    assert set(told["judge"]) == {"dreams", "noise", "real"}
    assert told["judge"]["noise"]["network_agrees"] < 0.5 < told["judge"]["real"]["network_agrees"]
