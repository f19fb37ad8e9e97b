"""Sheets and charts: everything is where it belongs, and ticks are round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.plate import COLOURS, PAPER, Panel, Tile, chart, enlarged, round_up, sheet, ticks


def test_pixels_become_squares() -> None:
    pixels = np.arange(6, dtype=np.uint8).reshape(2, 3, 1)
    large = enlarged(pixels, 30)
    assert large.shape == (20, 30, 1)
    np.testing.assert_array_equal(large[5::10, 5::10], pixels)
    np.testing.assert_array_equal(enlarged(large, 10), large)


def test_tiles_stand_in_rows() -> None:
    tiles = [Tile(np.full((20, 30, 3), 50 * (number + 1), np.uint8), "name") for number in range(5)]
    page = np.asarray(sheet(tiles, 3))
    places = [np.argwhere((page == 50 * (number + 1)).all(axis=2)) for number in range(5)]
    for place in places:
        assert len(place) >= 20 * 30
    corners = [tuple(place.min(axis=0)) for place in places]
    assert corners[0][0] == corners[1][0] == corners[2][0] < corners[3][0] == corners[4][0]
    assert corners[0][1] == corners[3][1] < corners[1][1] == corners[4][1] < corners[2][1]
    assert tuple(page[0, 0]) == PAPER


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 10))
def test_ticks_lie_inside_and_are_not_many(low: float, extent: float, most: int) -> None:
    found = ticks(low, low + extent, most)
    assert len(found) <= most
    slack = 1e-6 * extent + 1e-9
    assert all(low - slack <= tick <= low + extent + slack for tick in found)


def test_ticks_worked_by_hand() -> None:
    assert ticks(0, 100) == [0, 20, 40, 60, 80, 100]
    assert ticks(0, 3) == [0, 1, 2, 3]
    assert ticks(0, 0.47) == [0, 0.1, 0.2, 0.3, 0.4]
    assert round_up(0.47) == 0.5
    assert round_up(2.3) == 2.5


@pytest.mark.parametrize("rising", [True, False])
def test_a_curve_goes_where_its_values_go(rising: bool) -> None:
    ys = [0.0, 1.0] if rising else [1.0, 0.0]
    page = np.asarray(chart([Panel("Title", {"curve": ([0.0, 1.0], ys)}, 0, 1)], "x")).astype(int)
    near = np.argwhere(np.abs(page - COLOURS[0]).sum(axis=2) < 30)
    near = near[near[:, 0] > 45]  # below the legend
    left, right = near[near[:, 1].argmin()], near[near[:, 1].argmax()]
    assert (left[0] > right[0]) == rising
