"""`filter` over a folder, as a shell calls it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.command_line import run
from engine.image import Image, load, save
from tests.engine.commands.shell import ctrl_c_after


def picture(number: int, shape: tuple[int, ...] = (12, 15, 3)) -> Image:
    return Image(np.random.default_rng(number).integers(0, 256, shape, np.uint8))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `in` of six old pictures, one of them broken, in which the test works."""
    (tmp_path / "in").mkdir()
    for number in range(6):
        path = tmp_path / "in" / f"{number}.png"
        save(picture(number), path)
        os.utime(path, (1e9, 1e9))
    (tmp_path / "in" / "4.png").write_text("just a text")
    (tmp_path / "invert.json").write_text('{"recipe": 1, "steps": [{"filter": "invert"}]}')
    os.utime(tmp_path / "invert.json", (1e9, 1e9))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    capsys.readouterr()
    status = run(["filter", *arguments, "--json"])
    out, err = capsys.readouterr()
    return status, json.loads(out or "{}"), err


def test_a_broken_picture_is_listed_at_the_end(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["filter", "in", "-o", "out", "--recipe", "invert.json", "--name", "{name}-filtered.tif"]) == 1
    out, err = capsys.readouterr()
    assert out == "Wrote 5 pictures to out.\n"
    assert err.splitlines() == [
        "4.png is not a picture of a kind that can be read (PNG, JPEG, WebP, TIFF, BMP, GIF, PPM).",
        "1 of 6 pictures could not be filtered.",
    ]
    assert sorted(os.listdir("out")) == [f"{number}-filtered.tif" for number in (0, 1, 2, 3, 5)]
    np.testing.assert_array_equal(load("out/3-filtered.tif").pixels, 255 - picture(3).pixels)


def test_a_reason_that_names_no_picture_is_given_its_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["filter", "in/0.png", "in/1.png", "-o", "out", "--step", "rotate@red"]) == 1
    err = capsys.readouterr().err.splitlines()
    assert err[0].startswith("0.png: Rotate changes the size")
    assert err[1].startswith("1.png: Rotate")


def test_a_second_run_takes_up_where_the_first_ended(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("in", "-o", "out", "--recipe", "invert.json")
    told(capsys, *arguments)
    Path("out/2.png").unlink()
    save(picture(4), "in/4.png")
    status, values, _ = told(capsys, *arguments)
    assert status == 0
    assert [Path(path).name for path in values["written"]] == ["2.png", "4.png"]
    assert len(values["skipped"]) == 4
    assert len(told(capsys, *arguments, "--again")[1]["written"]) == 6
    later = Path("out/0.png").stat().st_mtime + 10
    os.utime("invert.json", (later, later))
    assert len(told(capsys, *arguments)[1]["written"]) == 6
    run(["filter", *arguments[:3], "--step", "sobel"])
    assert capsys.readouterr().out == (
        "Wrote 0 pictures to out. Skipped 6 pictures that were finished before; --again makes them anew.\n"
    )


def test_a_single_picture_is_always_made_anew(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for step in ("invert", "invert@red@1,2,3x4"):
        assert told(capsys, "in/0.png", "-o", "x.png", "--step", step)[0] == 0
    expected = picture(0).pixels.copy()
    expected[2:6, 1:4, 0] = 255 - expected[2:6, 1:4, 0]
    np.testing.assert_array_equal(load("x.png").pixels, expected)


def test_a_folder_of_one_broken_picture_ends_with_1_and_the_broken_picture_itself_with_2(folder: Path) -> None:
    (folder / "one").mkdir()
    (folder / "in" / "4.png").rename(folder / "one" / "4.png")
    assert run(["filter", "one", "-o", "out"]) == 1
    assert run(["filter", "one/4.png", "-o", "x.png"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["in", "-o", "out", "--name", "{place}.png"],
            "'{place}.png' cannot be used; it takes {name}, {ext}",
        ),
        (["in", "-o", "out", "--name", "{name}"], "does not say a format"),
        (["in", "-o", "out", "--name", "x.png"], "would both be written to"),
        (["in/0.png", "-o", "x.png", "--name", "{name}.png"], "--name is for results in a folder"),
        (["in", "-o", "in"], "would be overwritten"),
        (["in", "-o", "out", "--step", "invert@pink"], "There is no channel 'pink'"),
        (["in", "-o", "out", "--step", "invert@1,2"], "write it as LEFT,TOP,WIDTHxHEIGHT"),
    ],
)
def test_mistakes_are_told_before_anything_is_done(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["filter", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert sorted(os.listdir()) == ["in", "invert.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_bar_shows_how_far_it_is_and_ctrl_c_leaves_whole_files_only(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    save(picture(1, (400, 500, 3)), tmp_path / "in" / "000.png")
    for number in range(1, 1000):
        (tmp_path / "in" / f"{number:03}.png").symlink_to("000.png")
    arguments = ["filter", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--step", "invert"]
    status, out, said = ctrl_c_after(b"[#", *arguments)
    assert (status, out) == (130, b"")
    assert b"of 1000" in said
    assert b"Traceback" not in said
    written = sorted((tmp_path / "out").iterdir())
    assert 0 < len(written) < 1000
    for path in written:
        assert path.suffix == ".png"
        np.testing.assert_array_equal(load(path).pixels, 255 - picture(1, (400, 500, 3)).pixels)
