"""Every linear kernel against its slow twin on whatever picture hypothesis makes, NaN and infinity included."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.kernels.border import Border
from engine.kernels.convolve import box_blur, convolve, gaussian_blur, gaussian_weights, gradient
from engine.kernels.strips import middle, over_strips
from tests.reference import windows
from tests.reference.pictures import BORDERS, pictures, random_picture

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
WHITE = {np.dtype(np.uint8): 255, np.dtype(np.uint16): 65535}


def too_small(pixels: np.ndarray, size: int, border: str) -> bool:
    return border == "valid" and min(pixels.shape[:2]) < size


def assert_exact(ours: np.ndarray, exact: np.ndarray, pixels: np.ndarray) -> None:
    """Within half a unit; a NaN or an infinity is where the exact result has one, and nowhere else."""
    assert ours.dtype == pixels.dtype
    assert ours.shape == exact.shape
    if pixels.dtype == np.float32:
        np.testing.assert_allclose(ours, exact, rtol=1e-4, atol=1e-5, equal_nan=True)
    else:
        np.testing.assert_array_less(np.abs(ours - np.clip(exact, 0, WHITE[pixels.dtype])), 0.505)


@given(pictures(bad=True), st.sampled_from(BORDERS), st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6))
def test_convolution(pixels: np.ndarray, border: str, seed: int, tall: int, wide: int) -> None:
    if too_small(pixels, max(tall, wide), border):
        return
    weights = np.random.default_rng(seed).choice([-1.5, -1, 0, 0.5, 1, 2], (tall, wide))
    exact = windows.correlate(pixels, weights, border)
    assert_exact(convolve(pixels, weights, border=border), exact, pixels)


@given(pictures(bad=True), st.sampled_from(BORDERS), st.sampled_from([1, 3, 5, 7, 9, 13]))
def test_box(pixels: np.ndarray, border: str, size: int) -> None:
    if not too_small(pixels, size, border):
        exact = windows.correlate(pixels, np.ones((size, size)), border) / size**2
        assert_exact(box_blur(pixels, size, border=border), exact, pixels)


@given(pictures(bad=True), st.sampled_from(BORDERS), st.sampled_from([0.1, 0.5, 1.0, 2.0]))
def test_gaussian(pixels: np.ndarray, border: str, sigma: float) -> None:
    curve = gaussian_weights(sigma)
    if not too_small(pixels, len(curve), border):
        exact = windows.correlate(pixels, np.outer(curve, curve), border)
        assert_exact(gaussian_blur(pixels, sigma, border=border), exact, pixels)


@given(pictures(bad=True), st.sampled_from(BORDERS), st.sampled_from(["magnitude", "sum"]))
def test_gradient(pixels: np.ndarray, border: str, how: str) -> None:
    if too_small(pixels, 3, border):
        return
    across, down = (windows.correlate(pixels, weights, border) for weights in (SOBEL, SOBEL.T))
    with np.errstate(invalid="ignore"):
        exact = np.sqrt(across**2 + down**2) if how == "magnitude" else np.abs(across) + np.abs(down)
    ours = gradient(pixels, (SOBEL, SOBEL.T), how=how, border=border)  # type: ignore[arg-type]
    assert_exact(ours, exact, pixels)


@given(pictures(), st.sampled_from(BORDERS), st.integers(1, 12), st.integers(1, 12))
def test_strips_hold_what_windows_reach(pixels: np.ndarray, border: str, tall: int, wide: int) -> None:
    """Put together again they are the picture and what surrounds it, each row with all rows of its window."""
    picture = pixels if pixels.ndim == 3 else pixels[:, :, np.newaxis]
    if border == "valid" and (picture.shape[0] < tall or picture.shape[1] < wide):
        return
    whole = windows.padded(picture, tall, wide, border, 1)
    covered = 0
    for rows, strip in over_strips(picture, (tall, wide), Border(border), np.asarray, 1):
        assert rows.start == covered
        covered = rows.stop
        np.testing.assert_array_equal(strip, whole[rows.start : rows.stop + tall - 1])
        if border != "valid":
            np.testing.assert_array_equal(middle(strip, (tall, wide)), picture[rows])
    assert covered == whole.shape[0] - tall + 1


def test_a_large_picture_is_many_strips() -> None:
    picture = random_picture(1, (4000, 1000, 3))
    strips = list(over_strips(picture, (5, 5), Border.WRAP, lambda strip: strip.shape))
    assert len(strips) > 8
    assert {shape[1:] for _, shape in strips} == {(1004, 3)}
