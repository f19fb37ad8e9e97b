"""What a training plan declares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.nn.plan import OptimizerKind, Schedule, TrainingPlan


@pytest.mark.parametrize("kind", OptimizerKind)
def test_each_kind_of_optimizer_is_made_with_its_settings(kind: OptimizerKind) -> None:
    optimizer = TrainingPlan(optimizer=kind, learning_rate=0.3, momentum=0.7, weight_decay=0.2).make_optimizer()
    assert type(optimizer).__name__.lower() == kind.value
    assert optimizer.learning_rate == 0.3
    assert getattr(optimizer, "momentum", 0.7) == 0.7
    assert getattr(optimizer, "weight_decay", 0.2) == 0.2


def test_settings_that_have_no_effect_say_so() -> None:
    def idle(plan: TrainingPlan) -> set[str]:
        return {setting.name for setting in plan.settings() if not setting.counts_in(plan)}

    attack = {"attack_norm", "attack_steps", "attack_share"}
    assert idle(TrainingPlan()) == {"momentum", "weight_decay", "drops", "drop_factor", "elastic_sigma"} | attack
    assert (
        idle(TrainingPlan(optimizer=OptimizerKind.NESTEROV, elastic=2, schedule=Schedule.STEPS))
        == {"weight_decay"} | attack
    )
    assert not {"attack_steps", "weight_decay"} & idle(TrainingPlan(optimizer=OptimizerKind.ADAMW, attack_radius=1))


@pytest.mark.parametrize("settings", [{"l1": 0.1}, {"l2": 0.1}, {"label_smoothing": 0.1}])
def test_only_plain_descent_is_plain(settings: dict) -> None:
    plan = TrainingPlan(optimizer=OptimizerKind.SGD)
    assert plan.is_plain_descent
    assert not replace(plan, **settings).is_plain_descent
    assert not replace(plan, optimizer=OptimizerKind.MOMENTUM).is_plain_descent


def test_a_plan_goes_to_plain_values_and_back() -> None:
    plan = TrainingPlan(epochs=3, optimizer=OptimizerKind.SGD, schedule=Schedule.COSINE, attack_radius=1.5)
    assert TrainingPlan.from_plain(plan.to_plain()) == plan
