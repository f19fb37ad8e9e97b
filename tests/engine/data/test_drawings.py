"""Own drawings: kept one by one, opened as data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.data import open_dataset
from engine.data.dataset import DataError, Preparation
from engine.data.drawings import OwnDrawings, removing
from engine.data.handwriting import prepare_digit
from engine.image import Image, load
from engine.jobs import finish


def bar(column: int, width: int = 20) -> Image:
    pixels = np.zeros((280, 280, 1), np.float32)
    pixels[30:250, column : column + width] = 1
    return Image(pixels)


def test_what_is_added_is_opened_as_handwriting_of_the_size_that_is_wanted(tmp_path: Path) -> None:
    drawings = OwnDrawings(tmp_path / "mine")
    for column in range(10, 60, 10):
        finish(drawings.adding(bar(column), "1"))
        finish(drawings.adding(bar(column, 90), "block"))
    assert drawings.counts() == {"1": 5, "block": 5}
    data = finish(open_dataset(drawings.source((28, 28, 1), Preparation.DIGIT)))
    assert data.class_names == ("1", "block")
    assert data.preparation is Preparation.DIGIT
    assert (len(data.train_images), len(data.test_images)) == (8, 2)
    np.testing.assert_allclose(data.train_images[0, :, :, 0], prepare_digit(bar(10)), atol=0.01)  # centred
    small = finish(open_dataset(drawings.source((8, 8, 1), Preparation.DIGIT)))
    assert small.input_shape == (8, 8, 1)


def test_pictures_that_are_no_handwriting_are_opened_as_they_are(tmp_path: Path) -> None:
    drawings = OwnDrawings(tmp_path)
    for label, column in (("left", 0), ("right", 240)):
        for _ in range(3):
            finish(drawings.adding(bar(column), label))
    data = finish(open_dataset(drawings.source((16, 16, 1), Preparation.PICTURE)))
    assert data.preparation is Preparation.PICTURE
    assert data.train_images[0, 8, 0, 0] == pytest.approx(1, abs=0.05)


def test_a_drawing_is_kept_as_drawn_and_taken_out_again(tmp_path: Path) -> None:
    drawings = OwnDrawings(tmp_path)
    first, second = finish(drawings.adding(bar(5), "1")), finish(drawings.adding(bar(9), "1"))
    np.testing.assert_allclose(load(first).pixels / 65535, bar(5).pixels, atol=1e-4)
    removing(first)()
    assert drawings.counts() == {"1": 1}
    assert finish(drawings.adding(bar(5), "1")) not in (first, second)  # nothing is written over
    for path in (tmp_path / "1").iterdir():
        removing(path)()
    assert drawings.counts() == {}
    assert not (tmp_path / "1").exists()


@pytest.mark.parametrize(("label", "folder"), [("T-shirt/top", "T-shirt-top"), (" 3 ", "3"), ("..\\x", "-x")])
def test_a_label_is_a_folder_in_the_data_whatever_it_holds(tmp_path: Path, label: str, folder: str) -> None:
    path = finish(OwnDrawings(tmp_path).adding(bar(5), label))
    assert path.parent == tmp_path / folder


@pytest.mark.parametrize("label", ["", "  ", "..."])
def test_no_label_is_a_mistake_in_one_sentence(tmp_path: Path, label: str) -> None:
    with pytest.raises(DataError, match="needs a label"):
        finish(OwnDrawings(tmp_path).adding(bar(5), label))
    assert not any(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot be kept"):
        finish(OwnDrawings(tmp_path / "file").adding(bar(5), "1"))
