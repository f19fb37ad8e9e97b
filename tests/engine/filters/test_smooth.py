from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from engine.filters.custom import CustomKernel
from engine.filters.pooling import MeanPooling
from engine.filters.smooth import Bilateral, Box, GaussianBlur
from engine.image import Image
from tests.reference.pictures import random_picture


def test_half_transparent_pixels_count_half_and_hidden_ones_nothing() -> None:
    """(1 * 240 + 0.5 * 0) / 1.5 = 160; a kernel of one's own that averages does the same."""
    image = Image(np.array([[[240, 255], [0, 128], [90, 0]]], np.uint8))
    for filter in (Box(3), CustomKernel(((1, 1, 1),), divisor=3)):
        result = filter(image).pixels[0]
        assert result[0, 0] == round((2 * 240) / 2.502)  # the border repeats the first pixel
        np.testing.assert_array_equal(result[:, 1], [255, 128, 0])
    assert MeanPooling(3)(image).pixels[0, 0].tolist() == [160, round((255 + 128) / 3)]


def test_box_equals_scipys_mean() -> None:
    pixels = random_picture(1, (40, 50), np.uint8)
    theirs = ndimage.uniform_filter(pixels.astype(float), 5)
    np.testing.assert_array_equal(Box(5)(Image(pixels)).pixels[:, :, 0], np.rint(theirs))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_bilateral_equals_the_formula(dtype: type) -> None:
    image = Image(random_picture(2, (12, 14, 3), dtype))
    ours = Bilateral(sigma=1.0, similarity=20.0)(image).pixels
    whole = np.pad(image.pixels.astype(float), ((2, 2), (2, 2), (0, 0)), "symmetric")
    expected = np.empty(image.pixels.shape)
    distance = np.hypot(*np.mgrid[-2:3, -2:3])
    for y, x in np.ndindex(12, 14):
        window = whole[y : y + 5, x : x + 5]
        colour = np.linalg.norm(window - whole[y + 2, x + 2], axis=2) / (0.2 * image.white)
        weights = np.exp(-(distance**2) / 2) * np.exp(-(colour**2) / 2)
        expected[y, x] = (window * weights[:, :, None]).sum((0, 1)) / weights.sum()
    np.testing.assert_allclose(ours, expected, atol=1e-5 if dtype == np.float32 else 0.51)


def test_bilateral_keeps_an_edge_that_a_blur_softens() -> None:
    pixels = np.where(np.arange(20) < 10, 50, 200).astype(np.uint8) * np.ones((20, 1), np.uint8)
    np.testing.assert_array_equal(Bilateral(similarity=5.0)(Image(pixels)).pixels[:, :, 0], pixels)
    assert (GaussianBlur()(Image(pixels)).pixels[:, :, 0] != pixels).any()
