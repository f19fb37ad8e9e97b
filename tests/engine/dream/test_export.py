"""Dreams as files, read back by other means than they were written with."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.dream.animation import AnimationPlan
from engine.dream.dreams import Dreams, Frame
from engine.dream.export import ENDINGS, PicturePlan, file_size, picture, save_dreams, saving
from engine.errors import UserError
from engine.jobs import finish


def dreams(count: int, channels: int = 1, frames: int = 5, captions: tuple[str, ...] = ("cat", "dog", "owl")) -> Dreams:
    rng = np.random.default_rng(7)
    way = rng.integers(0, 256, (frames, count, 8, 6, channels), np.uint8)
    wanted, certainty = np.arange(count) % 3, np.linspace(0.5, 1, count).astype(np.float32)
    outputs = np.eye(3, dtype=np.float32)[wanted]
    film = tuple(Frame(step, images, outputs, certainty, certainty) for step, images in enumerate(way))
    images, start = (way[place].astype(np.float32) / 255 for place in (-1, 0))
    return Dreams(images, wanted, certainty, outputs, start, film, tuple(captions[index] for index in wanted))


@pytest.mark.parametrize("channels", [1, 3])
def test_one_dream_is_a_picture_enlarged_without_blur(tmp_path: Path, channels: int) -> None:
    save_dreams(dreams(1, channels), tmp_path / "x.png")
    pixels = np.asarray(Pillow.open(tmp_path / "x.png")).reshape(560, 420, channels)
    np.testing.assert_array_equal(pixels[35::70, 35::70], dreams(1, channels).frames[-1, 0])
    assert len(np.unique(pixels[:70, :70].reshape(-1, channels), axis=0)) == 1


def test_several_are_a_sheet_that_holds_them_all(tmp_path: Path) -> None:
    save_dreams(dreams(6), tmp_path / "x.png")
    sheet = np.asarray(Pillow.open(tmp_path / "x.png").convert("L"))
    for image in dreams(6).frames[-1]:
        tile = image[:, :, 0].repeat(17, axis=0).repeat(17, axis=1)
        places = np.lib.stride_tricks.sliding_window_view(sheet, tile.shape)[::1, ::1]
        assert any((places[row] == tile).all(axis=(1, 2)).any() for row in range(len(places)))


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp"])
@pytest.mark.parametrize(("count", "channels"), [(1, 1), (4, 1), (1, 3), (2, 3)])
def test_an_animation_shows_the_way(tmp_path: Path, count: int, channels: int, ending: str) -> None:
    some = dreams(count, channels)
    save_dreams(some, tmp_path / f"x{ending}", AnimationPlan(side=40))
    with Pillow.open(tmp_path / f"x{ending}") as film:
        assert film.n_frames == 5
        assert film.info["loop"] == 0
        assert film.format == {".gif": "GIF", ".apng": "PNG", ".webp": "WEBP"}[ending]
        for number in range(5) if count == 1 else ():
            film.seek(number)
            seen = np.asarray(film.convert("RGB"))[2::5, 2::5].astype(int)
            most = {(".gif", 1): 8, (".gif", 3): 60}.get((ending, channels), 0)
            assert np.abs(seen - some.frames[number, 0]).max() <= most


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp"])
def test_an_animation_is_as_long_and_as_large_as_asked(tmp_path: Path, ending: str) -> None:
    plan = AnimationPlan(side=80, seconds=2, rest=0.5, per_second=5, smooth=True)
    save_dreams(dreams(1, frames=81), tmp_path / f"x{ending}", plan)
    times = []
    with Pillow.open(tmp_path / f"x{ending}") as film:
        assert film.size == (60, 80)
        for number in range(film.n_frames):
            film.seek(number)
            film.load()
            times.append(film.info["duration"])
    assert len(times) == 10
    assert sum(times[:-1]) == pytest.approx(2000, abs=1)
    assert times[-1] == pytest.approx(500)


def test_the_first_and_the_last_frame_are_always_shown() -> None:
    assert AnimationPlan(seconds=0.2, per_second=10).chosen(50) == [0, 49]
    assert AnimationPlan(seconds=0.1, per_second=1).chosen(50) == [0, 49]
    assert AnimationPlan(seconds=3).chosen(5) == [0, 1, 2, 3, 4]
    assert AnimationPlan(seconds=3).chosen(1) == [0]
    assert AnimationPlan(seconds=1, per_second=25).milliseconds(3) == [500, 500, 1500]


def test_a_picture_may_be_enlarged_smoothly(tmp_path: Path) -> None:
    save_dreams(dreams(1, 3), tmp_path / "x.png", PicturePlan(100, smooth=True))
    pixels = np.asarray(Pillow.open(tmp_path / "x.png"))
    assert pixels.shape == (100, 75, 3)
    expected = np.asarray(Pillow.fromarray(dreams(1, 3).frames[-1, 0]).resize((75, 100), Pillow.Resampling.BICUBIC))
    np.testing.assert_array_equal(pixels, expected)


def test_saving_is_a_job_that_says_how_far_it_is_and_leaves_nothing_when_closed(tmp_path: Path) -> None:
    job = saving(dreams(1), tmp_path / "x.webp")
    assert [next(job) for _ in range(3)] == pytest.approx([0, 1 / 6, 2 / 6])
    job.close()
    assert not list(tmp_path.iterdir())
    assert finish(saving(dreams(1), tmp_path / "x.webp")) == tmp_path / "x.webp"
    assert [path.name for path in tmp_path.iterdir()] == ["x.webp"]


def test_arrays_are_written_under_their_names(tmp_path: Path) -> None:
    save_dreams(dreams(4), tmp_path / "x.npz")
    with np.load(tmp_path / "x.npz", allow_pickle=False) as arrays:
        assert sorted(arrays.files) == ["certainty", "images", "wanted"]
        assert arrays["images"].dtype == np.float32
        np.testing.assert_array_equal(arrays["images"], dreams(4).images[..., 0])
        np.testing.assert_array_equal(arrays["wanted"], [0, 1, 2, 0])
        np.testing.assert_array_equal(arrays["certainty"], dreams(4).certainty)
    save_dreams(dreams(2, channels=3), tmp_path / "y.npz")
    with np.load(tmp_path / "y.npz") as arrays:
        assert arrays["images"].shape == (2, 8, 6, 3)


@pytest.mark.parametrize("ending", ENDINGS)
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


@pytest.mark.parametrize("ending", [".png", ".gif"])
def test_names_of_classes_may_be_anything(tmp_path: Path, ending: str) -> None:
    save_dreams(dreams(3, captions=("a very long name of a class", "猫", "")), tmp_path / f"x{ending}")
    assert (tmp_path / f"x{ending}").stat().st_size


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_size_that_is_told_is_that_of_the_file(tmp_path: Path, ending: str) -> None:
    plan = PicturePlan(side=40) if ending == ".png" else AnimationPlan(side=50)
    size = finish(file_size(dreams(3), ending, plan))
    save_dreams(dreams(3), tmp_path / f"x{ending}", plan)
    assert (tmp_path / f"x{ending}").stat().st_size == size


def test_dreams_at_a_frame_are_what_they_were_then(tmp_path: Path) -> None:
    some = dreams(2)
    then = some.at(some.film[2])
    np.testing.assert_array_equal(np.rint(then.images * 255), some.film[2].images)
    assert [frame.step for frame in then.film] == [0, 1, 2]
    save_dreams(then, tmp_path / "x.gif")
    with Pillow.open(tmp_path / "x.gif") as film:
        assert film.n_frames == 3


def test_a_sheet_that_no_memory_holds_is_refused() -> None:
    with pytest.raises(UserError, match="too large"):
        picture(dreams(90), PicturePlan(side=4096))
