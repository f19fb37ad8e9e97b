"""What wholly transparent pixels hide is seen nowhere, whatever the filter."""

from __future__ import annotations

import numpy as np
import pytest

from engine.filters import FILTERS, Filter
from engine.image import Image
from tests.engine.filters.test_contract import settings_of
from tests.reference.pictures import DTYPES, random_picture

KINDS = sorted(FILTERS.values(), key=lambda kind: kind.name)
every_filter = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
SIDE = 60
DISC = np.hypot(*(np.mgrid[:SIDE, :SIDE] - 30)) < 18


def disc(colour: tuple[float, ...], hidden: tuple[float, ...], dtype: type = np.uint8) -> Image:
    """A disc of one colour; all around it is transparent and hides another."""
    pixels = np.where(DISC[:, :, np.newaxis], (*colour, 1), (*hidden, 0))
    return Image((pixels * Image(np.zeros((1, 1), dtype)).white).astype(dtype))


@every_filter
@pytest.mark.parametrize("dtype", DTYPES)
def test_what_is_hidden_changes_nothing_that_is_seen(kind: type[Filter], dtype: type) -> None:
    """Random colours, some pixels hidden, some half: the same once more with other colours hidden there."""
    pixels, other = random_picture(1, (SIDE, 70, 4), dtype), random_picture(2, (SIDE, 70, 4), dtype)
    white = Image(pixels).white
    pixels[:, :, 3] = np.random.default_rng(3).choice([0, white / 2, white], pixels.shape[:2])
    pixels[:, :35, 3] = white
    pixels[20:40, 50:, 3] = 0
    other[pixels[:, :, 3] > 0] = pixels[pixels[:, :, 3] > 0]
    other[:, :, 3] = pixels[:, :, 3]
    if dtype == np.float32:
        other[(other[:, :, 3] == 0) & (other[:, :, 0] > 0.7), :3] = np.nan
    for first, second in ((pixels, other), (pixels[:, :, 2:], other[:, :, 2:])):
        for variant in settings_of(kind):
            result, again = variant(Image(first)).pixels, variant(Image(second)).pixels
            seen = result[:, :, -1] > 0
            np.testing.assert_array_equal(result[:, :, -1], again[:, :, -1])
            np.testing.assert_array_equal(result[seen], again[seen], err_msg=str(variant))


@every_filter
def test_a_red_disc_on_transparent_green_has_no_halo(kind: type[Filter]) -> None:
    """It is the same all over: whatever becomes of red becomes of the whole disc, and of no other colour."""
    if kind.group == "Noise" or kind.name == "encoder":  # these make no even areas
        return
    for variant in settings_of(kind):
        result = variant(disc((1, 0, 0), (0, 1, 0))).pixels
        seen = result[result[:, :, -1] > 0][:, :-1]
        assert len(seen)
        np.testing.assert_array_equal(seen, np.broadcast_to(seen[0], seen.shape), err_msg=str(variant))


@every_filter
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_picture_that_is_opaque_everywhere_is_filtered_like_one_without_alpha(
    kind: type[Filter], dtype: type
) -> None:
    colour = random_picture(4, (37, 45, 3), dtype)
    image = Image(np.dstack([colour, np.full((37, 45), Image(colour).white, dtype)]))
    for variant in settings_of(kind):
        result = variant(image)
        close = 1e-5 if dtype == np.float32 else 0  # sums of floats depend on where they begin
        np.testing.assert_allclose(
            result.colour, variant(Image(colour)).pixels, rtol=0, atol=close, err_msg=str(variant)
        )
        np.testing.assert_array_equal(result.alpha, image.white)
