from __future__ import annotations

import numpy as np
import pytest

from engine.filters.pooling import MeanPooling
from engine.filters.smooth import GaussianBlur
from engine.image import Image


def red_disc_on_transparent_green() -> Image:
    y, x = np.mgrid[:60, :60]
    disc = (y - 30) ** 2 + (x - 30) ** 2 < 15**2
    pixels = np.where(disc[:, :, None], (255, 0, 0, 255), (0, 255, 0, 0)).astype(np.uint8)
    return Image(pixels)


@pytest.mark.parametrize("filter", [GaussianBlur(1.0), GaussianBlur(3.0), MeanPooling(3)])
def test_transparent_pixels_do_not_bleed(filter) -> None:  # type: ignore[no-untyped-def]
    result = filter(red_disc_on_transparent_green()).pixels
    visible = result[:, :, 3] > 0
    assert visible.any()
    np.testing.assert_array_equal(result[visible][:, :3], np.broadcast_to((255, 0, 0), (visible.sum(), 3)))
