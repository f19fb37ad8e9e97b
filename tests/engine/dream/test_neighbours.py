"""The nearest training pictures against scikit-learn, and how far pictures of a class lie apart, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from engine.data.dataset import Dataset
from engine.dream import neighbours
from engine.dream.neighbours import NEIGHBOURS, diversity, finding_neighbours
from engine.jobs import finish


def rows(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1)


@pytest.mark.parametrize("at_once", [neighbours.AT_ONCE, 36_000])
def test_they_are_those_of_scikit_learn(digits: Dataset, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """Whether all pictures are looked at together or a hundred after the other."""
    monkeypatch.setattr(neighbours, "AT_ONCE", at_once)
    known = KNeighborsClassifier(NEIGHBOURS, algorithm="brute").fit(rows(digits.train_images), digits.train_labels)
    votes = known.predict_proba(rows(digits.test_images))
    clear = np.sort(votes, axis=1)[:, -1] > np.sort(votes, axis=1)[:, -2]  # no tie
    assert clear.mean() > 0.95
    found = finish(finding_neighbours(digits, digits.test_images))
    np.testing.assert_array_equal(found.seen[clear], votes.argmax(axis=1)[clear])
    nearest = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(rows(digits.train_images).astype(np.float64))
    distance = nearest.kneighbors(rows(digits.test_images))[0][:, 0]
    np.testing.assert_allclose(found.distance, distance, rtol=1e-5)


def test_a_tie_goes_to_the_nearest() -> None:
    places = np.array([1, 2, 3, 4, 5, 20], np.float32) / 10
    data = Dataset(
        *("x", "x", "x", places.reshape(-1, 1, 1, 1), np.array([2, 1, 1, 2, 0, 1])),
        *(places.reshape(-1, 1, 1, 1), np.zeros(6, np.int64), tuple("012")),
    )
    assert finish(finding_neighbours(data, np.zeros((1, 1, 1, 1)))).seen.tolist() == [2]
    few = replace(data, train_images=data.train_images[1:4], train_labels=data.train_labels[1:4])
    assert finish(finding_neighbours(few, np.zeros((1, 1, 1, 1)))).seen.tolist() == [1]


def test_a_copy_is_no_way_from_its_original(digits: Dataset) -> None:
    found = finish(finding_neighbours(digits, digits.train_images[:20]))
    np.testing.assert_array_equal(found.distance, 0)


def test_diversity_is_the_mean_distance_within_a_class() -> None:
    images = np.zeros((6, 1, 2, 1), np.float32)
    images[:, 0, :, 0] = [[0, 0], [3, 4], [6, 8], [1, 1], [1, 2], [9, 9]]
    classes = np.array([0, 0, 0, 1, 1, 2])  # mean of 5, 5, 10; then 1; of the last there is no second
    assert diversity(images, classes) == pytest.approx((20 / 3 + 1) / 2)
    assert diversity(images[:4], np.arange(4)) is None
    assert diversity(np.ones((3, 2, 2, 1)) / 3, np.zeros(3)) == 0
