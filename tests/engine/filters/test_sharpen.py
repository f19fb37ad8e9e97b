from __future__ import annotations

import numpy as np
from scipy import ndimage

from engine.filters.sharpen import UnsharpMask
from engine.image import Image
from engine.kernels.border import Border
from tests.reference.pictures import random_picture


def test_unsharp_mask_adds_what_the_blur_takes_away() -> None:
    image = Image(random_picture(1, (40, 50, 3), np.uint8))
    soft = ndimage.gaussian_filter(image.pixels.astype(float), (1.5, 1.5, 0))
    detail = image.pixels - soft
    expected = np.clip(image.pixels + 0.8 * detail, 0, 255)
    np.testing.assert_allclose(UnsharpMask(1.5, 0.8)(image).pixels, expected, atol=0.51)
    detail[np.abs(detail) < 0.2 * 255] = 0
    kept = UnsharpMask(1.5, 0.8, threshold=20)(image).pixels
    near = np.abs(np.abs(image.pixels - soft) - 51) < 0.01
    np.testing.assert_allclose(kept[~near], np.clip(image.pixels + 0.8 * detail, 0, 255)[~near], atol=0.51)


def test_unsharp_mask_of_whole_windows_only() -> None:
    image = Image(random_picture(2, (20, 30, 4), np.uint8))
    whole = UnsharpMask(0.5)(image).pixels[2:-2, 2:-2]
    np.testing.assert_array_equal(UnsharpMask(0.5, border=Border.VALID)(image).pixels, whole)
