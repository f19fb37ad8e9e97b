"""Light from a pen, against what can be said without computing it the same way."""

from __future__ import annotations

import numpy as np
import pytest

from engine.dream.light import Pen, Stroke, covered


def test_a_line_along_a_row_lights_as_many_pixels_as_it_is_wide() -> None:
    stroke = Stroke((9, 20, 1), Pen(size=3, strength=1))
    light = stroke.to((2.5, 4.5)) + stroke.to((17.5, 4.5))
    np.testing.assert_allclose(light[:, 10, 0], [0, 0, 0, 1, 1, 1, 0, 0, 0])


def test_the_parts_of_a_stroke_add_up_to_the_whole_and_no_pixel_gets_more_than_the_strength() -> None:
    stroke = Stroke((28, 28, 1), Pen(size=4, strength=0.7))
    light = sum(stroke.to(point) for point in [(5, 5), (20, 5), (5, 5), (20, 20), (20, 20)])
    once = np.maximum(covered((28, 28), (5, 5), (20, 5), 4), covered((28, 28), (5, 5), (20, 20), 4))
    np.testing.assert_allclose(light[..., 0], 0.7 * once, atol=1e-6)
    assert light.max() == pytest.approx(0.7)


def test_a_dab_covers_the_area_of_its_circle() -> None:
    for width in (1, 2.5, 7, 16):
        assert covered((40, 40), (20.3, 19.6), (20.3, 19.6), width).sum() == pytest.approx(
            np.pi * width**2 / 4, rel=0.35 / width
        )


def test_a_dark_pen_takes_light_away_in_every_channel() -> None:
    light = Stroke((8, 8, 3), Pen(size=2, strength=0.5), darker=True).to((4.5, 4.5))
    assert light.shape == (8, 8, 3)
    assert light.min() == pytest.approx(-0.5)
    assert light.max() == 0
    np.testing.assert_array_equal(light[..., 0], light[..., 2])


def test_a_stroke_that_leaves_the_picture_and_comes_back_is_drawn_where_it_is_in_it() -> None:
    stroke = Stroke((10, 10, 1), Pen(size=2, strength=1))
    light = stroke.to((-30, 5)) + stroke.to((40, 5))
    assert light[4:6].min() == pytest.approx(1)
    assert light[:3].max() == 0
