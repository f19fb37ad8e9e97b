"""Brightness taken over, hue kept: against the slow twin."""

from __future__ import annotations

import numpy as np
import pytest

from engine.depth import MAXIMUM
from engine.kernels.luminosity import take_luma
from engine.params import ParameterError
from tests.reference.luminosity import with_luma_of
from tests.reference.pictures import DTYPES, random_picture

WEIGHTS = [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("bright_channels", [1, 2, 3, 4])
def test_is_the_slow_twin_rounded(dtype: type, channels: int, bright_channels: int) -> None:
    pixels = random_picture(1, (60, 50, channels), dtype)
    bright = random_picture(2, (60, 50, bright_channels), dtype)
    expected = with_luma_of(bright, pixels, WEIGHTS)
    take_luma(bright, pixels, WEIGHTS)
    close = {np.uint8: 0.51, np.uint16: 0.53, np.float32: 1e-5}[dtype]  # computed in float32
    np.testing.assert_allclose(pixels, expected, atol=close, rtol=0)
    assert expected.max() <= max(MAXIMUM[pixels.dtype], 1.25) + 1e-9


def test_only_the_columns_named_change() -> None:
    pixels = random_picture(3, (9, 11, 3), np.uint8)
    before, bright = pixels.copy(), random_picture(4, (9, 11, 3), np.uint8)
    expected = with_luma_of(bright, pixels, WEIGHTS)
    take_luma(bright, pixels, WEIGHTS, slice(2, 5))
    np.testing.assert_allclose(pixels[:, 2:5], expected[:, 2:5], atol=0.51)
    np.testing.assert_array_equal(np.delete(pixels, [2, 3, 4], axis=1), np.delete(before, [2, 3, 4], axis=1))


def test_refuses_what_does_not_belong_together() -> None:
    pixels = random_picture(3, (9, 11, 3), np.uint8)
    for other in (random_picture(1, (9, 10, 3)), random_picture(1, (9, 11, 3), np.uint16)):
        with pytest.raises(ParameterError, match="do not belong together"):
            take_luma(other, pixels, WEIGHTS)
