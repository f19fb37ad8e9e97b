"""A first look at data: what is shipped is what the data begins with."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data import open_dataset
from engine.data.augmentation import Augmentation
from engine.data.dataset import Dataset
from engine.data.sample import augmenting, sample_of, sampling
from engine.jobs import finish


def blank(classes: int) -> Dataset:
    """Pictures of 2 × 3 pixels whose brightness is their class, the last class first."""
    labels = np.tile(np.arange(classes)[::-1], 4)
    images = np.broadcast_to((labels / 255)[:, None, None, None], (len(labels), 2, 3, 1)).astype(np.float32)
    return Dataset("", "", "", images, labels, images, labels, tuple(map(str, range(classes))))


@pytest.mark.parametrize("name", ["digits", "synthetic", pytest.param("mnist", marks=pytest.mark.mnist)])
def test_the_shipped_sheets_are_of_the_data_itself(name: str) -> None:
    source = "synthetic:train=2000,test=10" if name == "synthetic" else name
    shipped, data = finish(sampling(name)).sheet, finish(open_dataset(source))
    assert shipped is not None
    height, width = data.input_shape[:2]
    assert shipped.shape == (2 * height, 10 * width, 1)
    cells = shipped.reshape(2, height, 10, width).transpose(0, 2, 1, 3).reshape(20, -1).astype(np.float32) / 255
    known = data.train_images.reshape(len(data.train_images), -1)
    for number, cell in enumerate(cells):
        of_class = known[data.train_labels == number % 10]
        assert np.abs(of_class - cell).max(axis=1).min() < 1 / 255


@pytest.mark.parametrize(
    ("classes", "labels"), [(2, [0] * 5 + [1] * 5), (10, list(range(10))), (20, list(range(0, 20, 2)))]
)
def test_every_class_has_its_columns(classes: int, labels: list[int]) -> None:
    sheet = sample_of(blank(classes)).sheet
    assert sheet is not None
    np.testing.assert_array_equal(sheet[1, 1::3, 0], labels)


def test_points_fill_the_square() -> None:
    sample = finish(sampling("moons"))
    assert sample.points is not None
    assert sample.labels is not None
    assert np.abs(sample.points).max() == pytest.approx(1)
    assert set(sample.labels) == {0, 1}


def test_the_same_seed_augments_the_same_pictures_in_the_same_way() -> None:
    data = finish(open_dataset("digits"))
    as_they_are = finish(augmenting(data, Augmentation(), 8, seed=3))
    moved, again = (finish(augmenting(data, Augmentation(shift=2, elastic=0.3), 8, seed=3)) for _ in range(2))
    assert as_they_are.shape == (8, 8, 8, 1)
    np.testing.assert_array_equal(moved, again)
    assert (moved != as_they_are).any(axis=(1, 2, 3)).all()
    assert (finish(augmenting(data, Augmentation(), 8, seed=4)) != as_they_are).any()
