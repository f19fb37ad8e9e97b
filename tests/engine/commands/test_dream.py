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
    assert film("--steps", "20", "--seconds", "0.2") == 5
    assert film("--method", "search", "--rounds", "3") <= 4


def test_a_dream_may_begin_with_a_picture(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pixels = np.zeros((8, 8), np.uint8)
    pixels[2:6, 3:5] = 200
    Pillow.fromarray(pixels).save(tmp_path / "mine.png")
    still = ("--picture", tmp_path / "mine.png", "--step-size", "0.0001", "--steps", 1)
    told = answer(capsys, "dream", model, "--want", 3, *still, "-o", tmp_path / "x.npz")
    assert told["start"] == "picture"
    with np.load(tmp_path / "x.npz") as arrays:
        np.testing.assert_allclose(arrays["images"][0], pixels / 255, atol=0.002)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--start", "picture"), "takes --picture FILE"),
        (("--start", "uniform", "--picture", "x.png"), "no other --start than picture"),
        (("--steps", "0"), "can only be watched in the window"),
        (("--brightness", "0.5"), "--brightness has no effect here: it counts only with start gaussian or uniform"),
        (("--ascent", "adam", "--momentum", "0.5"), "--momentum has no effect here"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], message: str
) -> None:
    assert run(["dream", str(model), "--want", "3", *options, "-o", str(tmp_path / "x.png")]) == 2
    said = capsys.readouterr().err.strip()
    assert message in said
    assert "\n" not in said
    assert not (tmp_path / "x.png").exists()


def test_a_judge_measures_dreams_their_start_and_real_pictures(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.dream.kept_network.cache_folder", lambda: tmp_path / "cache")
    options = ("--want", ",".join("0123456789"), "--count", 3, "--judge", "-o", tmp_path / "sheet.png")
    told = answer(capsys, "dream", model, *options)["judge"]
    assert set(told) == {"dreams", "start", "real"}
    for verdict in told.values():
        figures = {"network_agrees", "neighbours_agree", "frechet_distance", "diversity", "nearest"}
        assert set(verdict) == figures | {f"{name}_to_real" for name in ("frechet_distance", "diversity", "nearest")}
    assert told["start"]["network_agrees"] < 0.5 < told["real"]["network_agrees"]
    assert told["dreams"]["network_agrees"] > 0.5
    assert told["real"]["frechet_distance_to_real"] == told["real"]["diversity_to_real"] == 1
    assert len(list((tmp_path / "cache" / "networks").iterdir())) == 1
    assert run(["dream", str(model), *map(str, options)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[-4:-1]] == ["dreams", "start", "real"]
