"""The search gets there without a gradient, and never steps back."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.dream.dream import dream
from engine.dream.objective import ClassObjective
from engine.dream.plan import DreamPlan, Method
from engine.dream.prior import light
from engine.jobs import finish
from engine.nn.network import Network

TEN = ClassObjective.of(range(10), 10)
SEARCH = DreamPlan(method=Method.SEARCH)


@pytest.mark.parametrize("which", ["mlp", "textbook"])
def test_every_digit_is_found(which: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(which)
    dreams = finish(dream(network, TEN, SEARCH))
    assert network.outputs(dreams.images)[range(10), range(10)].min() >= 0.95


@pytest.mark.mnist
def test_every_digit_of_mnist_is_found(mnist_mlp: Network) -> None:
    assert finish(dream(mnist_mlp, TEN, SEARCH)).certainty.min() >= 0.9


def test_a_change_that_does_not_help_is_forgotten(mlp: Network) -> None:
    plan = DreamPlan(method=Method.SEARCH, rounds=200, l2=0.5, total_variation=0.1)
    reports = list(dream(mlp, TEN, plan))
    scores = np.array([report.scores for report in reports])
    changed = [(b.images != a.images).any(axis=(1, 2, 3)) for a, b in pairwise(reports)]
    assert (np.diff(scores, axis=0) >= 0).all()
    np.testing.assert_array_equal(np.diff(scores, axis=0) > 0, changed)
    assert 0.1 < np.mean(changed) < 0.9


def test_light_that_costs_is_spared(mlp: Network) -> None:
    free, dear = (finish(dream(mlp, TEN, DreamPlan(method=Method.SEARCH, l1=0, l2=l2))).images for l2 in (0.0, 10.0))
    assert light(dear).mean() < 0.8 * light(free).mean()


def test_a_forbidden_class_is_kept_down(mlp: Network) -> None:
    objectives = (ClassObjective.parse("4", forbidden, mlp.class_names) for forbidden in ("", "9"))
    free, kept = (finish(dream(mlp, objective, SEARCH)) for objective in objectives)
    logits = [mlp.logits(dreams.images)[0] for dreams in (free, kept)]
    assert kept.certainty[0] >= 0.95
    assert logits[1][4] - logits[1][9] > logits[0][4] - logits[0][9]
