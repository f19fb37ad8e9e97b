"""Verdicts on real pictures, on copies, on noise."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.dream.judge import Judge
from engine.dream.objective import DreamError
from engine.dream.verdict import Verdicts, judging
from engine.jobs import finish

WANTED = np.arange(60) % 10


def verdicts(images: np.ndarray, wanted: np.ndarray, data: Dataset, start: np.ndarray | None = None) -> Verdicts:
    return finish(judging(images, wanted, data, start))


def examples(images: np.ndarray, labels: np.ndarray, first: int = 0) -> np.ndarray:
    """Six pictures of each class, in the order of WANTED."""
    places = [np.flatnonzero(labels == index)[first : first + 6] for index in range(10)]
    return images[np.array(places).T.ravel()]


def test_real_pictures_are_as_good_as_real_ones(digits: Dataset, judge: Judge) -> None:
    found = verdicts(examples(digits.test_images, digits.test_labels), WANTED, digits)
    assert found.start is None
    assert found.relative(found.dreams) == pytest.approx({"frechet_distance": 1, "diversity": 1, "nearest": 1})
    assert found.dreams.network_agrees == found.real.network_agrees > 0.95


def test_copies_give_themselves_away(digits: Dataset, judge: Judge) -> None:
    found = verdicts(examples(digits.train_images, digits.train_labels), WANTED, digits)
    assert found.dreams.nearest == 0
    assert found.dreams.neighbours_agree > 0.95
    one = np.repeat(examples(digits.train_images, digits.train_labels)[:10], 6, axis=0)
    same = verdicts(one, np.repeat(np.arange(10), 6), digits)
    assert same.dreams.diversity == pytest.approx(0, abs=1e-6)


def test_noise_is_no_digit(digits: Dataset, judge: Judge) -> None:
    noise = np.random.default_rng(0).random((60, 8, 8, 1), np.float32)
    found = verdicts(examples(digits.test_images, digits.test_labels), WANTED, digits, noise)
    assert found.start is not None
    assert max(found.start.network_agrees, found.start.neighbours_agree) < 0.3
    told = found.to_plain()
    assert told["start"]["frechet_distance_to_real"] > 3
    assert told["start"]["nearest_to_real"] > 1.5
    assert json.loads(json.dumps(told)) == told
    assert [row[0] for row in found.table()] == ["", "dreams", "start", "real"]


def test_the_shares_are_of_what_was_wanted(digits: Dataset, judge: Judge) -> None:
    images = examples(digits.train_images, digits.train_labels)
    wanted = WANTED.copy()
    wanted[:15] = (wanted[:15] + 1) % 10  # a quarter is something else
    found = verdicts(images, wanted, digits).dreams
    assert found.neighbours_agree == pytest.approx(np.mean(found.neighbours == wanted))
    assert 0.7 < found.network_agrees <= 0.75
    np.testing.assert_array_equal(found.seen[15:], WANTED[15:])


def test_of_few_pictures_only_what_can_be_said(digits: Dataset, judge: Judge) -> None:
    found = verdicts(digits.test_images[:1], digits.test_labels[:1], digits)
    assert found.dreams.frechet_distance is found.dreams.diversity is None
    assert found.to_plain()["dreams"]["diversity_to_real"] is None
    assert "-" in found.table()[1]


@pytest.mark.parametrize(
    ("images", "wanted", "message"),
    [
        (np.zeros((2, 9, 9, 1)), np.zeros(2), "The dreams have the shape (9, 9, 1)"),
        (np.zeros((2, 8, 8, 1)), np.array([1, -1]), "judged by the class that is wanted"),
        (np.zeros((0, 8, 8, 1)), np.zeros(0), "judged by the class that is wanted"),
    ],
)
def test_what_cannot_be_judged_is_said(digits: Dataset, images: np.ndarray, wanted: np.ndarray, message: str) -> None:
    with pytest.raises(DreamError, match=message.replace("(", r"\(").replace(")", r"\)")):
        verdicts(images, wanted, digits)
