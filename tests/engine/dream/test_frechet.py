"""The Fréchet distance, against the formula with SciPy's root of a matrix and against cases worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import sqrtm

from engine.dream.frechet import Moments, frechet_distance


def cloud(seed: int, count: int, size: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(count, size)) @ rng.normal(size=(size, size)) + rng.normal(size=size)


def test_it_is_the_formula() -> None:
    one, other = Moments.of(cloud(1, 300, 12)), Moments.of(cloud(2, 400, 12))
    root = sqrtm(one.covariance @ other.covariance)
    expected = ((one.mean - other.mean) ** 2).sum() + np.trace(one.covariance + other.covariance - 2 * root.real)
    assert frechet_distance(one, other) == pytest.approx(expected, rel=1e-9)
    assert frechet_distance(other, one) == pytest.approx(expected, rel=1e-9)


def test_the_moments_are_those_of_numpy() -> None:
    points = cloud(3, 50, 4)
    moments = Moments.of(points.astype(np.float32))
    np.testing.assert_allclose(moments.mean, points.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(moments.covariance, np.cov(points, rowvar=False), rtol=1e-4)


def test_of_distributions_along_the_axes_it_is_known() -> None:
    one = Moments(np.array([1.0, 2.0]), np.diag([4.0, 9.0]))
    other = Moments(np.array([4.0, 6.0]), np.diag([1.0, 25.0]))
    assert frechet_distance(one, other) == pytest.approx(25 + (2 - 1) ** 2 + (3 - 5) ** 2)


def test_a_flat_cloud_has_a_distance_too() -> None:
    flat = cloud(4, 5, 12)  # fewer points than coordinates: the covariance is singular
    assert frechet_distance(Moments.of(flat), Moments.of(flat)) == pytest.approx(0, abs=1e-6)
    assert frechet_distance(Moments.of(flat), Moments.of(flat + 3)) == pytest.approx(12 * 9, rel=1e-6)
