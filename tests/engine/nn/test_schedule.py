"""How the learning rate changes, by values worked by hand."""

from __future__ import annotations

import math

import pytest

from engine.nn.plan import TrainingPlan
from engine.nn.schedule import Schedule


def rates(plan: TrainingPlan, *shares: float) -> list[float]:
    return [plan.rate_at(share) for share in shares]


def test_constant() -> None:
    assert rates(TrainingPlan(learning_rate=0.2), 0, 0.9, 1) == [0.2, 0.2, 0.2]


def test_the_cosine_falls_from_the_rate_to_zero() -> None:
    plan = TrainingPlan(learning_rate=0.2, schedule=Schedule.COSINE)
    assert rates(plan, 0, 0.25, 0.5, 1) == pytest.approx([0.2, 0.1707107, 0.1, 0])


def test_steps_are_spread_evenly() -> None:
    plan = TrainingPlan(learning_rate=0.8, schedule=Schedule.STEPS, drops=3, drop_factor=0.5)
    assert rates(plan, 0, 0.24, 0.25, 0.49, 0.5, 0.75, 0.99, 1) == [0.8, 0.8, 0.4, 0.4, 0.2, 0.1, 0.1, 0.1]


def test_one_cycle_rises_from_a_25th_and_falls_to_zero() -> None:
    plan = TrainingPlan(learning_rate=1.0, schedule=Schedule.ONE_CYCLE)
    assert rates(plan, 0, 0.15, 0.3, 0.65, 1) == pytest.approx([0.04, 0.52, 1, 0.5, 0])


def test_one_cycle_is_pytorchs() -> None:
    torch = pytest.importorskip("torch")
    steps, plan = 1000, TrainingPlan(learning_rate=0.3, schedule=Schedule.ONE_CYCLE)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1)
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.3, total_steps=steps, cycle_momentum=False)
    for step in range(steps):
        # PyTorch's rise ends a step earlier, and its fall ends just above zero
        assert math.isclose(plan.rate_at((step + 1) / steps), theirs.get_last_lr()[0], rel_tol=0.03, abs_tol=2e-3)
        optimizer.step()
        theirs.step()
