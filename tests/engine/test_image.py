"""Pictures as values, and files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from engine import codec, files
from engine.depth import as_dtype
from engine.image import Image, ImageError, load, save

PICTURE = Image(np.arange(48, dtype=np.uint8).reshape(4, 4, 3))


def test_a_flat_array_is_a_grey_picture() -> None:
    assert Image(np.zeros((3, 5), np.uint8)).pixels.shape == (3, 5, 1)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((3, 5, 5), np.uint8),
        np.zeros((0, 5, 3), np.uint8),
        np.zeros(3, np.uint8),
        np.zeros((3, 5), np.float64),
        np.zeros((3, 5), bool),
    ],
)
def test_other_arrays_are_refused(array: np.ndarray) -> None:
    with pytest.raises(ImageError):
        Image(array)


def test_pixels_are_read_only_and_the_given_array_is_not() -> None:
    array = np.zeros((2, 2, 3), np.uint8)
    image = Image(array)
    with pytest.raises(ValueError, match="read-only"):
        image.pixels[0, 0, 0] = 1
    array[0, 0, 0] = 1


def test_colour_can_be_replaced_and_alpha_stays() -> None:
    image = Image(np.arange(16, dtype=np.uint8).reshape(2, 2, 4), b"profile", b"exif")
    changed = image.with_colour(np.zeros((2, 2, 1), np.uint8))
    assert changed.channels == 2
    np.testing.assert_array_equal(changed.alpha, image.pixels[:, :, 3:])
    assert (changed.profile, changed.exif) == (b"profile", b"exif")


def test_description() -> None:
    assert PICTURE.describe() == "4 × 4, RGB, 8 bit"
    assert Image(np.zeros((2, 3, 2), np.float32)).describe() == "3 × 2, grey + alpha, 32-bit float"


def test_16_bits_are_reduced_to_8_by_exact_rounding() -> None:
    every = np.arange(65536, dtype=np.uint16)
    np.testing.assert_array_equal(as_dtype(every, np.dtype(np.uint8)), np.rint(every.astype(np.float64) / 257))
    np.testing.assert_array_equal(as_dtype(np.arange(256, dtype=np.uint8), np.dtype(np.uint16)), np.arange(256) * 257)


def test_numbers_that_are_no_brightness_are_saturated() -> None:
    odd = np.array([np.nan, np.inf, -np.inf, -0.5, 1.5, 0.5], np.float32)
    np.testing.assert_array_equal(as_dtype(odd, np.dtype(np.uint8)), [0, 255, 0, 0, 255, 128])


# -- files -----------------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"^none\.png cannot be read: No such file or directory\.$"):
        load(tmp_path / "none.png")
    with pytest.raises(ImageError, match="Is a directory"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["missing/x.png", "folder.png", "x", "x.docx"])
def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ImageError) as caught:
        save(PICTURE, tmp_path / name)
    assert "\n" not in str(caught.value)
    assert os.listdir(tmp_path) == ["folder.png"]
    assert os.listdir(tmp_path / "folder.png") == []


def test_a_picture_too_long_for_its_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="cannot be written as WEBP"):
        save(Image(np.zeros((1, 16384), np.uint8)), tmp_path / "x.webp")
    assert os.listdir(tmp_path) == []


def test_a_failed_save_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.png"
    save(PICTURE, target)
    before = target.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(ImageError, match="No space left on device"):
        save(Image(np.zeros((2, 2), np.uint8)), target)
    assert os.listdir(tmp_path) == ["x.png"]
    assert target.read_bytes() == before


def test_the_old_file_stays_until_the_new_one_is_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.png"
    save(PICTURE, target)
    before, seen = target.read_bytes(), []
    replace = os.replace

    def look(source: str, to: str) -> None:
        seen.append((target.read_bytes() == before, Path(source).read_bytes()))
        replace(source, to)

    monkeypatch.setattr(files.os, "replace", look)
    save(Image(np.zeros((2, 2), np.uint8)), target)
    assert seen == [(True, target.read_bytes())]


def test_saving_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "link.png").symlink_to(tmp_path / "real.png")
    save(PICTURE, tmp_path / "link.png")
    assert (tmp_path / "link.png").is_symlink()
    np.testing.assert_array_equal(load(tmp_path / "real.png").pixels, PICTURE.pixels)


def test_saving_keeps_the_permissions_of_the_file_there(tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    save(PICTURE, target)
    target.chmod(0o600)
    save(PICTURE, target)
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_name_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    name = "n" * 251 + ".png"
    save(PICTURE, tmp_path / name)
    assert os.listdir(tmp_path) == [name]


def test_every_format_that_is_offered_can_be_written(tmp_path: Path) -> None:
    for ending in codec.FORMATS:
        save(PICTURE, tmp_path / f"X{ending.upper()}")
        assert load(tmp_path / f"X{ending.upper()}").pixels.shape == (4, 4, 3)
