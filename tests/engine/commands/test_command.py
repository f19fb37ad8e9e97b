"""Plans changed by options."""

from __future__ import annotations

import argparse

import pytest

from engine.commands.command import with_options
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.params import ParameterError


def test_options_change_a_plan() -> None:
    options = argparse.Namespace(optimizer="nesterov", momentum="0.8", epochs=None)
    plan = with_options(TrainingPlan(epochs=7), options)
    assert plan == TrainingPlan(epochs=7, optimizer=OptimizerKind.NESTEROV, momentum=0.8)


def test_an_option_without_effect_is_refused() -> None:
    with pytest.raises(ParameterError, match="--weight-decay has no effect here: it counts only with optimizer adamw"):
        with_options(TrainingPlan(), argparse.Namespace(weight_decay="0.1"))
