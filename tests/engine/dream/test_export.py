"""Dreams as files, read back by other means than they were written with."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.dream.dreams import Dreams
from engine.dream.export import save_animation, save_arrays, save_dreams, save_picture
from engine.errors import UserError


def dreams(count: int, channels: int = 1, frames: int = 5) -> Dreams:
    rng = np.random.default_rng(7)
    way = rng.integers(0, 256, (frames, count, 8, 6, channels), np.uint8)
    return Dreams(
        (way[-1] / 255).astype(np.float32),
        np.arange(count) % 3,
        np.linspace(0.5, 1, count).astype(np.float32),
        way,
        ("cat", "dog", "owl"),
    )


@pytest.mark.parametrize("channels", [1, 3])
def test_one_dream_is_a_picture_enlarged_without_blur(tmp_path: Path, channels: int) -> None:
    save_picture(dreams(1, channels), tmp_path / "x.png")
    pixels = np.asarray(Pillow.open(tmp_path / "x.png")).reshape(560, 420, channels)
    np.testing.assert_array_equal(pixels[35::70, 35::70], dreams(1, channels).frames[-1, 0])
    assert len(np.unique(pixels[:70, :70].reshape(-1, channels), axis=0)) == 1


def test_several_are_a_sheet_that_holds_them_all(tmp_path: Path) -> None:
    save_picture(dreams(6), tmp_path / "x.png")
    sheet = np.asarray(Pillow.open(tmp_path / "x.png").convert("L"))
    for image in dreams(6).frames[-1]:
        tile = image[:, :, 0].repeat(17, axis=0).repeat(17, axis=1)
        places = np.lib.stride_tricks.sliding_window_view(sheet, tile.shape)[::1, ::1]
        assert any((places[row] == tile).all(axis=(1, 2)).any() for row in range(len(places)))


@pytest.mark.parametrize(("count", "channels"), [(1, 1), (4, 1), (2, 3)])
def test_an_animation_shows_the_way(tmp_path: Path, count: int, channels: int) -> None:
    save_animation(dreams(count, channels), tmp_path / "x.gif")
    with Pillow.open(tmp_path / "x.gif") as film:
        assert film.n_frames == 5
        assert film.info["loop"] == 0
        film.seek(4)
        if count == 1:
            last = np.asarray(film.convert("L"))[17::35, 17::35]
            assert np.abs(last.astype(int) - dreams(1).frames[-1, 0, :, :, 0]).max() < 8


def test_arrays_are_written_under_their_names(tmp_path: Path) -> None:
    save_arrays(dreams(4), tmp_path / "x.npz")
    with np.load(tmp_path / "x.npz", allow_pickle=False) as arrays:
        assert sorted(arrays.files) == ["certainty", "images", "wanted"]
        assert arrays["images"].dtype == np.float32
        np.testing.assert_array_equal(arrays["images"], dreams(4).images[..., 0])
        np.testing.assert_array_equal(arrays["wanted"], [0, 1, 2, 0])
        np.testing.assert_array_equal(arrays["certainty"], dreams(4).certainty)
    save_arrays(dreams(2, channels=3), tmp_path / "y.npz")
    with np.load(tmp_path / "y.npz") as arrays:
        assert arrays["images"].shape == (2, 8, 6, 3)


@pytest.mark.parametrize("ending", [".png", ".gif", ".npz"])
def test_the_same_dreams_give_the_same_file(tmp_path: Path, ending: str) -> None:
    for name in ("one", "two"):
        save_dreams(dreams(4), tmp_path / f"{name}{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


@pytest.mark.parametrize("name", ["x.docx", "x", "missing/x.png", "missing/x.gif", "missing/x.npz", "folder.gif"])
def test_what_cannot_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.gif").mkdir()
    with pytest.raises(UserError) as caught:
        save_dreams(dreams(1), tmp_path / name)
    assert "\n" not in str(caught.value)
    assert os.listdir(tmp_path) == ["folder.gif"]


@pytest.mark.parametrize("writer", [save_picture, save_animation])
def test_names_of_classes_may_be_anything(tmp_path: Path, writer: Callable[[Dreams, Path], None]) -> None:
    names = ("a very long name of a class", "猫", "")
    some = dreams(3)
    writer(Dreams(some.images, some.wanted, some.certainty, some.frames, names), tmp_path / "x.gif")
    assert (tmp_path / "x.gif").stat().st_size
