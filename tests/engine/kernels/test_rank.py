from __future__ import annotations

import itertools
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from engine.kernels.rank import maximum, median, minimum, percentile
from engine.params import ParameterError
from tests.reference import windows
from tests.reference.pictures import BORDERS, DTYPES, PADDED_BORDERS, pictures, random_picture

SIZES = [1, 3, 5, 7, 9, 11]


@given(
    pictures(bad=True),
    st.sampled_from(SIZES),
    st.sampled_from(BORDERS),
    st.sampled_from([0, 10, 50, 77.7, 100]),
    st.sampled_from(["square", "round"]),
)
def test_equal_the_slow_twin(pixels: np.ndarray, size: int, border: str, q: float, window: str) -> None:
    if border == "valid" and min(pixels.shape[:2]) < size:
        with pytest.raises(ParameterError, match="smaller than the window"):
            median(pixels, size, border=border)
        return
    for kernel, share in ((median, 50), (minimum, 0), (maximum, 100), (partial(percentile, q=q), q)):
        ours = kernel(pixels, size, border=border, window=window)
        assert ours.dtype == pixels.dtype
        np.testing.assert_array_equal(ours, windows.ranked(pixels, size, share, border, window))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [3, 5, 9, 25])
def test_round_windows_equal_scipys(dtype: type, size: int) -> None:
    plane = random_picture(size, (70, 90), dtype)
    options = {"footprint": windows.disc(size), "mode": "reflect"}
    np.testing.assert_array_equal(median(plane, size, window="round"), ndimage.median_filter(plane, **options))
    np.testing.assert_array_equal(minimum(plane, size, window="round"), ndimage.minimum_filter(plane, **options))
    np.testing.assert_array_equal(maximum(plane, size, window="round"), ndimage.maximum_filter(plane, **options))
    theirs = ndimage.percentile_filter(plane, 20, **options)
    np.testing.assert_array_equal(percentile(plane, size, 20, window="round"), theirs)


@pytest.mark.parametrize("size", [7, 15, 17, 41])
def test_black_and_white_and_steps_between_them(size: int) -> None:
    """Large windows of 8 bits follow the level from window to window: let it jump from end to end."""
    stripes = np.repeat(np.array([0, 255, 0, 254, 128, 64, 1, 255, 63, 192, 191], np.uint8), 2 * size)
    plane = np.maximum(stripes[None, :160], stripes[:120, None] // 2)
    for q in (5, 50, 95):
        theirs = ndimage.percentile_filter(plane, q, size=size, mode="reflect")
        np.testing.assert_array_equal(percentile(plane, size, q), theirs)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("border", PADDED_BORDERS)
@pytest.mark.parametrize("size", [3, 5, 7, 9, 15, 25])
def test_equal_scipy(dtype: type, border: str, size: int) -> None:
    pixels = random_picture(size, (70, 90, 3), dtype)
    for channel in range(3):
        plane = pixels[:, :, channel]
        options = {"size": size, "mode": border}
        np.testing.assert_array_equal(
            median(pixels, size, border=border)[:, :, channel], ndimage.median_filter(plane, **options)
        )
        np.testing.assert_array_equal(
            minimum(pixels, size, border=border)[:, :, channel], ndimage.minimum_filter(plane, **options)
        )
        np.testing.assert_array_equal(
            maximum(pixels, size, border=border)[:, :, channel], ndimage.maximum_filter(plane, **options)
        )
    plane = pixels[:, :, 0]
    for q in (0, 20, 50, 99, 100):
        np.testing.assert_array_equal(
            percentile(plane, size, q, border=border), ndimage.percentile_filter(plane, q, size=size, mode=border)
        )


@pytest.mark.parametrize("size", [3, 5])
def test_the_networks_keep_the_median_of_every_window_of_zeros_and_ones(size: int) -> None:
    """A network that is right for all of these is right for all values."""
    ones = np.array(list(itertools.product(range(size + 1), repeat=size)))
    windows_side_by_side = np.arange(size)[:, None] < ones.ravel()[None, :]
    result = median(windows_side_by_side.astype(np.uint8), size, border="valid")[0, ::size]
    np.testing.assert_array_equal(result, ones.sum(axis=1) > size * size // 2)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [3, 5, 7, 9])
def test_bands_on_several_cores_do_not_disturb_each_other(dtype: type, size: int) -> None:
    pixels = random_picture(size, (500, 700, 3), dtype)
    whole = median(pixels, size, border="valid")
    rows = slice(200, 300)
    np.testing.assert_array_equal(whole[rows], median(pixels[200 : 299 + size], size, border="valid"))
    for q in (0, 30, 100):
        whole = percentile(pixels, size, q, border="valid")
        np.testing.assert_array_equal(whole[rows], percentile(pixels[200 : 299 + size], size, q, border="valid"))


def test_a_window_much_larger_than_the_picture() -> None:
    pixels = random_picture(3, (4, 6), np.uint8)
    for size in (101, 301):
        np.testing.assert_array_equal(median(pixels, size), windows.ranked(pixels, size, 50, "reflect"))


def test_a_nan_stays_in_the_windows_that_contain_it() -> None:
    pixels = random_picture(4, (40, 50), np.float32)
    pixels[10, 20] = np.nan
    for size in (3, 5, 7, 21):
        expected = np.zeros(pixels.shape, bool)
        reach = size // 2
        expected[max(0, 10 - reach) : 11 + reach, 20 - reach : 21 + reach] = True
        for ours in (median(pixels, size), minimum(pixels, size), maximum(pixels, size), percentile(pixels, size, 30)):
            np.testing.assert_array_equal(np.isnan(ours) & expected, expected)
            if reach <= 10:
                np.testing.assert_array_equal(np.isnan(ours), expected)


@pytest.mark.parametrize("size", [0, -3, 4, 2.5])
def test_a_window_without_a_centre_is_refused(size: int) -> None:
    with pytest.raises(ParameterError, match="size must be odd and at least 1"):
        median(np.zeros((5, 5), np.uint8), size)


def test_a_shape_there_is_not_is_refused() -> None:
    with pytest.raises(ParameterError, match="window must be square or round; got 'oval'"):
        median(np.zeros((5, 5), np.uint8), 3, window="oval")


def test_a_percentage_outside_0_to_100_is_refused() -> None:
    with pytest.raises(ParameterError, match="q must be from 0 to 100"):
        percentile(np.zeros((5, 5), np.uint8), 3, 101)
