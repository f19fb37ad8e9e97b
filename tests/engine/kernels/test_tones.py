from __future__ import annotations

import numpy as np
import pytest

from engine.filters.tone import LUMA, Greyscale
from engine.image import Image
from engine.kernels.tones import BINS, count_tones
from tests.reference.pictures import DTYPES, random_picture


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("layout", ["plain", "strided", "fortran"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_tones_are_counted_as_numpy_counts_them(dtype: type, layout: str, channels: int) -> None:
    """NumPy's bins are as wide, from 0 to just beyond white; its last one holds its upper edge too."""
    pixels = random_picture(1, (90, 70, channels), dtype, layout=layout)
    chance, image = np.random.default_rng(2).random(pixels.shape), Image(pixels)
    pixels[chance < 0.2] = 0
    pixels[chance > 0.8] = image.white
    counts, ends = count_tones(image.pixels, LUMA.tolist())

    seen = np.ones(image.pixels.shape[:2], bool) if image.alpha is None else image.alpha[:, :, 0] > 0
    top = image.white + (dtype != np.float32)
    colour, luma = image.colour[seen], Greyscale()(image).colour[seen]
    for values, found in zip([*colour.T, luma[:, 0]], counts, strict=True):
        expected, _ = np.histogram(np.clip(values, 0, image.white), BINS, (0, top))
        np.testing.assert_array_equal(found, expected)
    assert ends[0] == (colour <= 0).any(axis=1).sum() > 0
    assert ends[1] == (colour >= image.white).any(axis=1).sum() > 0


def test_what_is_no_number_is_black() -> None:
    pixels = np.array([[[np.nan], [np.inf], [-np.inf], [0.5]]], np.float32)
    counts, ends = count_tones(pixels, LUMA.tolist())
    assert [counts[0, step] for step in (0, 128, 255)] == [2, 1, 1]
    assert ends.tolist() == [2, 1]
