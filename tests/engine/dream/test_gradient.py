"""Dreams reach what is wanted, from any network, and the same seed dreams the same."""

from __future__ import annotations

import numpy as np
import pytest

from engine.dream.dreams import MOST_FRAMES
from engine.dream.gradient import DreamPlan, Dreams, dream
from engine.dream.objective import DreamError, Objective
from engine.jobs import finish
from engine.nn.network import Network

TEN = [Objective.of_class(digit, 10) for digit in range(10)]


@pytest.mark.parametrize("which", ["mlp", "textbook"])
def test_every_digit_is_dreamt_with_certainty(which: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(which)
    dreams = finish(dream(network, TEN))
    outputs = network.outputs(dreams.images)
    np.testing.assert_array_equal(outputs.argmax(axis=1), range(10))
    assert outputs[range(10), range(10)].min() >= 0.99
    np.testing.assert_allclose(dreams.certainty, outputs[range(10), range(10)], rtol=1e-5)
    np.testing.assert_array_equal(dreams.wanted, range(10))


@pytest.mark.mnist
def test_every_digit_of_mnist_is_dreamt_with_certainty(mnist_mlp: Network) -> None:
    assert finish(dream(mnist_mlp, TEN)).certainty.min() >= 0.99


def test_each_step_is_reported_as_it_stands(mlp: Network) -> None:
    reports = list(dream(mlp, TEN[:3], DreamPlan(steps=7)))
    assert [report.step for report in reports] == list(range(8))
    for report in reports:
        assert report.steps == 7
        assert report.images.shape == (3, 8, 8, 1)
        assert report.images.min() >= 0
        assert report.images.max() <= 1
        np.testing.assert_allclose(report.outputs, mlp.outputs(report.images), atol=1e-6)
        np.testing.assert_array_equal(report.certainty, report.outputs[[0, 1, 2], [0, 1, 2]])
    assert not np.array_equal(reports[0].images, reports[1].images), "a report must not change after it was given"


def test_the_same_seed_dreams_the_same_and_another_differs(mlp: Network) -> None:
    one, same, other = (finish(dream(mlp, TEN[3], DreamPlan(seed=seed))) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.images, same.images)
    np.testing.assert_array_equal(one.frames, same.frames)
    assert not np.array_equal(one.images, other.images)


def test_a_dream_does_not_depend_on_those_beside_it(mlp: Network) -> None:
    alone = finish(dream(mlp, TEN[0], DreamPlan(steps=20)))
    among = finish(dream(mlp, TEN, DreamPlan(steps=20)))
    np.testing.assert_allclose(alone.images[0], among.images[0], atol=1e-3)


def test_a_forbidden_class_is_kept_down(mlp: Network) -> None:
    plan = DreamPlan(steps=40)
    free = finish(dream(mlp, Objective.parse("4", "", mlp.class_names), plan))
    kept = finish(dream(mlp, Objective.parse("4", "1,9", mlp.class_names), plan))
    assert kept.certainty[0] >= 0.99

    def below(dreams: Dreams) -> np.ndarray:
        logits = mlp.logits(dreams.images)[0]
        return logits[4] - logits[[1, 9]]

    assert (below(kept) > below(free)).all()


def test_a_dream_may_begin_with_a_picture(mlp: Network) -> None:
    start = np.full((1, 8, 8, 1), 0.25, np.float32)
    first = next(dream(mlp, TEN[0], start=start))
    np.testing.assert_array_equal(first.images, start)
    with pytest.raises(DreamError, match="shape"):
        next(dream(mlp, TEN[0], start=start[:, 1:]))


def test_dreaming_leaves_the_network_as_it_is(mlp: Network) -> None:
    before = mlp.whole.value.copy(), mlp.whole.gradient.copy()
    finish(dream(mlp, TEN, DreamPlan(steps=3)))
    np.testing.assert_array_equal(mlp.whole.value, before[0])
    np.testing.assert_array_equal(mlp.whole.gradient, before[1])


@pytest.mark.parametrize("steps", [1, MOST_FRAMES - 1, MOST_FRAMES, 500])
def test_frames_lead_from_the_start_to_the_end(mlp: Network, steps: int) -> None:
    reports = []
    job = dream(mlp, TEN[:2], DreamPlan(steps=steps))
    while True:
        try:
            reports.append(next(job))
        except StopIteration as end:
            dreams = end.value
            break
    assert 2 <= len(dreams.frames) <= MOST_FRAMES + 1
    np.testing.assert_array_equal(dreams.frames[0], np.rint(reports[0].images * 255))
    np.testing.assert_array_equal(dreams.frames[-1], np.rint(dreams.images * 255))


def test_smoothness_draws_wider_strokes(textbook: Network) -> None:
    """The difference between neighbouring pixels is smaller where changes are wider."""

    def roughness(smoothness: float) -> float:
        images = finish(dream(textbook, TEN, DreamPlan(smoothness=smoothness))).images
        return float(np.abs(np.diff(images, axis=2)).mean() / images.mean())

    assert roughness(12) < roughness(0)


def test_fading_keeps_the_picture_dark(textbook: Network) -> None:
    def light(fading: float) -> float:
        return float(finish(dream(textbook, TEN, DreamPlan(fading=fading))).images.mean())

    assert light(0.1) < 0.7 * light(0)


def test_a_plan_may_switch_its_priors_off(mlp: Network) -> None:
    plain = DreamPlan(smoothness=0, tolerance=0, fading=0, start_noise=0)
    assert finish(dream(mlp, TEN, plan=plain)).certainty.min() >= 0.99
