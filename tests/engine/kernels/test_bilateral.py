from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.depth import MAXIMUM
from engine.kernels.bilateral import bilateral
from engine.params import ParameterError
from tests.reference.pictures import PADDED_BORDERS, pictures
from tests.reference.windows import padded


def by_hand(pixels: np.ndarray, radius: int, sigma: float, similarity: float, border: str) -> np.ndarray:
    """Every window cut out; neighbours that are NaN or infinity do not count, and such a pixel stays as it is."""
    whole = padded(pixels, 2 * radius + 1, 2 * radius + 1, border).astype(float)
    result = np.empty(pixels.shape)
    distance = np.hypot(*np.mgrid[-radius : radius + 1, -radius : radius + 1])
    for y, x in np.ndindex(*pixels.shape[:2]):
        window = whole[y : y + 2 * radius + 1, x : x + 2 * radius + 1]
        with np.errstate(invalid="ignore"):
            colour = ((window - pixels[y, x].astype(float)) ** 2).sum(axis=2) / similarity**2
        weights = np.where(np.isfinite(colour), np.exp(-(distance**2) / (2 * sigma**2) - colour / 2), 0)
        total = np.where(weights[:, :, None] > 0, window, 0) * weights[:, :, None]
        result[y, x] = total.sum((0, 1)) / weights.sum() if weights.sum() > 0 else pixels[y, x]
    return result


@given(pictures(bad=True), st.sampled_from(PADDED_BORDERS), st.sampled_from([0.05, 0.3, 2.0]))
def test_equals_the_slow_twin(pixels: np.ndarray, border: str, similarity: float) -> None:
    if pixels.ndim == 2 or pixels.shape[2] not in (1, 3) or pixels.size > 4000:
        return
    white = MAXIMUM[pixels.dtype]
    ours = bilateral(pixels, 1.0, similarity * white, border=border)
    expected = by_hand(pixels, 2, 1.0, similarity * white, border)
    close = 1e-5 if pixels.dtype == np.float32 else 0.51 if pixels.dtype == np.uint8 else 1.5
    np.testing.assert_allclose(ours, expected, rtol=0, atol=close)


def test_with_alpha_every_pixel_counts_in_proportion_to_it() -> None:
    """A window of one colour but for one pixel, which counts half."""
    pixels = np.full((3, 3, 4), 0.4, np.float32)
    pixels[:, :, 3] = 1
    pixels[0, 0] = 0.6, 0.6, 0.6, 0.5
    ours = bilateral(pixels, 0.5, 1e4, border="valid", alpha=True)
    near = np.exp(-(np.hypot(*np.mgrid[-1:2, -1:2]) ** 2) / 0.5)
    near[0, 0] /= 2
    expected = (near * pixels[:, :, 0]).sum() / near.sum()
    np.testing.assert_allclose(ours, [[[expected] * 3]], rtol=1e-5)


@pytest.mark.parametrize(("sigma", "similarity"), [(0, 1), (1, 0), (-1, 1), (np.inf, 1), (1, np.nan)])
def test_bad_arguments_are_refused(sigma: float, similarity: float) -> None:
    with pytest.raises(ParameterError, match="larger than 0"):
        bilateral(np.zeros((3, 3), np.uint8), sigma, similarity)
