"""The noise that dreams begin with."""

from __future__ import annotations

import numpy as np

from engine.dream.start import noise

SHAPE = (28, 28, 1)


def test_noise_is_dark_as_strong_as_asked_and_within_bounds() -> None:
    pictures = noise(20, SHAPE, 0.2, seed=1)
    assert pictures.dtype == np.float32
    assert pictures.min() == 0
    assert noise(2, SHAPE, 5.0, seed=1).max() == 1
    assert 0.45 < np.mean(pictures == 0) < 0.55
    np.testing.assert_allclose(np.sqrt(np.mean(pictures[pictures > 0] ** 2)), 0.2, rtol=0.05)
    assert not noise(3, SHAPE, 0, seed=1).any()


def test_noise_follows_from_the_seed_and_the_place() -> None:
    pictures = noise(3, SHAPE, 0.1, seed=1)
    np.testing.assert_array_equal(pictures, noise(3, SHAPE, 0.1, seed=1))
    np.testing.assert_array_equal(pictures[:1], noise(1, SHAPE, 0.1, seed=1))
    assert not np.array_equal(pictures, noise(3, SHAPE, 0.1, seed=2))
    assert not np.array_equal(pictures[0], pictures[1])
