from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernels.pool import pool
from engine.params import ParameterError
from tests.reference import windows
from tests.reference.pictures import DTYPES, pictures, random_picture

HOWS = ("max", "mean", "min")


@given(
    pictures(bad=True),
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from(HOWS),
    st.sampled_from(["partial", "drop"]),
)
def test_equals_the_slow_twin(pixels: np.ndarray, size: int, stride: int, how: str, edge: str) -> None:
    if edge == "drop" and min(pixels.shape[:2]) < size:
        with pytest.raises(ParameterError, match="holds no whole block"):
            pool(pixels, size, stride=stride, how=how, edge=edge)  # type: ignore[arg-type]
        return
    ours = pool(pixels, size, stride=stride, how=how, edge=edge)  # type: ignore[arg-type]
    slow = windows.pooled(pixels, size, stride, how, edge)
    assert ours.dtype == pixels.dtype
    if pixels.dtype == np.float32:
        np.testing.assert_allclose(ours, slow, rtol=1e-5, atol=1e-6)
    else:
        np.testing.assert_array_equal(ours, slow)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [2, 3, 4])
def test_blocks_that_touch_equal_a_reshape(dtype: type, channels: int, size: int) -> None:
    pixels = random_picture(1, (12 * size, 70 * size, channels), dtype)
    blocks = pixels.reshape(12, size, 70, size, channels)
    np.testing.assert_array_equal(pool(pixels, size), blocks.max((1, 3)))
    np.testing.assert_array_equal(pool(pixels, size, how="min"), blocks.min((1, 3)))
    means = blocks.mean((1, 3), dtype=np.float64)
    if dtype == np.float32:
        np.testing.assert_allclose(pool(pixels, size, how="mean"), means, rtol=1e-6, atol=1e-7)
    else:
        np.testing.assert_array_equal(pool(pixels, size, how="mean"), np.rint(means))


def test_partial_blocks_are_made_of_the_pixels_there_are() -> None:
    pixels = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 90]], np.uint8)
    np.testing.assert_array_equal(pool(pixels, 2), [[5, 6], [8, 90]])
    np.testing.assert_array_equal(pool(pixels, 2, how="mean"), [[3, 4], [8, 90]])
    np.testing.assert_array_equal(pool(pixels, 2, edge="drop"), [[5]])
    np.testing.assert_array_equal(pool(pixels, 2, stride=1, how="min"), [[1, 2], [4, 5]])
    np.testing.assert_array_equal(pool(pixels, 9), [[90]])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 0}, "size and stride must be at least 1"),
        ({"size": 2, "stride": 0}, "size and stride must be at least 1"),
        ({"size": 2, "how": "median"}, "how must be max, mean or min"),
        ({"size": 2, "edge": "wrap"}, "edge partial or drop"),
        ({"size": 9, "edge": "drop"}, "holds no whole block"),
    ],
)
def test_bad_arguments_are_refused(options: dict, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        pool(np.zeros((5, 5), np.uint8), **options)
