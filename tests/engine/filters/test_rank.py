from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from engine.filters.rank import Maximum, Median, Minimum, Percentile
from engine.image import Image
from engine.kernels.rank import Window
from tests.reference.pictures import DTYPES, PADDED_BORDERS, random_picture
from tests.reference.ranks import weighted_rank
from tests.reference.windows import disc


@pytest.mark.parametrize(
    ("filter", "theirs"),
    [
        (Median(7), lambda plane: ndimage.median_filter(plane, 7)),
        (Minimum(5), lambda plane: ndimage.minimum_filter(plane, 5)),
        (Maximum(3), lambda plane: ndimage.maximum_filter(plane, 3)),
        (Percentile(20.0, 5), lambda plane: ndimage.percentile_filter(plane, 20, 5)),
        (Median(7, Window.ROUND), lambda plane: ndimage.median_filter(plane, footprint=disc(7))),
        (Minimum(5, Window.ROUND), lambda plane: ndimage.minimum_filter(plane, footprint=disc(5))),
        (Maximum(3, Window.ROUND), lambda plane: ndimage.maximum_filter(plane, footprint=disc(3))),
        (Percentile(20.0, 5, Window.ROUND), lambda plane: ndimage.percentile_filter(plane, 20, footprint=disc(5))),
    ],
)
def test_equal_scipys_and_leave_alpha_alone(filter, theirs) -> None:  # type: ignore[no-untyped-def]
    pixels = random_picture(1, (30, 40, 4), np.uint8)
    pixels[:, :, 3] = 255
    image = Image(pixels)
    result = filter(image).pixels
    for channel in range(3):
        np.testing.assert_array_equal(result[:, :, channel], theirs(image.pixels[:, :, channel]))
    np.testing.assert_array_equal(result[:, :, 3], image.pixels[:, :, 3])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("border", PADDED_BORDERS)
@pytest.mark.parametrize(("size", "window"), [(3, "square"), (9, "square"), (9, "round")])
def test_pixels_count_in_proportion_to_their_alpha(dtype: type, border: str, size: int, window: str) -> None:
    pixels = random_picture(2, (14, 17, 4), dtype, levels=0 if size == 3 else 7)
    quarters = np.random.default_rng(3).choice(5, (14, 17), p=[0.3, 0.1, 0.1, 0.1, 0.4])
    pixels[:, :, 3] = quarters * (0.25 if dtype == np.float32 else np.iinfo(dtype).max // 4)
    pixels[pixels[:, :, 3] > Image(pixels).white * 0.9, 3] = Image(pixels).white
    for filter, q in ((Median(size), 50), (Minimum(size), 0), (Maximum(size), 100), (Percentile(30, size), 30)):
        ours = replace(filter, border=border, window=Window(window))(Image(pixels)).colour
        np.testing.assert_array_equal(ours, weighted_rank(pixels, size, q, border, window))


def test_a_nan_stays_in_the_windows_in_which_it_can_be_seen() -> None:
    pixels = random_picture(3, (20, 24, 4), np.float32)
    pixels[:, :, 3] = 1
    pixels[4:8, 5:9, 3] = 0
    pixels[5, 6, 0], pixels[6, 12, 1] = np.nan, np.nan
    expected = np.zeros((20, 24, 3), bool)
    expected[4:9, 10:15, 1] = True
    for filter in (Median(5), Minimum(5), Maximum(5), Percentile(30, 5)):
        nan = np.isnan(filter(Image(pixels)).colour)
        seen = pixels[:, :, 3] > 0
        np.testing.assert_array_equal(nan[seen], expected[seen])
