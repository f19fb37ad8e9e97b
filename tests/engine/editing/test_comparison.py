"""Before and after in one picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.editing.comparison import Compare, Comparison, ComparisonError, save_comparison
from engine.image import Image, load
from engine.jobs import finish

COLOURS = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)
BEFORE = Image(COLOURS)
AFTER = Image(255 - COLOURS)


def test_a_split_shows_before_on_the_one_side_and_after_on_the_other() -> None:
    across = Comparison(Compare.LEFT_RIGHT, 0.25)(BEFORE, Image(AFTER.pixels, exif=b"kept"))
    np.testing.assert_array_equal(across.pixels[:, :10], BEFORE.pixels[:, :10])
    np.testing.assert_array_equal(across.pixels[:, 10:], AFTER.pixels[:, 10:])
    down = Comparison(Compare.TOP_BOTTOM, 0.1)(BEFORE, AFTER)
    np.testing.assert_array_equal(down.pixels[:3], BEFORE.pixels[:3])
    np.testing.assert_array_equal(down.pixels[3:], AFTER.pixels[3:])
    assert across.exif == b"kept"


def test_side_by_side_both_are_whole() -> None:
    both = Comparison(Compare.SIDE_BY_SIDE)(BEFORE, AFTER)
    np.testing.assert_array_equal(both.pixels[:, :40], BEFORE.pixels)
    np.testing.assert_array_equal(both.pixels[:, -40:], AFTER.pixels)
    assert (both.pixels[:, 40:-40] == 255).all()
    assert both.width > 80


def test_the_depth_is_that_of_after_and_no_channel_is_lost() -> None:
    grey = Image(np.full((30, 40), 65535, np.uint16))
    clear = Image(np.zeros((30, 40, 4), np.uint8))
    split = Comparison(Compare.LEFT_RIGHT, 0.5)
    shown = split(BEFORE, grey).pixels
    assert shown.dtype == np.uint16
    np.testing.assert_array_equal(shown[:, :20], COLOURS[:, :20].astype(np.uint16) * 257)
    assert (shown[:, 20:] == 65535).all()
    shown = split(BEFORE, clear).pixels
    np.testing.assert_array_equal(shown[:, :20, :3], COLOURS[:, :20])
    assert (shown[:, :20, 3] == 255).all()
    assert not shown[:, 20:].any()


def test_before_is_resized_to_the_size_of_after() -> None:
    plain = Image(np.full((60, 81, 3), 77, np.uint8))  # a pixel wider than twice the size, as pooling leaves them
    shown = Comparison(Compare.LEFT_RIGHT, 0.5)(plain, AFTER).pixels
    assert shown.shape == AFTER.pixels.shape
    assert (shown[:, :20] == 77).all()


def test_other_proportions_stand_side_by_side_but_are_not_split() -> None:
    turned = Image(np.swapaxes(COLOURS, 0, 1))
    both = Comparison(Compare.SIDE_BY_SIDE)(BEFORE, turned)
    np.testing.assert_array_equal(both.pixels[5:35, :40], COLOURS)
    np.testing.assert_array_equal(both.pixels[:, -30:], turned.pixels)
    for how in (Compare.LEFT_RIGHT, Compare.TOP_BOTTOM):
        with pytest.raises(ComparisonError, match="side by side"):
            Comparison(how)(BEFORE, turned)


def test_it_is_saved(tmp_path: Path) -> None:
    comparison = Comparison(Compare.TOP_BOTTOM, 0.5)
    path = finish(save_comparison(comparison, BEFORE, AFTER, tmp_path / "both.png"))
    np.testing.assert_array_equal(load(path).pixels, comparison(BEFORE, AFTER).pixels)
