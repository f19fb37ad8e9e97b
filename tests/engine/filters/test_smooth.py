from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from engine.filters.pooling import MeanPooling
from engine.filters.smooth import Bilateral, Box, GaussianBlur
from engine.image import Image
from tests.reference.pictures import random_picture


def red_disc_on_transparent_green() -> Image:
    y, x = np.mgrid[:60, :60]
    disc = (y - 30) ** 2 + (x - 30) ** 2 < 15**2
    pixels = np.where(disc[:, :, None], (255, 0, 0, 255), (0, 255, 0, 0)).astype(np.uint8)
    return Image(pixels)


@pytest.mark.parametrize("filter", [GaussianBlur(1.0), GaussianBlur(3.0), MeanPooling(3)])
def test_transparent_pixels_do_not_bleed(filter) -> None:  # type: ignore[no-untyped-def]
    result = filter(red_disc_on_transparent_green()).pixels
    visible = result[:, :, 3] > 0
    assert visible.any()
    np.testing.assert_array_equal(result[visible][:, :3], np.broadcast_to((255, 0, 0), (visible.sum(), 3)))


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
