"""Digits that the program draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.data import open_dataset
from engine.data.dataset import Dataset
from engine.data.ink import draw
from engine.data.synthetic import BOX, SyntheticPlan, load_synthetic
from engine.jobs import finish
from engine.nn.metrics import evaluate
from engine.nn.presets import PRESETS
from engine.nn.training import train


@pytest.fixture(scope="module")
def drawn() -> Dataset:
    return finish(load_synthetic(SyntheticPlan(2000, 500, seed=3)))


def test_pictures_are_prepared_as_mnist_was(drawn: Dataset) -> None:
    pictures = drawn.train_images[..., 0]
    assert pictures.shape == (2000, 28, 28)
    assert pictures.min() == 0
    assert pictures.max() == 1
    ys, xs = np.mgrid[:28, :28]
    mass = pictures.sum(axis=(1, 2))
    for axis in (ys, xs):
        centres = (pictures * axis).sum(axis=(1, 2)) / mass
        assert np.median(np.abs(centres - 14)) < 0.3
        assert np.abs(centres - 14).max() < 1.5
    ink = pictures > 0
    longest = np.maximum(
        np.ptp(np.where(ink.any(2), ys[:, 0], 13), axis=1), np.ptp(np.where(ink.any(1), xs[0], 13), axis=1)
    )
    assert longest.min() >= BOX - 3
    assert longest.max() <= BOX + 1


def test_every_class_is_there_equally_often_and_no_picture_twice(drawn: Dataset) -> None:
    labels = np.concatenate([drawn.train_labels, drawn.test_labels])
    assert set(np.bincount(labels)) == {250}
    pictures = np.concatenate([drawn.train_images, drawn.test_images])
    assert len({picture.tobytes() for picture in pictures}) == 2500


def test_the_seed_gives_the_pictures(drawn: Dataset) -> None:
    np.testing.assert_array_equal(
        finish(load_synthetic(SyntheticPlan(2000, 500, seed=3))).test_images, drawn.test_images
    )
    assert not np.array_equal(finish(load_synthetic(SyntheticPlan(2000, 500, seed=4))).test_images, drawn.test_images)


def test_lines_are_as_bright_as_their_distance_says() -> None:
    """Against a slow twin: for each pixel the distance to the nearest point of a finely divided line."""
    ends, widths = np.array([[[4.0, 5.5], [15.0, 11.0], [3.0, 17.0]]]), np.full((1, 3), 1.5)
    picture = np.zeros((1, 20, 20), np.float32)
    draw(0, 1, ends, widths, np.array([True, False, False]), picture)
    line = ends[0, 0] + np.linspace(0, 1, 2000)[:, np.newaxis] * (ends[0, 1] - ends[0, 0])
    ys, xs = np.mgrid[:20, :20]
    distance = np.hypot(xs[..., np.newaxis] - line[:, 0], ys[..., np.newaxis] - line[:, 1]).min(axis=2)
    np.testing.assert_allclose(picture[0], np.clip(2 - distance, 0, 1), atol=1e-3)


def test_a_network_learns_to_read_them(drawn: Dataset) -> None:
    preset = PRESETS["mlp-128"]
    network = finish(train(preset.build(drawn), drawn, replace(preset.plan, epochs=10)))
    assert evaluate(network, drawn.test_images, drawn.test_labels).accuracy > 0.8


@pytest.mark.mnist
def test_a_network_that_learned_from_people_reads_them(drawn: Dataset) -> None:
    preset, mnist = PRESETS["mlp-128"], finish(open_dataset("mnist"))
    network = finish(train(preset.build(mnist), mnist, replace(preset.plan, epochs=2)))
    assert evaluate(network, drawn.train_images, drawn.train_labels).accuracy > 0.85
