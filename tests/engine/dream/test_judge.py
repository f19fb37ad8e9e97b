"""What others see in dreams."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from engine.data import open_dataset
from engine.data.dataset import Dataset
from engine.dream.judge import NEIGHBOURS, Verdict, judged, nearest_class, train_judge
from engine.jobs import finish


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return finish(open_dataset("digits"))


def test_the_neighbours_are_those_of_scikit_learn(digits: Dataset) -> None:
    known = KNeighborsClassifier(NEIGHBOURS, algorithm="brute")
    known.fit(digits.train_images.reshape(len(digits.train_images), -1), digits.train_labels)
    votes = known.predict_proba(digits.test_images.reshape(len(digits.test_images), -1))
    clear = np.sort(votes, axis=1)[:, -1] > np.sort(votes, axis=1)[:, -2]  # no tie
    assert clear.mean() > 0.95
    np.testing.assert_array_equal(nearest_class(digits, digits.test_images)[clear], votes.argmax(axis=1)[clear])


def test_the_judge_reads_real_digits_and_sees_none_in_noise(digits: Dataset) -> None:
    judge = finish(train_judge(digits))
    real = judged(judge, digits, digits.test_images).agreement(digits.test_labels)
    assert min(real.values()) > 0.95
    noise = np.random.default_rng(0).random((300, 8, 8, 1), np.float32)
    wanted = np.arange(300) % 10
    assert max(judged(judge, digits, noise).agreement(wanted).values()) < 0.25


def test_agreement_is_the_share_that_sees_what_was_wanted() -> None:
    verdict = Verdict(np.array([1, 2, 3, 4]), np.array([1, 0, 0, 0]))
    assert verdict.agreement(np.array([1, 2, 3, 0])) == {"network_agrees": 0.75, "neighbours_agree": 0.5}
