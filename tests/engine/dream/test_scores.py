"""What pictures score at the logits: worked by hand, and its gradient against numerical differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.dream.scores import FORBIDDING, HEAD_START, QUIET, logit_gradient, score

WEIGHTS = np.array([[1.0, 0, 0], [0, 1, -1], [0.5, 0.5, 0], [1, -1, -2]])


def test_scores_worked_by_hand() -> None:
    """Softmax of (0, log 2, log 5) is 1/8, 2/8, 5/8."""
    logits = np.log([[1.0, 2.0, 5.0]])
    assert score(np.array([[0, 1.0, 0]]), logits, exclusive=True) == pytest.approx(math.log(2 / 8))
    odds = math.log((5 / 8) / (3 / 8))
    forbidding = math.log(2 / (3 + 5 * math.exp(HEAD_START))) - FORBIDDING * odds
    assert score(np.array([[0, 1.0, -1]]), logits, exclusive=True) == pytest.approx(forbidding)
    ones = np.array([[math.log(3), math.log(3), 0.0]])  # the sigmoids are 3/4, 3/4, 1/2
    expected = math.log(3 / 4) - FORBIDDING * math.log(3) + QUIET * math.log(1 / 2)
    assert score(np.array([[1.0, -1, 0]]), ones, exclusive=False) == pytest.approx(expected)


@pytest.mark.parametrize("exclusive", [True, False])
def test_the_gradient_is_that_of_the_score(exclusive: bool) -> None:
    logits = np.random.default_rng(3).normal(0, 2, WEIGHTS.shape)
    gradient = logit_gradient(WEIGHTS, logits, exclusive=exclusive)
    for index in range(WEIGHTS.shape[1]):
        nudge = np.zeros_like(logits)
        nudge[:, index] = 1e-5
        up = score(WEIGHTS, logits + nudge, exclusive=exclusive)
        down = score(WEIGHTS, logits - nudge, exclusive=exclusive)
        np.testing.assert_allclose(gradient[:, index], (up - down) / 2e-5, atol=1e-8)


@pytest.mark.parametrize("exclusive", [True, False])
def test_a_network_that_is_quite_certain_still_gives_numbers(exclusive: bool) -> None:
    for logits in (np.array([[800.0, -800, 0]] * 4), np.array([[-800.0, 800, 0]] * 4)):
        assert np.isfinite(score(WEIGHTS, logits.astype(np.float32), exclusive=exclusive)).all()
        assert np.isfinite(logit_gradient(WEIGHTS, logits.astype(np.float32), exclusive=exclusive)).all()
