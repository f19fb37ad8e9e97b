"""Dreams are reported as they stand, follow whoever steers them, and the same seed dreams the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.dream.dream import Dream, dream
from engine.dream.dreams import MOST_FRAMES, Dreams
from engine.dream.hidden import HiddenObjective, Part
from engine.dream.objective import ClassObjective, DreamError
from engine.dream.plan import DreamPlan, Method
from engine.jobs import finish
from engine.nn.activation import Softmax
from engine.nn.dense import Dense
from engine.nn.network import Network

TEN = ClassObjective.of(range(10), 10)
PLANS = {"gradient": DreamPlan(steps=20, l1=0), "search": DreamPlan(method=Method.SEARCH, rounds=20, l1=0)}
each_method = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)


@each_method
def test_each_step_is_reported_as_it_stands(mlp: Network, plan: DreamPlan) -> None:
    reports = list(dream(mlp, TEN.take(np.arange(3)), plan))
    assert [report.step for report in reports] == list(range(21))
    for report in reports:
        assert report.steps == 20
        assert report.images.shape == (3, 8, 8, 1)
        assert report.images.dtype == np.float32
        assert report.images.min() >= 0
        assert report.images.max() <= 1
        np.testing.assert_allclose(report.outputs, mlp.outputs(report.images), atol=1e-6)
        np.testing.assert_array_equal(report.certainty, report.outputs[range(3), range(3)])
        np.testing.assert_allclose(report.scores, np.log(report.certainty), rtol=1e-4, atol=1e-6)
    assert not np.array_equal(reports[0].images, reports[1].images), "a report must not change after it was given"


@each_method
def test_the_same_seed_dreams_the_same_and_another_differs(mlp: Network, plan: DreamPlan) -> None:
    shaken = replace(plan, jitter=1, rotation=10, tolerance=0.3)
    one, same, other = (finish(dream(mlp, TEN, replace(shaken, seed=seed))) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.images, same.images)
    np.testing.assert_array_equal(one.frames, same.frames)
    assert not np.array_equal(one.images, other.images)


@each_method
def test_the_radius_is_kept(mlp: Network, plan: DreamPlan) -> None:
    start = np.full((10, 8, 8, 1), 0.5, np.float32)
    longer = replace(plan, radius=0.05, steps=40, rounds=40)
    for report in dream(mlp, TEN, longer, start):
        away = np.sqrt(((report.images - start) ** 2).mean(axis=(1, 2, 3)))
        assert away.max() <= 0.05 * (1 + 1e-5)
    assert away.min() > 0.04, "it goes as far as it may"


@each_method
def test_steering_is_followed_at_the_next_step(mlp: Network, plan: DreamPlan) -> None:
    """From halfway on it is the same as a dream that began there with what is wanted now."""
    steered = Dream(mlp, ClassObjective.of(4, 10), replace(plan, steps=80, rounds=300, radius=0))
    for report in steered.run():
        if report.step == 10:
            steered.objective = ClassObjective.of(1, 10)
            assert report.certainty[0] > report.outputs[0, 1]
        if report.step == 11:
            np.testing.assert_array_equal(report.certainty, report.outputs[:, 1])
    assert steered.dreams.wanted.tolist() == [1]
    assert steered.dreams.captions == ("1",)
    assert steered.dreams.certainty[0] > 0.9


def test_a_new_plan_holds_from_the_next_step(mlp: Network) -> None:
    steered = Dream(mlp, TEN, DreamPlan(steps=0, step_size=0.01))
    sizes, last, methods = [], None, []
    for report in steered.run():
        if last is not None:
            sizes.append(float(np.abs(report.images - last).max()))
        last = report.images
        if report.step == 3:
            steered.plan = DreamPlan(steps=6, step_size=0.0001)
        methods.append(report.steps)
    assert len(sizes) == 6
    assert min(sizes[:3]) > 5 * max(sizes[3:])
    assert methods == [0, 0, 0, 0, 6, 6, 6]


def test_the_method_may_change_on_the_way(mlp: Network) -> None:
    steered = Dream(mlp, TEN, DreamPlan(steps=0))
    for report in steered.run():
        if report.step == 5:
            before, steered.plan = report.scores, DreamPlan(method=Method.SEARCH, rounds=30)
        if report.step > 5:
            assert (report.scores >= before).all(), "a search never steps back"
            before = report.scores
    assert report.step == 30


@each_method
def test_light_is_painted_in_and_stays(mlp: Network, plan: DreamPlan) -> None:
    start = np.zeros((2, 8, 8, 1), np.float32)
    light = np.zeros((8, 8, 1), np.float32)
    light[3, 4] = 0.9
    painted = Dream(mlp, TEN.take(np.array([3, 5])), replace(plan, radius=0.001), start)
    for report in painted.run():
        if report.step == 5:
            painted.paint(light)
        if report.step == 10:
            painted.paint(np.stack([-light, 0 * light]))
        if 5 < report.step <= 10:
            assert report.images[:, 3, 4].min() > 0.85
        if report.step > 10:
            assert report.images[0, 3, 4] < 0.05
            assert report.images[1, 3, 4] > 0.85


def test_a_dream_without_end_goes_on_and_keeps_its_film_small(mlp: Network) -> None:
    endless = Dream(mlp, TEN.take(np.array([0])), DreamPlan(steps=0))
    job = endless.run()
    for _ in range(5 * MOST_FRAMES):
        report = next(job)
    job.close()
    frames = endless.film.frames
    steps = [frame.step for frame in frames]
    assert MOST_FRAMES / 2 <= len(frames) <= MOST_FRAMES + 1
    assert steps[0] == 0
    assert steps[-1] == report.step == 5 * MOST_FRAMES - 1
    assert len(set(np.diff(steps)[:-1])) == 1, "evenly spread"
    np.testing.assert_array_equal(endless.dreams.images, report.images)


def test_every_step_of_a_short_dream_is_in_its_film(mlp: Network) -> None:
    reports = []
    job = dream(mlp, TEN, DreamPlan(steps=30))
    while True:
        try:
            reports.append(next(job))
        except StopIteration as end:
            dreams: Dreams = end.value
            break
    assert [frame.step for frame in dreams.film] == list(range(31))
    for frame, report in zip(dreams.film, reports, strict=True):
        np.testing.assert_array_equal(frame.images, np.rint(report.images * 255))
        np.testing.assert_array_equal(frame.scores, report.scores)
    np.testing.assert_array_equal(dreams.difference, reports[-1].images - reports[0].images)
    assert dreams.frames.shape == (31, 10, 8, 8, 1)


@pytest.mark.parametrize("part", Part)
def test_what_is_inside_can_be_dreamt_of(mlp: Network, part: Part) -> None:
    objective = HiddenObjective(0, [0, 5, 9], part)
    reports = list(dream(mlp, objective, DreamPlan(steps=30)))
    assert (reports[-1].scores > reports[0].scores).all()
    np.testing.assert_array_equal(reports[-1].certainty, reports[-1].outputs.max(axis=1))


def test_a_dream_of_nothing_rests(mlp: Network) -> None:
    reports = list(dream(mlp, ClassObjective(np.zeros(10)), DreamPlan(steps=5, l1=0)))
    np.testing.assert_array_equal(reports[0].images, reports[-1].images)


def test_dreaming_leaves_the_network_as_it_is(mlp: Network) -> None:
    before = mlp.whole.value.copy(), mlp.whole.gradient.copy()
    finish(dream(mlp, TEN, DreamPlan(steps=3)))
    np.testing.assert_array_equal(mlp.whole.value, before[0])
    np.testing.assert_array_equal(mlp.whole.gradient, before[1])


def test_what_does_not_fit_is_refused_and_changes_nothing(mlp: Network) -> None:
    points = Network.build((Dense(2), Softmax()), (2,), ("no", "yes"))
    with pytest.raises(DreamError, match="does not see pictures"):
        Dream(points, ClassObjective.of(0, 2))
    with pytest.raises(DreamError, match="shape"):
        Dream(mlp, TEN, start=np.zeros((10, 8, 7, 1)))
    with pytest.raises(DreamError, match="knows 10 classes"):
        Dream(mlp, ClassObjective.of(0, 3))
    one = Dream(mlp, TEN)
    with pytest.raises(DreamError, match="10 dreams under way; 1 are wanted"):
        one.objective = ClassObjective.of(0, 10)
    with pytest.raises(DreamError, match="knows 10 classes"):
        one.objective = ClassObjective.of(0, 3)
    with pytest.raises(DreamError, match="Light of shape"):
        one.paint(np.zeros((8, 7, 1)))
    with pytest.raises(DreamError, match="Nothing has been dreamt"):
        _ = one.dreams
    assert one.objective is TEN
