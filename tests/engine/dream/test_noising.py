"""Noise drowns a digit."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data import open_dataset
from engine.dream.noising import NoiseCourse, NoisingPlan, noising
from engine.dream.objective import DreamError
from engine.jobs import finish
from engine.nn.network import Network


def test_certainty_falls_as_noise_grows(mlp: Network) -> None:
    data = finish(open_dataset("digits"))
    picture, label = data.test_images[0], data.test_labels[0]
    reports = list(noising(mlp, picture, NoisingPlan(most=3, steps=6, copies=40)))
    assert [len(report.amounts) for report in reports] == list(range(1, 8))
    course = reports[-1]
    np.testing.assert_allclose(course.amounts, np.linspace(0, 3, 7))
    np.testing.assert_allclose(course.outputs[0], mlp.outputs(picture[np.newaxis])[0], atol=1e-6)
    np.testing.assert_allclose(course.outputs.sum(axis=1), 1, atol=1e-5)
    assert course.outputs[0, label] > 0.9
    assert course.outputs[-1, label] < 0.5
    np.testing.assert_allclose(course.images[0], picture, atol=1e-7)
    grey = (course.images[1:] > 0) & (course.images[1:] < 1)
    assert grey.mean(axis=(1, 2, 3))[-1] < grey.mean(axis=(1, 2, 3))[0], "more and more pixels are at their limits"


def test_the_outputs_are_a_mean_over_draws_of_that_deviation(mlp: Network) -> None:
    picture = np.full((8, 8, 1), 0.5, np.float32)
    course = finish(noising(mlp, picture, NoisingPlan(most=0.1, steps=1, copies=1000)))
    noise = 0.1 * np.random.default_rng(9).standard_normal((4000, 8, 8, 1))
    expected = mlp.outputs(np.clip(picture + noise, 0, 1)).mean(axis=0)
    np.testing.assert_allclose(course.outputs[1], expected, atol=0.02)
    assert course.images[1].std() == pytest.approx(0.1, rel=0.3)


def test_a_picture_of_another_size_is_refused(mlp: Network) -> None:
    with pytest.raises(DreamError, match="the network sees"):
        next(noising(mlp, np.zeros((8, 7, 1))))


def test_the_course_says_where_a_class_is_lost_and_to_which() -> None:
    amounts = np.array([0.0, 0.5, 1.0, 1.5])
    outputs = np.array([[0.9, 0.1, 0.0], [0.6, 0.1, 0.3], [0.3, 0.2, 0.5], [0.5, 0.2, 0.3]])
    course = NoiseCourse(amounts, outputs, np.zeros((4, 1, 1, 1)))
    assert course.lost_at(0) == (1.0, 2)
    assert course.lost_at(1) == (0.0, 0)
    assert NoiseCourse(amounts[:2], outputs[:2], np.zeros((2, 1, 1, 1))).lost_at(0) is None
