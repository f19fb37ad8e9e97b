from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from engine.filters.rank import Maximum, Median, Minimum, Percentile
from engine.image import Image
from tests.reference.pictures import random_picture


@pytest.mark.parametrize(
    ("filter", "theirs"),
    [
        (Median(7), lambda plane: ndimage.median_filter(plane, 7)),
        (Minimum(5), lambda plane: ndimage.minimum_filter(plane, 5)),
        (Maximum(3), lambda plane: ndimage.maximum_filter(plane, 3)),
        (Percentile(20.0, 5), lambda plane: ndimage.percentile_filter(plane, 20, 5)),
    ],
)
def test_equal_scipys_and_leave_alpha_alone(filter, theirs) -> None:  # type: ignore[no-untyped-def]
    image = Image(random_picture(1, (30, 40, 4), np.uint8))
    result = filter(image).pixels
    for channel in range(3):
        np.testing.assert_array_equal(result[:, :, channel], theirs(image.pixels[:, :, channel]))
    np.testing.assert_array_equal(result[:, :, 3], image.pixels[:, :, 3])
