"""A picture of half the size is the pooled one, for every number of channels and odd edges."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels.halve import halve
from engine.kernels.pool import pool


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("size", [(8, 12), (7, 12), (8, 11), (5, 3), (1, 6), (1, 5), (6, 1), (1, 1)])
def test_each_pixel_is_the_rounded_mean_of_four(size: tuple[int, int], channels: int) -> None:
    pixels = np.random.default_rng(channels).integers(0, 256, (*size, channels), np.uint8)
    np.testing.assert_array_equal(halve(pixels), pool(pixels, 2, how="mean"))


def test_ties_go_to_the_even_number_and_white_stays_white() -> None:
    pixels = np.array([[1, 2, 3, 4, 255, 255], [1, 2, 3, 4, 255, 255]], np.uint8)[:, :, None]
    assert halve(pixels)[0, :, 0].tolist() == [2, 4, 255]
