"""What priors cost, worked by hand, and the way down by numerical differences; views and waves against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.fft import dctn
from scipy.ndimage import affine_transform, gaussian_filter

from engine.dream.plan import DreamPlan
from engine.dream.prior import BESIDE_SCORE, EVEN, blurred, cost, cost_gradient, kept_within, light, variation
from engine.dream.view import View
from engine.dream.waves import Waves

PLANS = DreamPlan(l1=0, l2=0.7), DreamPlan(total_variation=0.4), DreamPlan(l2=2, total_variation=1), DreamPlan(l1=0)


def pictures(*shape: int) -> np.ndarray:
    return np.random.default_rng(2).random(shape)


def test_costs_worked_by_hand() -> None:
    """A single white pixel inside a black picture differs from two neighbours before it and from two after it."""
    picture = np.zeros((1, 4, 5, 1))
    picture[0, 1, 2] = 1
    assert light(picture) == pytest.approx(0.5 / 20)
    lengths = [np.hypot(np.sqrt(2), EVEN), np.hypot(1, EVEN), np.hypot(1, EVEN)]
    assert variation(picture) == pytest.approx(sum(length - EVEN for length in lengths) / 20)
    assert variation(np.full((2, 4, 5, 1), 0.3)) == pytest.approx(0)


def test_a_plan_weighs_its_costs_beside_the_score() -> None:
    images = pictures(2, 4, 5, 1)
    expected = 0.5 * images.mean(axis=(1, 2, 3)) + 2 * light(images) + 3 * variation(images)
    np.testing.assert_allclose(cost(DreamPlan(l1=0.5, l2=2, total_variation=3), images), BESIDE_SCORE * expected)


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_the_gradient_is_that_of_the_cost(plan: DreamPlan) -> None:
    images = pictures(2, 4, 5, 2)
    gradient = np.broadcast_to(cost_gradient(plan, images), images.shape)
    for place in np.ndindex(4, 5, 2):
        nudge = np.zeros_like(images)
        nudge[:, *place] = 1e-6
        slope = (cost(plan, images + nudge) - cost(plan, images - nudge)) / 2e-6
        np.testing.assert_allclose(gradient[:, *place], 40 * slope / BESIDE_SCORE, rtol=1e-5, atol=1e-6)


def test_pictures_are_brought_back_straight() -> None:
    centre = np.full((3, 2, 2, 1), 0.5)
    images = centre.copy()
    images[1] += 0.1
    images[2, 0, 0] += 2  # at first into 0..1
    back = kept_within(images, centre, 0.2)
    np.testing.assert_allclose(back[:2], images[:2])
    np.testing.assert_allclose(back[2, 0, 0], 0.5 + 0.4)
    np.testing.assert_allclose(back[2].ravel()[1:], 0.5)
    np.testing.assert_array_equal(kept_within(images, centre, 0), np.clip(images, 0, 1))


def test_a_blur_is_that_of_scipy_away_from_the_edge() -> None:
    images = pictures(2, 24, 20, 3)
    expected = gaussian_filter(images, (0, 1.1, 1.1, 0))
    np.testing.assert_allclose(blurred(images, 1.1)[:, 5:-5, 5:-5], expected[:, 5:-5, 5:-5], atol=1e-4)
    np.testing.assert_allclose(blurred(np.ones((1, 6, 6, 1)), 2.0), 1, atol=1e-6)


def test_a_view_is_what_scipy_sees() -> None:
    images = pictures(3, 9, 8, 2).astype(np.float32)
    angle, scale, shift = np.radians(20), 1.3, np.array([0.7, -1.2])
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / scale
    middle = np.array([4, 3.5])
    seen = View(9, 8, (0.7, -1.2), 20, scale).of(images)
    for number, channel in np.ndindex(3, 2):
        padded = np.pad(images[number, :, :, channel], 4)
        expected = affine_transform(padded, turn, middle + 4 - turn @ (middle + shift), (9, 8), order=1)
        np.testing.assert_allclose(seen[number, :, :, channel], expected, atol=1e-5)


@pytest.mark.parametrize("shape", [(1, 9, 8, 1), (3, 9, 8, 2)])
def test_gradients_find_their_way_back(shape: tuple[int, ...]) -> None:
    """A linear map A and its transpose: (A x) · y is x · (Aᵀ y)."""
    view, waves = View(9, 8, (0.7, -1.2), 20, 1.3), Waves(9, 8, 1.0)
    x, y = (np.random.default_rng(seed).standard_normal(shape).astype(np.float32) for seed in (1, 2))
    assert np.vdot(view.of(x), y) == pytest.approx(np.vdot(x, view.back(y)), rel=1e-4)
    assert np.vdot(waves.to_pixels(x), y) == pytest.approx(np.vdot(x, waves.to_waves(y)), rel=1e-4)


def test_views_are_drawn_as_far_as_the_plan_says() -> None:
    rng = np.random.default_rng(1)
    assert View.drawn(DreamPlan(), 8, 8, rng) is None
    dot = np.zeros((1, 21, 21, 1), np.float32)
    dot[0, 10, 10] = 1
    rows, columns = np.indices((21, 21)) - 10
    places = []
    for _ in range(200):
        view = View.drawn(DreamPlan(jitter=3), 21, 21, rng)
        assert view is not None
        seen = view.of(dot)[0, :, :, 0]
        places.append([(seen * rows).sum(), (seen * columns).sum()])
    assert 2.8 < np.abs(places).max() <= 3.001
    assert np.abs(np.mean(places, axis=0)).max() < 0.5


def test_waves_are_those_of_the_cosine_transform() -> None:
    images = pictures(2, 6, 5, 1).astype(np.float32)
    expected = dctn(images, axes=(1, 2), norm="ortho")
    np.testing.assert_allclose(Waves(6, 5, 0.0).to_waves(images), expected, atol=1e-5)
    falling = Waves(6, 5, 1.0).to_waves(images) / expected
    assert falling[0, 1, 0, 0] == pytest.approx(2 * falling[0, 2, 0, 0], rel=1e-4), "half as long counts for half"
