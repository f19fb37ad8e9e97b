"""A person's own pictures, a folder for each class."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.data import open_dataset
from engine.data.dataset import DataError, Dataset, Preparation, Progress
from engine.data.folder import FolderPlan, load_folder, natural
from engine.jobs import finish

RED, BLUE, GREY = (200, 0, 0), (0, 0, 200), (90, 90, 90)


def put(folder: Path, name: str, colour: tuple[int, int, int], count: int = 5, ending: str = ".png") -> None:
    """Pictures of one colour and of different sizes."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        Pillow.new("RGB", (20 + 7 * number, 31), colour).save(folder / name / f"{number}{ending}")


def opened(folder: Path, settings: str = "") -> Dataset:
    return finish(open_dataset(f"{folder}{settings}"))


def test_each_folder_is_a_class_and_its_pictures_are_scaled(tmp_path: Path) -> None:
    put(tmp_path, "sky", BLUE)
    put(tmp_path, "rose", RED, ending=".jpg")
    (tmp_path / "rose" / "notes.txt").write_text("not a picture")
    (tmp_path / "readme.txt").write_text("nor this")
    (tmp_path / "empty").mkdir()
    data = opened(tmp_path)
    assert data.class_names == ("rose", "sky")
    assert data.input_shape == (28, 28, 3)
    assert (len(data.train_images), len(data.test_images)) == (8, 2)
    assert data.preparation is Preparation.PICTURE
    assert data.complaints == ()
    for images, labels in ((data.train_images, data.train_labels), (data.test_images, data.test_labels)):
        expected = np.array([RED, BLUE])[labels][:, np.newaxis, np.newaxis] / 255
        np.testing.assert_allclose(images, np.broadcast_to(expected, images.shape), atol=0.02)


def test_settings_grey_and_size(tmp_path: Path) -> None:
    put(tmp_path, "sky", BLUE)
    put(tmp_path, "rose", RED)
    data = opened(tmp_path, ":grey=yes,size=16,test=40")
    assert data.input_shape == (16, 16, 1)
    assert len(data.test_images) == 4
    expected = np.array([0.2126, 0.0722])[data.train_labels] * 200 / 255
    np.testing.assert_allclose(data.train_images[:, 3, 3, 0], expected, atol=1e-3)


def test_grey_pictures_stay_grey_unless_one_has_colour(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(3):
            Pillow.new("L", (9, 9), 90).save(tmp_path / name / f"{number}.png")
    assert opened(tmp_path).input_shape == (28, 28, 1)
    put(tmp_path, "c", RED)
    data = opened(tmp_path)
    assert data.input_shape == (28, 28, 3)
    np.testing.assert_allclose(data.train_images[data.train_labels == 0], 90 / 255, atol=1e-3)


def test_what_cannot_be_read_is_listed_and_left_out(tmp_path: Path) -> None:
    put(tmp_path, "sky", BLUE)
    put(tmp_path, "rose", RED)
    (tmp_path / "rose" / "broken.png").write_bytes(b"no picture")
    (tmp_path / "sky" / "empty.jpg").write_bytes(b"")
    data = opened(tmp_path)
    assert len(data.train_images) + len(data.test_images) == 10
    assert len(data.complaints) == 2
    assert data.complaints[0].startswith("rose/broken.png")
    assert data.complaints[1].startswith("sky/empty.jpg")


def test_parts_are_taken_as_they_are(tmp_path: Path) -> None:
    put(tmp_path / "train", "sky", BLUE, 4)
    put(tmp_path / "train", "rose", RED, 3)
    put(tmp_path / "test", "rose", RED, 2)
    data = opened(tmp_path)
    assert data.train_labels.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert data.test_labels.tolist() == [0, 0]
    put(tmp_path / "test", "tree", GREY)
    with pytest.raises(DataError, match="tree"):
        opened(tmp_path)


def test_the_same_pictures_are_kept_for_tests_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(20):
            Pillow.new("L", (9, 9), 10 * number).save(tmp_path / name / f"{number}.png")
    one, again, other = opened(tmp_path), opened(tmp_path), opened(tmp_path, ":seed=2")
    np.testing.assert_array_equal(one.test_images, again.test_images)
    assert not np.array_equal(one.test_images, other.test_images)
    assert np.bincount(one.test_labels).tolist() == [4, 4]


def test_names_are_sorted_as_people_count(tmp_path: Path) -> None:
    names = [str(digit) for digit in range(12)]
    for name in names:
        put(tmp_path, name, GREY, 2)
    assert opened(tmp_path, ":test=50").class_names == tuple(names)
    assert sorted(["b2", "B10", "a", "b1", "2", "10"], key=natural) == ["2", "10", "a", "b1", "b2", "B10"]


def test_it_says_how_far_it_is(tmp_path: Path) -> None:
    put(tmp_path, "sky", BLUE)
    put(tmp_path, "rose", RED)
    assert list(load_folder(tmp_path))[-1] == Progress("Reading pictures", 10, 10)


def test_a_caller_may_prepare_the_pictures_otherwise(tmp_path: Path) -> None:
    put(tmp_path, "sky", BLUE)
    put(tmp_path, "rose", RED)
    data = finish(load_folder(tmp_path, FolderPlan(), lambda image: np.full((3, 5, 1), image.width, np.float32)))
    assert data.input_shape == (3, 5, 1)
    assert set(data.train_images.ravel()) <= {20, 27, 34, 41, 48}


def test_what_makes_no_sense_is_refused_in_one_sentence(tmp_path: Path) -> None:
    def refused(why: str, settings: str = "") -> None:
        with pytest.raises(DataError, match=why) as caught:
            opened(tmp_path, settings)
        assert str(caught.value).endswith(".")
        assert "\n" not in str(caught.value)

    refused("no folders of pictures")
    put(tmp_path, "sky", BLUE, 1)
    refused("only one class, sky")
    put(tmp_path, "rose", RED, 1)
    (tmp_path / "rose" / "0.png").write_bytes(b"no picture")
    refused("no readable pictures of rose")
    refused("no setting 'colour'", ":colour=yes")


def test_so_many_pictures_that_there_is_no_room_for_them_are_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "sky", BLUE)
    put(tmp_path, "rose", RED)
    monkeypatch.setattr("engine.data.folder.MOST_BYTES", 1 << 10)
    with pytest.raises(DataError, match="smaller size"):
        opened(tmp_path)
