from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.depth import MAXIMUM
from engine.kernels.difference import differences
from tests.reference.pictures import pictures


@given(pictures(bad=True), st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5))
def test_equals_the_sum_over_every_window(pixels: np.ndarray, seed: int, tall: int, wide: int) -> None:
    if pixels.ndim == 2 or pixels.shape[2] not in (2, 4) or pixels.shape[0] < tall or pixels.shape[1] < wide:
        return
    rng = np.random.default_rng(seed)
    weights, white = rng.choice([-1.5, -1, 0, 0.5, 1, 2], (tall, wide)), MAXIMUM[pixels.dtype]
    pixels = pixels.copy()
    pixels[:, :, -1] = (rng.choice([0, 0.5, 1], pixels.shape[:2]) * white).astype(pixels.dtype)
    rows, columns = pixels.shape[0] - tall + 1, pixels.shape[1] - wide + 1
    exact = np.zeros((rows, columns, pixels.shape[2] - 1))
    middle = pixels[tall // 2 : tall // 2 + rows, wide // 2 : wide // 2 + columns, :-1].astype(float)
    for y, x in np.ndindex(tall, wide):
        other = pixels[y : y + rows, x : x + columns].astype(float)
        with np.errstate(invalid="ignore"):
            part = weights[y, x] * other[:, :, -1:] / white * (other[:, :, :-1] - middle)
            exact += np.where((other[:, :, -1:] > 0) & (weights[y, x] != 0), part, 0)
    np.testing.assert_allclose(differences(pixels, weights) / white, exact / white, rtol=1e-4, atol=1e-5)


def test_an_even_area_differs_by_nothing_at_all() -> None:
    pixels = np.full((20, 30, 4), 201, np.uint8)
    pixels[:, :, 3] = np.random.default_rng(1).integers(0, 256, (20, 30))
    assert not differences(pixels, np.random.default_rng(2).normal(size=(5, 7))).any()
