"""Numbers of both signs as colours."""

from __future__ import annotations

import numpy as np

from engine.editing.signed import signed_colours, signed_over

BLUE, GREY, RED = (0, 0, 250), (100, 100, 100), (250, 0, 0)


def test_the_ends_the_middle_and_half_way() -> None:
    colours = signed_colours(np.array([[-2.0, 0.0, 2.0, 1.0]]), BLUE, GREY, RED)
    assert colours.dtype == np.uint8
    assert colours.tolist() == [[[0, 0, 250], [100, 100, 100], [250, 0, 0], [175, 50, 50]]]


def test_beyond_the_largest_it_stays_at_the_end() -> None:
    assert signed_colours(np.array([-5.0, 5.0]), BLUE, GREY, RED, largest=1.0).tolist() == [list(BLUE), list(RED)]


def test_nothing_but_zeros_and_no_number_are_the_middle() -> None:
    assert (signed_colours(np.array([0.0, np.nan]), BLUE, GREY, RED) == GREY).all()


def test_over_a_picture_nothing_shows_the_picture_and_the_largest_hides_it() -> None:
    picture = np.array([[[0.0], [1.0], [0.5], [0.5]]], np.float32)
    colours = signed_over(picture, np.array([[0.0, 0.0, -4.0, 1.0]]), BLUE, RED)
    assert colours[0, :2].tolist() == [[0, 0, 0], [255, 255, 255]]
    np.testing.assert_allclose(colours[0, 2], 0.1 * 127.5 + 0.9 * np.array(BLUE), atol=1)
    np.testing.assert_allclose(colours[0, 3], 0.55 * 127.5 + 0.45 * np.array(RED), atol=1)
