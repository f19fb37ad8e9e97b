"""Points in the plane that take a bend to tell apart."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from engine.data import DATASETS, open_dataset
from engine.data.dataset import Dataset
from engine.jobs import finish

NAMES = ("circles", "moons", "spirals")


def opened(source: str) -> Dataset:
    return finish(open_dataset(source))


def test_xor_is_the_four_corners() -> None:
    data = opened("xor")
    truth = {
        (float(x), float(y)): int(label) for (x, y), label in zip(data.train_images, data.train_labels, strict=True)
    }
    assert truth == {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}
    np.testing.assert_array_equal(data.test_images, data.train_images)
    assert data.input_shape == (2,)


@pytest.mark.parametrize("name", NAMES)
def test_points_of_two_classes(name: str) -> None:
    data = opened(name)
    assert data.input_shape == (2,)
    assert data.train_images.dtype == np.float32
    assert not data.is_pictures
    assert not DATASETS[name].is_pictures
    assert (len(data.train_images), len(data.test_images)) == (700, 300)
    assert np.bincount(data.train_labels).tolist() == [350, 350]
    assert np.abs(data.train_images).max() < 2
    neighbours = KNeighborsClassifier(3).fit(data.train_images, data.train_labels)
    assert neighbours.score(data.test_images, data.test_labels) > 0.97
    means = [data.train_images[data.train_labels == label].mean(axis=0) for label in (0, 1)]
    nearer = np.argmin([np.linalg.norm(data.test_images - mean, axis=1) for mean in means], axis=0)
    assert np.mean(nearer == data.test_labels) < 0.9  # a line does not part them


def test_circles_without_noise_have_their_radii() -> None:
    data = opened("circles:noise=0")
    radii = np.linalg.norm(data.train_images, axis=1)
    np.testing.assert_allclose(radii, np.where(data.train_labels == 0, 1, 0.5), atol=1e-6)


def test_moons_without_noise_are_those_of_scikit_learn() -> None:
    data = opened("moons:noise=0")
    moved = data.train_images + np.array([0.5, 0.25])  # theirs are not in the middle
    upper, lower = moved[data.train_labels == 0], moved[data.train_labels == 1]
    np.testing.assert_allclose(np.linalg.norm(upper, axis=1), 1, atol=1e-6)
    assert upper[:, 1].min() >= 0
    np.testing.assert_allclose(np.linalg.norm(lower - [1, 0.5], axis=1), 1, atol=1e-6)
    assert lower[:, 1].max() <= 0.5


def test_spirals_without_noise_are_opposite_each_other_and_even() -> None:
    data = opened("spirals:noise=0,count=2000")
    points = data.train_images.astype(np.float64)
    radius = np.linalg.norm(points, axis=1)
    turn = 2 * np.pi * 1.25 * radius + np.pi * data.train_labels
    np.testing.assert_allclose(points, np.stack([np.cos(turn), np.sin(turn)], -1) * radius[:, np.newaxis], atol=1e-5)
    assert np.median(radius) == pytest.approx(np.sqrt(0.5), abs=0.03)


@pytest.mark.parametrize("name", NAMES)
def test_noise_and_seed_are_as_said(name: str) -> None:
    exact, noisy, again = opened(f"{name}:noise=0"), opened(f"{name}:noise=0.2"), opened(f"{name}:noise=0.2")
    np.testing.assert_array_equal(noisy.train_images, again.train_images)
    off = np.concatenate([noisy.train_images - exact.train_images, noisy.test_images - exact.test_images])
    assert off.std() == pytest.approx(0.2, rel=0.1)
    assert not np.array_equal(opened(f"{name}:seed=2").train_images, opened(name).train_images)
