"""Drawing on the pad, by mouse, tablet and keyboard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.image import Image
from gui.drawing_pad import DrawingPad

Wait = Callable[[Callable[[], bool]], None]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def pad(qtbot: QtBot) -> DrawingPad:
    pad = DrawingPad()
    qtbot.addWidget(pad)
    pad.resize(344, 400)
    pad.show()
    qtbot.waitExposed(pad)
    return pad


def at(pad: DrawingPad, x: float, y: float) -> QPoint:
    """The point of the view that lies at shares of the sheet."""
    frame = pad.view._frame()
    return frame.topLeft() + QPoint(round(x * frame.width()), round(y * frame.height()))


def drag(pad: DrawingPad, *places: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(pad.view, button, pos=at(pad, *places[0]))
    for place in places[1:]:
        QTest.mouseMove(pad.view, at(pad, *place))
    QTest.mouseRelease(pad.view, button, pos=at(pad, *places[-1]))


def ink(pad: DrawingPad) -> np.ndarray:
    assert pad.picture.pixels.dtype == np.float32
    return pad.picture.pixels[:, :, 0]


def test_a_drag_leaves_a_line_as_wide_as_the_pen_where_it_went(pad: DrawingPad) -> None:
    assert pad.is_blank
    drag(pad, (0.25, 0.5), (0.75, 0.5))
    drawn = ink(pad)
    assert drawn.shape == (280, 280)
    assert drawn[140, 70:210].min() > 0.99
    assert drawn[:, 140].sum() == pytest.approx(pad.sheet.pen.width, abs=1)
    assert drawn[:, :50].max() == drawn[:, 230:].max() == 0
    assert not pad.is_blank


def test_a_click_leaves_a_dot(pad: DrawingPad) -> None:
    QTest.mouseClick(pad.view, LEFT, pos=at(pad, 0.5, 0.5))
    assert ink(pad).sum() == pytest.approx(np.pi * (pad.sheet.pen.width / 2) ** 2, rel=0.05)


def test_the_eraser_and_the_right_button_take_ink_away(pad: DrawingPad) -> None:
    drag(pad, (0.1, 0.5), (0.9, 0.5))
    drag(pad, (0.3, 0.2), (0.3, 0.8), button=RIGHT)
    assert ink(pad)[140, 84] == 0
    QTest.mouseClick(pad.eraser, LEFT)
    drag(pad, (0.7, 0.2), (0.7, 0.8))
    assert ink(pad)[140, 196] == 0
    assert ink(pad)[140, 140] == 1


def test_strokes_are_undone_one_by_one_and_clearing_too(pad: DrawingPad) -> None:
    drag(pad, (0.2, 0.2), (0.2, 0.8))
    one = ink(pad)
    drag(pad, (0.8, 0.2), (0.8, 0.8))
    two = ink(pad)
    QTest.mouseClick(pad.clear_button, LEFT)
    assert ink(pad).max() == 0
    for expected in (two, one, np.zeros_like(one)):
        QTest.keyClick(pad.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        np.testing.assert_array_equal(ink(pad), expected)
    assert not pad.undo_button.isEnabled()
    for expected in (one, two):
        QTest.mouseClick(pad.redo_button, LEFT)
        np.testing.assert_array_equal(ink(pad), expected)


def test_it_tells_of_changes_while_a_stroke_is_drawn_and_of_its_end(pad: DrawingPad, wait: Wait) -> None:
    told: list[str] = []
    pad.changed.connect(lambda: told.append("changed"))
    pad.finished.connect(lambda: told.append("finished"))
    QTest.mousePress(pad.view, LEFT, pos=at(pad, 0.2, 0.2))
    for step in range(50):
        QTest.mouseMove(pad.view, at(pad, 0.2 + step / 100, 0.2))
    wait(lambda: bool(told))
    assert "finished" not in told
    assert len(told) < 25  # not one for every move
    QTest.mouseRelease(pad.view, LEFT, pos=at(pad, 0.7, 0.2))
    assert told[-2:] == ["changed", "finished"]


def test_the_keyboard_draws(pad: DrawingPad) -> None:
    QTest.keyClick(pad.view, Qt.Key.Key_Space)
    for _ in range(10):
        QTest.keyClick(pad.view, Qt.Key.Key_Down)
    QTest.keyClick(pad.view, Qt.Key.Key_Space)
    assert ink(pad)[70:140, 140].min() > 0.99
    QTest.keyClick(pad.view, Qt.Key.Key_Down)  # the pen is up
    assert ink(pad)[160:].max() == 0
    width = pad.sheet.pen.width
    QTest.keyClick(pad.view, Qt.Key.Key_BracketRight)
    assert pad.width_slider.value() == width + 2
    QTest.keyClick(pad.view, Qt.Key.Key_Delete)
    assert pad.is_blank


def test_a_stroke_is_dropped_by_escape(pad: DrawingPad) -> None:
    QTest.mousePress(pad.view, LEFT, pos=at(pad, 0.2, 0.2))
    QTest.mouseMove(pad.view, at(pad, 0.6, 0.2))
    QTest.keyClick(pad.view, Qt.Key.Key_Escape)
    assert pad.is_blank
    assert ink(pad).max() == 0


def test_a_tablet_draws_thinner_where_it_is_pressed_less(pad: DrawingPad) -> None:
    def tell(kind: QEvent.Type, x: float, pressure: float) -> None:
        place = QPointF(at(pad, x, 0.5))
        device = QPointingDevice.primaryPointingDevice()
        event = QTabletEvent(
            kind, device, place, place, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, LEFT, LEFT
        )
        QApplication.sendEvent(pad.view, event)

    tell(QEvent.Type.TabletPress, 0.2, 0.1)
    tell(QEvent.Type.TabletMove, 0.4, 0.1)
    tell(QEvent.Type.TabletMove, 0.6, 1.0)
    tell(QEvent.Type.TabletMove, 0.8, 1.0)
    tell(QEvent.Type.TabletRelease, 0.8, 0.0)
    widths = ink(pad).sum(axis=0)
    assert widths[84] == pytest.approx(0.37 * pad.sheet.pen.width, abs=1)
    assert widths[200] == pytest.approx(pad.sheet.pen.width, abs=1)


def test_a_picture_to_begin_with_is_drawn_over_and_colours_are_kept(pad: DrawingPad) -> None:
    ground = Image(np.random.default_rng(0).random((14, 28, 3), np.float32))
    pad.begin(ground, height=14, width=28, grey=False)
    assert not pad.is_blank
    assert pad.picture.pixels.shape == (140, 280, 3)
    np.testing.assert_allclose(pad.picture.pixels[5::10, 5::10], ground.pixels, atol=0.02)
    drag(pad, (0.5, 0.1), (0.5, 0.9))
    assert pad.picture.pixels[70, 140].tolist() == [1, 1, 1]
    QTest.mouseClick(pad.undo_button, LEFT)
    np.testing.assert_allclose(pad.picture.pixels[5::10, 5::10], ground.pixels, atol=0.02)
