"""Climbing the gradient reaches what is wanted in every way there is, and its priors do what they say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.dream.dream import dream
from engine.dream.gradient import unit
from engine.dream.objective import Aim, ClassObjective
from engine.dream.plan import Ascent, DreamPlan
from engine.dream.prior import light, variation
from engine.dream.view import View
from engine.jobs import finish
from engine.nn.network import Network

TEN = ClassObjective.of(range(10), 10)
FREE = DreamPlan(radius=0, l1=0)
WAYS = {
    "plain": DreamPlan(radius=0, l1=0, ascent=Ascent.PLAIN),
    "normalised": FREE,
    "momentum": DreamPlan(radius=0, l1=0, ascent=Ascent.MOMENTUM),
    "adam": DreamPlan(radius=0, l1=0, ascent=Ascent.ADAM),
    "waves": DreamPlan(radius=0, l1=0, fourier=1.0, steps=150),
    "waves and adam": DreamPlan(radius=0, l1=0, fourier=1.0, ascent=Ascent.ADAM, step_size=0.009, steps=300),
    "views": DreamPlan(radius=0, l1=0, jitter=0.5, rotation=5, scaling=5),
    "noise": DreamPlan(radius=0, l1=0, tolerance=0.3),
    "logits": DreamPlan(radius=0, l1=0, aim=Aim.LOGITS),
}


@pytest.mark.parametrize("plan", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("which", ["mlp", "textbook"])
def test_every_digit_is_dreamt_with_certainty(which: str, plan: DreamPlan, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(which)
    dreams = finish(dream(network, TEN, plan))
    outputs = network.outputs(dreams.images)
    np.testing.assert_array_equal(outputs.argmax(axis=1), range(10))
    assert outputs[range(10), range(10)].min() >= 0.9
    np.testing.assert_allclose(dreams.certainty, outputs[range(10), range(10)], rtol=1e-5)


@pytest.mark.mnist
def test_every_digit_of_mnist_is_dreamt_with_certainty(mnist_mlp: Network) -> None:
    assert finish(dream(mnist_mlp, TEN, FREE)).certainty.min() >= 0.99


def first_change(network: Network, plan: DreamPlan) -> np.ndarray:
    start = np.full((10, 8, 8, 1), 0.5, np.float32)
    reports = dream(network, TEN, plan, start)
    next(reports)
    return next(reports).images - start


def test_a_step_is_as_long_as_it_says_and_goes_along_the_gradient(mlp: Network) -> None:
    start = np.full((10, 8, 8, 1), 0.5, np.float32)
    gradient = TEN.gradient(mlp, start, Aim.PROBABILITIES)[2]
    scaled = gradient / np.sqrt((gradient**2).mean(axis=(1, 2, 3), keepdims=True))
    for ascent, expected in [
        (Ascent.PLAIN, 0.001 * 64 * gradient),
        (Ascent.NORMALISED, 0.001 * scaled),
        (Ascent.MOMENTUM, 0.001 * 0.1 * scaled),
        (Ascent.ADAM, 0.001 * np.sign(gradient)),
    ]:
        change = first_change(mlp, DreamPlan(ascent=ascent, l1=0, step_size=0.001))
        np.testing.assert_allclose(change, expected, atol=2e-6, err_msg=ascent.value)


def test_through_a_view_the_gradient_finds_its_way_back_to_the_pixels(mlp: Network) -> None:
    plan = DreamPlan(l1=0, step_size=0.001, jitter=2, rotation=30, scaling=20, seed=7)
    view = View.drawn(plan, 8, 8, np.random.default_rng(7))
    assert view is not None
    seen = view.of(np.full((10, 8, 8, 1), 0.5, np.float32))
    gradient = view.back(TEN.gradient(mlp, seen, Aim.PROBABILITIES)[2])
    np.testing.assert_allclose(first_change(mlp, plan), 0.001 * unit(gradient), atol=2e-6)


def test_momentum_carries_on(mlp: Network) -> None:
    """With a gradient that hardly turns, the steps grow to 1 - 0.9^n of a whole one."""
    start = np.full((10, 8, 8, 1), 0.5, np.float32)
    plan = DreamPlan(ascent=Ascent.MOMENTUM, l1=0, step_size=0.0001, steps=12)
    images = [report.images.astype(np.float64) for report in dream(mlp, TEN, plan, start)]
    lengths = [np.sqrt(((after - before) ** 2).mean()) for before, after in pairwise(images)]
    np.testing.assert_allclose(lengths, 0.0001 * (1 - 0.9 ** np.arange(1, 13)), rtol=0.02)


def test_tiny_gradients_still_point_somewhere() -> None:
    gradient = np.float32(1e-30) * np.ones((1, 2, 2, 1), np.float32)
    np.testing.assert_allclose(unit(gradient), 1)
    assert not unit(np.zeros((1, 2, 2, 1), np.float32)).any()


def test_a_dream_does_not_depend_on_those_beside_it(mlp: Network) -> None:
    plan = DreamPlan(steps=20, jitter=1, tolerance=0.2)
    alone, among = (finish(dream(mlp, objective, plan)) for objective in (ClassObjective.of(0, 10), TEN))
    np.testing.assert_allclose(alone.images[0], among.images[0], atol=1e-3)


def test_a_forbidden_class_is_kept_down(mlp: Network) -> None:
    forbidden = ClassObjective.parse("4", "1,9", mlp.class_names)
    free, kept = (finish(dream(mlp, objective, FREE)) for objective in (ClassObjective.of(4, 10), forbidden))
    assert kept.certainty[0] >= 0.99
    logits = [mlp.logits(dreams.images)[0] for dreams in (free, kept)]
    assert (logits[1][4] - logits[1][[1, 9]] > logits[0][4] - logits[0][[1, 9]]).all()


def test_two_classes_share_a_dream(mlp: Network) -> None:
    shared = finish(dream(mlp, ClassObjective(np.eye(10)[3] / 2 + np.eye(10)[8] / 2), FREE))
    np.testing.assert_allclose(shared.outputs[0, [3, 8]], 0.5, atol=0.1)


def ended(network: Network, **settings: float) -> np.ndarray:
    return finish(dream(network, TEN, DreamPlan(radius=0, l1=0, **settings))).images


def test_priors_keep_pictures_dark_even_and_soft(textbook: Network) -> None:
    plain = ended(textbook)
    assert (finish(dream(textbook, TEN, DreamPlan(radius=0, l1=2))).images == 0).mean() > 2 * (plain == 0).mean()
    assert light(ended(textbook, l2=2)).mean() < 0.7 * light(plain).mean()
    assert variation(ended(textbook, total_variation=0.3)).mean() < 0.7 * variation(plain).mean()
    assert variation(ended(textbook, blur=0.7, blur_every=4)).mean() < 0.8 * variation(plain).mean()
    waves = ended(textbook, fourier=1.5)
    assert variation(waves).mean() / waves.mean() < 0.8 * variation(plain).mean() / plain.mean()
