"""The canvas: what is drawn where."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.editing.screen import screen_picture
from engine.image import Image
from gui.image_canvas import ImageCanvas

COLOURS = np.random.default_rng(2).integers(0, 256, (30, 40, 3), np.uint8)


@pytest.fixture
def canvas(qtbot: QtBot) -> ImageCanvas:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show_picture(screen_picture(Image(COLOURS)))
    canvas.show()
    return canvas


def colour_at(canvas: ImageCanvas, point: QPointF) -> tuple[int, ...]:
    return canvas.grab().toImage().pixelColor(point.toPoint()).getRgb()[:3]


def test_fitted_the_whole_picture_is_in_sight(canvas: ImageCanvas) -> None:
    corners = [canvas.pixel_at(QPointF(x, y)) for x, y in ((45, 35), (355, 265), (5, 5))]
    assert corners[0] is not None
    assert corners[1] is not None
    assert corners[2] is None


def test_the_pixel_under_a_point_has_the_colour_that_is_drawn_there(canvas: ImageCanvas) -> None:
    for point in (QPointF(60.5, 70.5), QPointF(200.5, 150.5), QPointF(333.5, 222.5)):
        x, y = canvas.pixel_at(point)
        assert colour_at(canvas, point) == tuple(COLOURS[y, x])


def test_the_wheel_zooms_about_the_cursor(canvas: ImageCanvas) -> None:
    point = QPointF(123, 99)
    before, scale = canvas.pixel_at(point), canvas.scale
    for _ in range(5):
        event = QWheelEvent(
            point, point, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        canvas.wheelEvent(event)
    assert canvas.scale == pytest.approx(scale * 1.2**5)
    assert canvas.pixel_at(point) == before


def test_dragging_takes_the_picture_along(canvas: ImageCanvas) -> None:
    canvas.zoom_to(20)
    before = canvas.pixel_at(QPointF(200, 150))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(canvas, QPoint(240, 110))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(240, 110))
    assert canvas.pixel_at(QPointF(240, 110)) == before


def test_zoom_steps_are_powers_of_two_and_end_at_the_limits(canvas: ImageCanvas) -> None:
    canvas.zoom_to(1.0)
    canvas.zoom_in()
    assert canvas.scale == 2
    for _ in range(20):
        canvas.zoom_in()
    assert canvas.scale == 64
    for _ in range(40):
        canvas.zoom_out()
    assert canvas.scale == 1 / 64
    canvas.fit()
    assert canvas.pixel_at(QPointF(200, 150)) == (20, 15)


def test_holding_before_shows_the_other_picture(canvas: ImageCanvas) -> None:
    canvas.show_picture(screen_picture(Image(255 - COLOURS)), screen_picture(Image(COLOURS)))
    point = QPointF(200.5, 150.5)
    x, y = canvas.pixel_at(point)
    assert colour_at(canvas, point) == tuple(255 - COLOURS[y, x])
    canvas.hold_before(True)
    assert colour_at(canvas, point) == tuple(COLOURS[y, x])


def test_an_empty_canvas_can_be_clicked_and_zoomed(qtbot: QtBot) -> None:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.zoom_in()
    canvas.fit()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton)
    assert canvas.pixel_at(QPointF(5, 5)) is None
