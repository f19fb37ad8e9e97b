"""A morph leads from one digit to the next."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest

from engine.dream.dreams import DreamReport, Dreams
from engine.dream.morph import MorphPlan, morph, weights_at
from engine.dream.objective import ClassObjective, DreamError
from engine.dream.plan import DreamPlan
from engine.jobs import finish
from engine.nn.network import Network

WAY = tuple(ClassObjective.of(digit, 10) for digit in (3, 8, 1))


def test_what_is_wanted_rests_turns_and_rests_again() -> None:
    turning = MorphPlan(turning=4, resting=2)
    at = np.stack([weights_at(WAY, turning, step).weights[0] for step in range(16)])
    np.testing.assert_allclose(at[:, 3], [1, 1, 1, 0.75, 0.5, 0.25] + 10 * [0])
    np.testing.assert_allclose(at[:, 8], [0, 0, 0, 0.25, 0.5, 0.75, 1, 1, 1, 0.75, 0.5, 0.25, 0, 0, 0, 0])
    np.testing.assert_allclose(at.sum(axis=1), 1)


def test_pictures_turn_from_one_digit_into_the_next(mlp: Network) -> None:
    plan, turning = DreamPlan(steps=40, radius=0, l1=0), MorphPlan(turning=30, resting=10)
    reports: list[DreamReport] = []

    def gathered() -> Generator[None, None, Dreams]:
        job = morph(mlp, WAY, plan, turning=turning)
        while True:
            try:
                reports.append(next(job))
            except StopIteration as end:
                return end.value
            yield

    dreams = finish(gathered())
    assert [report.step for report in reports] == list(range(40 + 2 * 40 + 10 + 1))
    assert {report.steps for report in reports} == {130}
    for step, digit in [(49, 3), (90, 8), (130, 1)]:
        assert reports[step].outputs[0, digit] > 0.9
    assert dreams.wanted.tolist() == [1]
    assert len(dreams.film) == 131


def test_a_way_needs_two_ends(mlp: Network) -> None:
    for way in (WAY[:1], (WAY[0], ClassObjective.of([1, 2], 10)), (WAY[0], ClassObjective.of(1, 3))):
        with pytest.raises(DreamError):
            finish(morph(mlp, way))
