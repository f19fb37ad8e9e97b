from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from engine.filters.edges import (
    Combine,
    Direction,
    Emboss,
    Laplacian,
    LaplacianOfGaussian,
    Prewitt,
    Roberts,
    Scharr,
    Sobel,
)
from engine.filters.neighbourhood import Signed
from engine.filters.rank import Median
from engine.image import Image
from tests.reference.pictures import random_picture


def by_channel(function, pixels: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
    return np.stack([function(pixels[:, :, channel]) for channel in range(pixels.shape[2])], axis=2)


def sobel_magnitude(pixels: np.ndarray) -> np.ndarray:
    planes = pixels.astype(np.float64)
    return np.hypot(
        by_channel(lambda plane: ndimage.sobel(plane, 0), planes),
        by_channel(lambda plane: ndimage.sobel(plane, 1), planes),
    )


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_median_then_sobel_equals_scipy_pixel_for_pixel(dtype: type) -> None:
    from sklearn.datasets import load_sample_image

    photo = load_sample_image("china.jpg")[:200].astype(dtype) * (1 if dtype == np.uint8 else 257)
    smooth = by_channel(lambda plane: ndimage.median_filter(plane, 5), photo)
    white = np.iinfo(dtype).max
    expected = np.rint(np.clip(sobel_magnitude(smooth), 0, white))
    np.testing.assert_array_equal(Sobel()(Median(5)(Image(photo))).pixels, expected)


def test_a_vertical_edge_is_a_horizontal_change_rising_or_falling() -> None:
    pixels = np.zeros((7, 9), np.uint8)
    pixels[:, 3:6] = 50
    expected = np.array([0, 0, 200, 200, 0, 200, 200, 0, 0])
    for direction in (Direction.BOTH, Direction.HORIZONTAL):
        np.testing.assert_array_equal(Sobel(direction)(Image(pixels)).pixels[3, :, 0], expected)
    assert not Sobel(Direction.VERTICAL)(Image(pixels)).pixels.any()
    np.testing.assert_array_equal(Sobel(Direction.VERTICAL)(Image(pixels.T)).pixels[:, 3, 0], expected)


def test_combinations_and_scale() -> None:
    image = Image(random_picture(1, (20, 30, 3), np.float32))
    across = by_channel(lambda plane: ndimage.sobel(plane, 1), image.pixels.astype(float))
    down = by_channel(lambda plane: ndimage.sobel(plane, 0), image.pixels.astype(float))
    summed = Sobel(combine=Combine.SUM, scale=0.5)(image).pixels
    np.testing.assert_allclose(summed, (abs(across) + abs(down)) / 2, atol=1e-5)
    np.testing.assert_allclose(Sobel()(image).pixels, np.hypot(across, down), atol=1e-5)


def test_roberts_is_the_difference_across_the_diagonals() -> None:
    image = Image(random_picture(2, (20, 30, 1), np.uint8))
    values = image.pixels[:, :, 0].astype(float)
    first = values[:-1, :-1] - values[1:, 1:]
    second = values[:-1, 1:] - values[1:, :-1]
    result = Roberts()(image).pixels[1:, 1:, 0]  # the centre of a 2 × 2 window is its last pixel, as in SciPy
    np.testing.assert_array_equal(result, np.rint(np.clip(np.hypot(first, second), 0, 255)))
    single = Roberts(Direction.HORIZONTAL)(image).pixels[1:, 1:, 0]
    np.testing.assert_array_equal(single, abs(first))


def test_prewitt_and_laplacian_equal_scipys() -> None:
    image = Image(random_picture(3, (30, 40, 3), np.uint8))
    planes = image.pixels.astype(float)
    across, down = (by_channel(lambda plane, axis=axis: ndimage.prewitt(plane, axis), planes) for axis in (1, 0))
    np.testing.assert_array_equal(Prewitt()(image).pixels, np.rint(np.clip(np.hypot(across, down), 0, 255)))
    bend = by_channel(ndimage.laplace, planes)
    np.testing.assert_array_equal(Laplacian()(image).pixels, np.clip(abs(bend), 0, 255))
    np.testing.assert_array_equal(Laplacian(signed=Signed.SATURATE)(image).pixels, np.clip(bend, 0, 255))
    shifted = Laplacian(signed=Signed.SHIFTED)(image).pixels
    np.testing.assert_array_equal(shifted, np.rint(np.clip(bend + 127.5, 0, 255)))
    stretched = Laplacian(signed=Signed.STRETCHED)(image).pixels
    assert (stretched.min(), stretched.max()) == (0, 255)
    assert stretched.flat[bend.argmin()] == 0


def test_scharr_has_the_same_strength_along_and_across() -> None:
    ramp = np.add.outer(np.arange(9), np.zeros(9)).astype(np.float32)
    np.testing.assert_allclose(Scharr()(Image(ramp)).pixels[2:-2, 2:-2], 32, rtol=1e-6)
    np.testing.assert_allclose(Scharr()(Image(ramp + ramp.T)).pixels[2:-2, 2:-2], 32 * np.sqrt(2), rtol=1e-6)


def test_laplacian_of_gaussian_equals_scipys_times_sigma_squared() -> None:
    image = Image(ndimage.gaussian_filter(random_picture(4, (40, 50), np.float32), 1))
    theirs = ndimage.gaussian_laplace(image.pixels[:, :, 0].astype(float), 2.0) * 4
    ours = LaplacianOfGaussian(2.0, signed=Signed.SATURATE)(image).pixels[:, :, 0]
    np.testing.assert_allclose(ours, theirs, atol=0.01 * abs(theirs).max())


def test_emboss_is_mid_grey_where_nothing_changes_and_bright_where_it_faces_the_light() -> None:
    pixels = np.full((9, 9), 0.2, np.float32)
    pixels[:, 5:] = 0.4
    lit_from_left = Emboss(angle=180.0)(Image(pixels)).pixels[4, :, 0]
    assert lit_from_left[1] == pytest.approx(0.5)
    assert lit_from_left[5] == pytest.approx(0.7)
    assert Emboss(angle=0.0)(Image(pixels)).pixels[4, 5, 0] == pytest.approx(0.3)
    np.testing.assert_allclose(Emboss(angle=90.0)(Image(pixels)).pixels, 0.5, atol=1e-6)
