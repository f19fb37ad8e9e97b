"""The search gets there without a gradient, and never steps back."""

from __future__ import annotations

import numpy as np
import pytest

from engine.dream.objective import Objective
from engine.dream.search import SearchPlan, search
from engine.jobs import finish
from engine.nn.network import Network

TEN = [Objective.of_class(digit, 10) for digit in range(10)]


@pytest.mark.parametrize("which", ["mlp", "textbook"])
def test_every_digit_is_found(which: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(which)
    dreams = finish(search(network, TEN))
    assert network.outputs(dreams.images)[range(10), range(10)].min() >= 0.98
    assert dreams.images.min() >= 0
    assert dreams.images.max() <= 1


@pytest.mark.mnist
def test_every_digit_of_mnist_is_found(mnist_mlp: Network) -> None:
    assert finish(search(mnist_mlp, TEN)).certainty.min() >= 0.9


def test_a_change_that_does_not_help_is_forgotten(mlp: Network) -> None:
    """Where light costs nothing, the certainty of the wanted class is the score."""
    certainty = [report.certainty for report in search(mlp, TEN, SearchPlan(rounds=60, thrift=0))]
    assert len(certainty) == 61
    assert (np.diff(certainty, axis=0) >= -1e-6).all()
    assert (certainty[-1] > certainty[0]).all()


def test_thrift_keeps_the_picture_dark(mlp: Network) -> None:
    def light(thrift: float) -> float:
        return float(finish(search(mlp, TEN, SearchPlan(thrift=thrift))).images.mean())

    assert light(0.3) < 0.8 * light(0)


def test_the_same_seed_finds_the_same(mlp: Network) -> None:
    one, same, other = (finish(search(mlp, TEN, SearchPlan(rounds=50, seed=seed))) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.images, same.images)
    assert not np.array_equal(one.images, other.images)


def test_a_forbidden_class_is_kept_down(mlp: Network) -> None:
    free, kept = (finish(search(mlp, Objective.parse("4", forbidden, mlp.class_names))) for forbidden in ("", "9"))
    logits = [mlp.logits(dreams.images)[0] for dreams in (free, kept)]
    assert kept.certainty[0] >= 0.98
    assert logits[1][4] - logits[1][9] > logits[0][4] - logits[0][9]
