"""Noise before and after filtering."""

from __future__ import annotations

import numpy as np
import pytest

from engine.editing.noise_level import REST_SECONDS, figure, noise_levels
from engine.filters.noise import AddNoise, estimate_noise
from engine.image import Image
from engine.jobs import Rest, finish

GREY = Image(np.full((120, 120, 3), 128, np.uint8))


def test_both_pictures_are_measured_once_after_a_rest() -> None:
    noisy = AddNoise(strength=4)(GREY)
    job = noise_levels(GREY, noisy)
    assert next(job) == Rest(REST_SECONDS)
    assert finish(job) == (estimate_noise(GREY), estimate_noise(noisy))
    assert len(list(noise_levels(GREY, noisy))) == 1


def test_one_number_for_all_channels() -> None:
    assert estimate_noise(AddNoise(strength=4)(GREY)).overall == pytest.approx(0.04 * 255, rel=0.05)


@pytest.mark.parametrize(
    ("deviation", "white", "said"),
    [(0.526, 255, "0.53"), (12.34, 255, "12.3"), (840.4, 65535, "840"), (0.00312, 1, "0.0031")],
)
def test_the_figure_has_digits_that_mean_something(deviation: float, white: float, said: str) -> None:
    assert figure(deviation, white) == said
