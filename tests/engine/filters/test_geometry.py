from __future__ import annotations

import numpy as np
import pytest

from engine.filters.geometry import Axis, Crop, Flip, Resampling, Resize, Rotate, Turn
from engine.filters.pooling import MaxPooling
from engine.image import Image
from engine.params import ParameterError
from tests.reference.pictures import DTYPES, random_picture


def test_crop_keeps_at_least_one_pixel() -> None:
    image = Image(random_picture(1, (10, 20, 3), np.uint8))
    np.testing.assert_array_equal(Crop(2, 1, 3, 4)(image).pixels, image.pixels[1:6, 2:17])
    assert Crop(500, 500, 500, 500)(image).pixels.shape == (1, 1, 3)


def test_turns_and_mirrors() -> None:
    image = Image(np.array([[1, 2, 3], [4, 5, 6]], np.uint8))
    assert Rotate(Turn.RIGHT)(image).pixels[:, :, 0].tolist() == [[4, 1], [5, 2], [6, 3]]
    assert Rotate(Turn.LEFT)(image).pixels[:, :, 0].tolist() == [[3, 6], [2, 5], [1, 4]]
    assert Rotate(Turn.HALF)(image).pixels[:, :, 0].tolist() == [[6, 5, 4], [3, 2, 1]]
    assert Flip()(image).pixels[:, :, 0].tolist() == [[3, 2, 1], [6, 5, 4]]
    assert Flip(Axis.VERTICAL)(image).pixels[:, :, 0].tolist() == [[4, 5, 6], [1, 2, 3]]


@pytest.mark.parametrize("dtype", DTYPES)
def test_resize_keeps_depth_and_proportions(dtype: type) -> None:
    image = Image(np.full((30, 60, 3), 0.4 * Image(np.zeros((1, 1), dtype)).white, dtype))
    for resampling in Resampling:
        small = Resize(width=20, resampling=resampling)(image)
        assert small.pixels.shape == (10, 20, 3)
        np.testing.assert_allclose(small.pixels, image.pixels[:10, :20], rtol=1e-5)
    assert Resize(height=60)(image).pixels.shape == (60, 120, 3)
    assert Resize(width=5, height=7)(image).pixels.shape == (7, 5, 3)
    with pytest.raises(ParameterError, match="too many"):
        Resize(width=30_000, height=30_000)(image)


def test_resize_does_not_let_transparent_pixels_bleed() -> None:
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[:, :10] = (255, 0, 0, 255)
    pixels[:, 10:] = (0, 255, 0, 0)
    small = Resize(width=5, resampling=Resampling.LINEAR)(Image(pixels)).pixels
    np.testing.assert_array_equal(small[small[:, :, 3] > 0][:, :2], [[255, 0]] * int((small[:, :, 3] > 0).sum()))


def test_pooling_enlarged_has_the_size_of_the_picture() -> None:
    image = Image(np.arange(15, dtype=np.uint8).reshape(3, 5))
    expected = [[6, 6, 8, 8, 9], [6, 6, 8, 8, 9], [11, 11, 13, 13, 14]]
    assert MaxPooling(2, enlarge=True)(image).pixels[:, :, 0].tolist() == expected
