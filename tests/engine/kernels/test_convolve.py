from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from engine.kernels.convolve import box_blur, convolve, gaussian_blur, gradient
from engine.params import ParameterError
from tests.reference import windows
from tests.reference.pictures import BORDERS, DTYPES, PADDED_BORDERS, pictures, random_picture

WHITE = {np.uint8: 255, np.uint16: 65535}


def assert_stored(ours: np.ndarray, exact: np.ndarray, dtype: np.dtype) -> None:
    """Whole numbers lie within half a unit of the exact result, saturated; floats within rounding errors."""
    assert ours.dtype == dtype
    assert ours.shape == exact.shape
    if dtype == np.float32:
        np.testing.assert_allclose(ours, exact, rtol=1e-5, atol=1e-5)
    else:
        np.testing.assert_array_less(abs(ours - np.clip(exact, 0, WHITE[dtype.type])), 0.505)


@st.composite
def kernels(draw: st.DrawFn) -> np.ndarray:
    """Tables of whole numbers, of fractions, with zeros, and products of a column and a row, which may be symmetric."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    kind = draw(st.sampled_from(["whole", "fractions", "separable", "even", "symmetric"]))
    if kind == "whole":
        return rng.integers(-3, 4, shape).astype(float)
    if kind == "even":
        return np.ones(shape)
    if kind == "symmetric":
        column, row = (rng.random(draw(st.sampled_from([3, 4, 8, 9]))) - 0.3 for _ in range(2))
        return np.outer(*(np.concatenate([half[:0:-1], half]) for half in (column, row)))
    if kind == "separable":
        return np.outer(rng.random(shape[0]) - 0.5, rng.random(shape[1]))
    return rng.random(shape) - 0.4


@given(
    pictures(),
    kernels(),
    st.sampled_from(BORDERS),
    st.sampled_from([1.0, 3.0, -2.0, 9.0]),
    st.sampled_from([0.0, 0.25, 100.0]),
)
def test_equals_the_slow_twin(
    pixels: np.ndarray, weights: np.ndarray, border: str, divisor: float, offset: float
) -> None:
    if border == "valid" and (pixels.shape[0] < weights.shape[0] or pixels.shape[1] < weights.shape[1]):
        with pytest.raises(ParameterError, match="smaller than the window"):
            convolve(pixels, weights, border=border)
        return
    exact = windows.correlate(pixels, weights, border, fill=0.5) / divisor + offset
    ours = convolve(pixels, weights, border=border, divisor=divisor, offset=offset, fill=0.5)
    assert_stored(ours, exact, pixels.dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("border", PADDED_BORDERS)
@pytest.mark.parametrize("shape", [(3, 3), (5, 5), (7, 7), (2, 2), (4, 3), (1, 9), (31, 1), (15, 15)])
def test_equals_scipy(dtype: type, border: str, shape: tuple[int, int]) -> None:
    pixels = random_picture(5, (40, 100, 3), dtype)
    weights = np.random.default_rng(6).random(shape) - 0.3
    theirs = ndimage.correlate(pixels.astype(np.float64), weights[:, :, None], mode=border)
    assert_stored(convolve(pixels, weights, border=border), theirs, pixels.dtype)
    raw = convolve(pixels, weights, border=border, dtype=np.float32)
    np.testing.assert_allclose(raw, theirs, rtol=1e-4, atol=1e-5 * np.abs(theirs).max())


def test_whole_numbers_are_exact_ties_to_even() -> None:
    pixels = random_picture(7, (30, 200), np.uint8)
    for divisor in (2, 4, 6, 9, 10, 25):
        exact = ndimage.correlate(pixels.astype(np.int64), np.ones((3, 3), np.int64), mode="reflect") / divisor
        ours = convolve(pixels, np.ones((3, 3)), divisor=divisor)
        np.testing.assert_array_equal(ours, np.rint(np.clip(exact, 0, 255)).astype(np.uint8))


def test_nothing_wraps_round_and_falling_edges_are_kept_in_the_raw_response() -> None:
    step = np.array([[0, 0, 255, 255, 0, 0]], np.uint8)
    np.testing.assert_array_equal(convolve(step, [[-1, 0, 1]]), [[0, 255, 255, 0, 0, 0]])
    raw = convolve(step, [[-1, 0, 1]], dtype=np.float32)
    np.testing.assert_array_equal(raw, [[0, 255, 255, -255, -255, 0]])


def test_a_nan_stays_in_the_windows_that_contain_it() -> None:
    pixels = random_picture(8, (60, 90, 2), np.float32)
    pixels[20, 30, 1], pixels[50, 60, 0] = np.nan, np.inf
    for side in (3, 9):
        ours = convolve(pixels, np.full((side, side), 1 / side**2))
        reach = side // 2
        expected = np.zeros(pixels.shape, bool)
        expected[20 - reach : 21 + reach, 30 - reach : 31 + reach, 1] = True
        np.testing.assert_array_equal(np.isnan(ours), expected)
        expected = np.zeros(pixels.shape, bool)
        expected[50 - reach : 51 + reach, 60 - reach : 61 + reach, 0] = True
        np.testing.assert_array_equal(np.isposinf(ours), expected)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("sigma", [0.1, 0.8, 2.0, 7.5])
def test_gaussian_blur_equals_scipys(dtype: type, sigma: float) -> None:
    pixels = random_picture(9, (50, 70, 3), dtype)
    theirs = ndimage.gaussian_filter(pixels.astype(np.float64), (sigma, sigma, 0), mode="mirror")
    assert_stored(gaussian_blur(pixels, sigma, border="mirror"), theirs, pixels.dtype)


@given(pictures(), st.sampled_from(BORDERS), st.sampled_from(["magnitude", "sum"]), st.sampled_from([1.0, 0.25, 3.0]))
def test_gradient_equals_the_slow_twin(pixels: np.ndarray, border: str, how: str, scale: float) -> None:
    if border == "valid" and min(pixels.shape[:2]) < 3:
        return
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    x, y = (windows.correlate(pixels, weights, border) for weights in (across, across.T))
    exact = scale * (np.hypot(x, y) if how == "magnitude" else abs(x) + abs(y))
    ours = gradient(pixels, (across, across.T), how=how, scale=scale, border=border)  # type: ignore[arg-type]
    assert_stored(ours, exact, pixels.dtype)
    assert_stored(gradient(pixels, (across,), scale=scale, border=border), scale * abs(x), pixels.dtype)


@pytest.mark.parametrize(
    ("pixels", "weights", "options", "message"),
    [
        (np.zeros((3, 3)), [[1]], {}, "pixels must be uint8, uint16 or float32"),
        (np.zeros((3, 3, 3, 3), np.uint8), [[1]], {}, "shape"),
        (np.zeros((0, 3), np.uint8), [[1]], {}, "shape"),
        (np.zeros((3, 3), np.uint8), [1, 2], {}, "table"),
        (np.zeros((3, 3), np.uint8), [[np.nan]], {}, "finite"),
        (np.zeros((3, 3), np.uint8), [[1]], {"divisor": 0}, "divisor"),
        (np.zeros((3, 3), np.uint8), [[1]], {"offset": np.inf}, "offset"),
        (np.zeros((3, 3), np.uint8), [[1]], {"border": "round"}, "border must be one of"),
        (np.zeros((3, 3), np.uint8), [[1]], {"dtype": np.int16}, "dtype"),
    ],
)
def test_bad_arguments_are_refused(pixels: np.ndarray, weights: object, options: dict, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        convolve(pixels, weights, **options)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [1, 3, 5, 7, 9, 15, 17, 31, 101])
def test_box_blur_is_the_exact_mean(dtype: type, size: int) -> None:
    pixels = random_picture(size, (60, 90, 3), dtype)
    if dtype == np.float32:
        theirs = ndimage.uniform_filter(pixels.astype(np.float64), (size, size, 1))
        np.testing.assert_allclose(box_blur(pixels, size), theirs, atol=1e-5)
    else:
        sums = ndimage.correlate(pixels.astype(np.int64), np.ones((size, size, 1), np.int64))
        np.testing.assert_array_equal(box_blur(pixels, size), np.rint(sums / size**2))
    white = np.full((30, 40), pixels.max(), dtype)
    np.testing.assert_allclose(box_blur(white, size, border="wrap"), white, rtol=1e-5)
