"""What a training plan declares."""

from __future__ import annotations

import pytest

from engine.nn.plan import OptimizerKind, Schedule, TrainingPlan


def test_the_cosine_falls_from_the_rate_to_zero() -> None:
    plan = TrainingPlan(learning_rate=0.2, schedule=Schedule.COSINE)
    assert [plan.rate_at(share) for share in (0, 0.25, 0.5, 1)] == pytest.approx([0.2, 0.1707107, 0.1, 0])
    assert TrainingPlan(learning_rate=0.2).rate_at(0.9) == 0.2


def test_a_plan_goes_to_plain_values_and_back() -> None:
    plan = TrainingPlan(epochs=3, optimizer=OptimizerKind.SGD, schedule=Schedule.COSINE, attack_radius=1.5)
    assert TrainingPlan.from_plain(plan.to_plain()) == plan
