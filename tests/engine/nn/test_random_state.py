"""A random generator that was put away and taken out again draws on as if nothing had happened."""

from __future__ import annotations

import numpy as np

from engine.nn.random_state import packed, restore


def test_a_restored_generator_draws_the_same() -> None:
    rng = np.random.default_rng(7)
    rng.random(3, np.float32)  # an odd number, so that half of a 64-bit draw is left over
    state = packed(rng)
    assert state.dtype == np.uint64
    expected = rng.random(5, np.float32), rng.permutation(9), rng.normal(size=4)
    other = np.random.default_rng(1)
    restore(other, state)
    for one, its in zip(
        expected, (other.random(5, np.float32), other.permutation(9), other.normal(size=4)), strict=True
    ):
        np.testing.assert_array_equal(one, its)
