from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from engine.filters.custom import CustomKernel
from engine.filters.recipe import Step
from engine.filters.sharpen import Sharpen
from engine.image import Image
from engine.kernels.border import Border
from engine.params import ParameterError
from tests.reference.pictures import random_picture

WEIGHTS = ((1.0, 2.0, -1.0), (0.0, 3.0, 0.5))


def test_correlates_or_when_flipped_convolves() -> None:
    image = Image(random_picture(1, (20, 30, 1), np.float32))
    plane = image.pixels[:, :, 0].astype(float)
    kernel = CustomKernel(WEIGHTS, divisor=2)
    np.testing.assert_allclose(
        kernel(image).pixels[:, :, 0], ndimage.correlate(plane, np.array(WEIGHTS)) / 2, atol=1e-5
    )
    flipped = CustomKernel(((1.0, 2.0, -1.0), (0.0, 3.0, 0.5), (0, 0, 4)), flip=True)
    theirs = ndimage.convolve(plane, np.array(flipped.weights))
    np.testing.assert_allclose(flipped(image).pixels[:, :, 0], theirs, atol=1e-5)


def test_the_offset_is_in_percent_of_white_at_every_depth() -> None:
    nothing = CustomKernel(((0.0,),), offset=20)
    for pixels, expected in ((np.uint8([[9]]), 51), (np.uint16([[9]]), 13107), (np.float32([[9]]), 0.2)):
        assert nothing(Image(pixels)).pixels[0, 0, 0] == pytest.approx(expected)


def test_only_whole_windows_count_for_the_border_valid() -> None:
    image = Image(random_picture(2, (20, 30, 4), np.uint8))
    result = CustomKernel(((0, 0, 0), (0, 1, 0), (0, 0, 0)), border=Border.VALID)(image)
    np.testing.assert_array_equal(result.pixels, image.pixels[1:-1, 1:-1])
    with pytest.raises(ParameterError, match="smaller than the window"):
        CustomKernel(border=Border.VALID)(Image(np.zeros((2, 2), np.uint8)))


def test_a_divisor_of_zero_is_refused() -> None:
    with pytest.raises(ParameterError, match="divisor must not be 0"):
        Step.parse("custom-kernel:divisor=0")


def test_sharpen_adds_what_sets_a_pixel_apart_from_its_neighbours() -> None:
    pixels = np.full((5, 5), 100, np.uint8)
    pixels[2, 2] = 110
    result = Sharpen(2.0)(Image(pixels)).pixels[:, :, 0]
    assert result[2, 2] == 110 + 2 * 40
    assert result[2, 1] == 100 - 2 * 10
    assert result[0, 0] == 100
    np.testing.assert_array_equal(Sharpen(0.0)(Image(pixels)).pixels[:, :, 0], pixels)


def test_normalise_divides_by_the_sum_and_shows_a_sum_of_zero_on_mid_grey() -> None:
    image = Image(np.full((5, 5), 0.4, np.float32))
    np.testing.assert_allclose(CustomKernel(((1, 2, 1),), normalise=True, divisor=7)(image).pixels, 0.4, rtol=1e-6)
    np.testing.assert_allclose(CustomKernel(((-1, 0, 1),), normalise=True)(image).pixels, 0.5, rtol=1e-6)
