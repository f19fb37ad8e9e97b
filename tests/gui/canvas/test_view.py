"""Which part of a picture is in sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gui.canvas.view import View, beside, fitting, share_at

PANE = QRectF(0, 20, 400, 300)
SHARES = st.floats(0.3, 0.7)


@given(SHARES, SHARES, st.floats(0.1, 30), st.floats(0.1, 30))
def test_zooming_leaves_what_is_under_the_point_where_it_is(x: float, y: float, scale: float, to: float) -> None:
    size, about = QSizeF(1000, 700), QPointF(210, 165)
    view = View(scale, x, y)
    before = share_at(view.frame(PANE, size), about)
    after = share_at(view.zoomed(to, about, PANE, size).frame(PANE, size), about)
    if 0.05 < before.x() < 0.95 and 0.05 < before.y() < 0.95 and to > scale:
        assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_one_view_shows_the_same_share_of_pictures_of_any_size() -> None:
    view = View(2.0, 0.25, 0.75)
    for size in (QSizeF(100, 80), QSizeF(1000, 20)):
        share = share_at(view.frame(PANE, size), PANE.center())
        assert (share.x(), share.y()) == pytest.approx((0.25, 0.75))


def test_fitted_pictures_are_whole_and_touch_the_margin() -> None:
    view = fitting(PANE, [QSizeF(800, 200), QSizeF(200, 800)], 64)
    for size in (QSizeF(800, 200), QSizeF(200, 800)):
        assert PANE.adjusted(15, 15, -15, -15).contains(view.frame(PANE, size))
    assert view.scale == pytest.approx(268 / 800)
    assert fitting(PANE, [QSizeF(30, 30)], 64).scale == 8
    assert fitting(PANE, [QSizeF(30, 30)], 1).scale == 1


def test_a_resized_picture_is_compared_edge_to_edge_and_a_cropped_one_keeps_its_shape() -> None:
    assert beside(QSizeF(300, 200), QSizeF(150, 100)) == QSizeF(300, 200)
    assert beside(QSizeF(33, 22), QSizeF(100, 67)) == QSizeF(33, 22)
    turned = beside(QSizeF(300, 200), QSizeF(200, 300))
    assert (turned.width(), turned.height()) == pytest.approx((200, 300))
    assert beside(QSizeF(340, 427), QSizeF(640, 427)) == QSizeF(640, 427)  # cropped: what is in both is as large
    detail = beside(QSizeF(100, 100), QSizeF(1600, 400))
    assert (detail.width(), detail.height()) == pytest.approx((200, 50))
