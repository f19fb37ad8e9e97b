"""`filter` on single pictures and small batches: what is made of them, and mistakes."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from engine.command_line import run
from engine.filters.recipe_presets import find_recipe
from engine.image import load
from tests.engine.commands.shell import answer, mistake, photo


def test_steps_are_applied_in_order(tmp_path: Path) -> None:
    """Median, then Sobel, pixel for pixel as SciPy has them."""
    source = photo(tmp_path / "in.png")
    arguments = ["filter", source, "-o", tmp_path / "out.png", "--step", "median:size=5", "--step", "sobel"]
    assert run([str(argument) for argument in arguments]) == 0
    pixels = load(source).pixels
    expected = np.empty(pixels.shape)
    for channel in range(3):
        median = ndimage.median_filter(pixels[:, :, channel], 5, mode="reflect").astype(float)
        across, down = (ndimage.sobel(median, axis, mode="reflect") for axis in (1, 0))
        expected[:, :, channel] = np.minimum(np.rint(np.hypot(across, down)), 255)
    np.testing.assert_array_equal(load(tmp_path / "out.png").pixels, expected)


def test_a_recipe_comes_before_the_steps(tmp_path: Path) -> None:
    source = photo(tmp_path / "in.png")
    recipe = tmp_path / "recipe.json"
    recipe.write_text('{"recipe": 1, "steps": [{"filter": "greyscale"}]}')
    arguments = ["filter", source, "-o", tmp_path / "out.png", "--recipe", recipe, "--step", "invert"]
    assert run([str(argument) for argument in arguments]) == 0
    grey = np.rint(load(source).pixels @ np.array([0.2126, 0.7152, 0.0722]))
    np.testing.assert_allclose(load(tmp_path / "out.png").pixels[:, :, 0], 255 - grey, atol=1)


def test_a_shipped_recipe_goes_by_its_name(tmp_path: Path) -> None:
    source = photo(tmp_path / "in.png")
    assert run(["filter", str(source), "-o", str(tmp_path / "out.png"), "--recipe", "mosaic"]) == 0
    expected = find_recipe("mosaic")(load(source)).pixels
    np.testing.assert_array_equal(load(tmp_path / "out.png").pixels, expected)


def test_a_folder_goes_to_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.png", "b.JPG", "c.tif"):
        photo(tmp_path / "in" / name)
    (tmp_path / "in" / "notes.txt").write_text("no picture")
    told = answer(capsys, "filter", tmp_path / "in", "-o", tmp_path / "made" / "out", "--step", "max-pooling:size=2")
    assert sorted(os.listdir(tmp_path / "made" / "out")) == ["a.png", "b.JPG", "c.tif"]
    assert load(tmp_path / "made" / "out" / "c.tif").pixels.shape == (20, 25, 3)
    assert len(told["written"]) == 3
    assert told["failed"] == {}


def test_one_bad_picture_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = [photo(tmp_path / name) for name in ("a.png", "z.png")]
    (tmp_path / "bad.png").write_text("just a text")
    sources = [good[0], tmp_path / "bad.png", good[1]]
    assert run(["filter", *map(str, sources), "-o", str(tmp_path / "out"), "--step", "invert"]) == 1
    out, err = capsys.readouterr()
    assert sorted(os.listdir(tmp_path / "out")) == ["a.png", "z.png"]
    assert out == f"Wrote 2 pictures to {tmp_path / 'out'}.\n"
    assert err.splitlines() == [
        "bad.png is not a picture of a kind that can be read (PNG, JPEG, WebP, TIFF, BMP, GIF, PPM).",
        "1 of 3 pictures could not be filtered.",
    ]


def test_a_batch_never_overwrites_what_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = photo(tmp_path / "a.png"), photo(tmp_path / "b.png")
    before = one.read_bytes()
    assert "overwritten" in mistake(capsys, "filter", one, two, "-o", tmp_path, "--step", "invert")
    assert one.read_bytes() == before
    (tmp_path / "other").mkdir()
    same = photo(tmp_path / "other" / "a.png")
    assert "both be written" in mistake(capsys, "filter", one, same, "-o", tmp_path / "out", "--step", "invert")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.png", "-o", "x.png", "--step", "sobell"], "There is no filter 'sobell'; there are"),
        (["a.png", "-o", "x.png", "--step", "median:size=4"], "size must be odd, from 1 to 101; got 4."),
        (
            ["a.png", "-o", "x.png", "--step", "median:width=4"],
            "Median has no setting 'width'; it has size, window, border.",
        ),
        (["a.png", "-o", "x.png", "--step", "median:5"], "'5' in 'median:5' is not a setting"),
        (["none.png", "-o", "x.png"], "none.png cannot be read"),
        (["text.png", "-o", "x.png"], "text.png is not a picture"),
        (["a.png", "-o", "missing/x.png"], "cannot be written"),
        (["a.png", "-o", "x.docx"], "does not say its format"),
        (["a.png", "text.png", "-o", "x.png"], "Several pictures need a folder"),
        (["empty", "-o", "x"], "There are no pictures in empty."),
        (["a.png", "-o", "x.png", "--recipe", "text.png"], "The recipe is not JSON"),
        (["a.png"], "The following arguments are required: -o/--output"),
    ],
)
def test_mistakes_with_filter(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    photo(Path("a.png"))
    Path("text.png").write_text("just a text")
    Path("empty").mkdir()
    assert said in mistake(capsys, "filter", *arguments)
    assert sorted(os.listdir()) == ["a.png", "empty", "text.png"]
