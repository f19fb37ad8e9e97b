"""Rectangles of whole pixels, dragged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from engine.filters.limit import Region
from gui.canvas.selection import Grip, dragged, grip_at, grown, middle, moved, outline

SIZE = (60, 40)
REGION = Region(10, 5, 20, 30)


@pytest.mark.parametrize(
    ("grip", "end", "expected"),
    [
        (Grip.ALL, (3, 2), Region(13, 7, 20, 30)),
        (Grip.ALL, (-99, 99), Region(0, 10, 20, 30)),
        (Grip.LEFT, (3, 99), Region(13, 5, 17, 30)),
        (Grip.RIGHT, (-5, 0), Region(10, 5, 15, 30)),
        (Grip.RIGHT, (-25, 0), Region(5, 5, 5, 30)),
        (Grip.TOP, (99, -4), Region(10, 1, 20, 34)),
        (Grip.BOTTOM_RIGHT, (99, 99), Region(10, 5, 50, 35)),
        (Grip.TOP_LEFT, (20, 30), Region(30, 35, 1, 1)),
    ],
)
def test_the_sides_that_are_gripped_go_along(grip: Grip, end: tuple[int, int], expected: Region) -> None:
    assert dragged(REGION, grip, QPointF(0, 0), QPointF(*end), SIZE) == expected


def test_a_new_rectangle_holds_every_pixel_it_touches() -> None:
    assert dragged(None, Grip.NEW, QPointF(3.2, 7.9), QPointF(1.5, 4.1), SIZE) == Region(1, 4, 3, 4)
    assert dragged(REGION, Grip.NEW, QPointF(5, 5), QPointF(8, 9), SIZE) == Region(5, 5, 3, 4)


@given(st.sampled_from(Grip), *[st.floats(-200, 200)] * 4)
def test_whatever_is_dragged_stays_in_the_picture(grip: Grip, a: float, b: float, c: float, d: float) -> None:
    region = dragged(REGION, grip, QPointF(a, b), QPointF(c, d), SIZE)
    assert region.left + region.width <= SIZE[0]
    assert region.top + region.height <= SIZE[1]
    assert grip is not Grip.ALL or (region.width, region.height) == (20, 30)


def test_handles_sides_and_inside_are_told_apart() -> None:
    rect = QRectF(100, 100, 200, 100)
    found = {(x, y): grip_at(rect, QPointF(x, y)) for x in (90, 98, 200, 303, 330) for y in (97, 150, 202)}
    assert found[98, 97] is Grip.TOP_LEFT
    assert found[303, 202] is Grip.BOTTOM_RIGHT
    assert found[200, 97] is Grip.TOP
    assert found[98, 150] is Grip.LEFT
    assert found[200, 150] is Grip.ALL
    assert found[90, 150] is found[330, 150] is Grip.NEW


def test_keys_move_and_grow_it_up_to_the_edges() -> None:
    assert moved(REGION, -99, 1, SIZE) == Region(0, 6, 20, 30)
    assert grown(REGION, 99, -99, SIZE) == Region(10, 5, 50, 1)
    assert middle((1, 1)) == Region(0, 0, 1, 1)
    assert middle(SIZE) == Region(15, 10, 30, 20)


def test_the_outline_is_the_same_share_of_a_picture_of_any_size() -> None:
    frame = QRectF(10, 20, 120, 80)
    assert outline(REGION, frame, SIZE) == QRectF(30, 30, 40, 60)
    assert outline(Region(20, 10, 40, 60), frame, (120, 80)) == QRectF(30, 30, 40, 60)
