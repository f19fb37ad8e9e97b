"""Light painted into a dream with the mouse."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.dream.light import covered
from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait, at_rest

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def painted(dreaming: DreamWorkspace) -> list[np.ndarray]:
    """The light that comes from the canvas."""
    light: list[np.ndarray] = []
    dreaming.view.canvas.painted.connect(light.append)
    return light


def on_screen(dreaming: DreamWorkspace, x: float, y: float) -> QPoint:
    """Where a point of the picture, in its pixels, lies on the canvas."""
    canvas = dreaming.view.canvas
    frame = canvas.sight_at(QPointF()).frame
    return QPointF(frame.left() + x / 8 * frame.width(), frame.top() + y / 8 * frame.height()).toPoint()


def drag(qtbot: QtBot, dreaming: DreamWorkspace, button: Qt.MouseButton, *points: tuple[float, float]) -> None:
    canvas = dreaming.view.canvas
    qtbot.mousePress(canvas, button, pos=on_screen(dreaming, *points[0]))
    for point in points[1:]:
        qtbot.mouseMove(canvas, on_screen(dreaming, *point))
    qtbot.mouseRelease(canvas, button, pos=on_screen(dreaming, *points[-1]))


def test_a_line_is_drawn_where_the_hand_goes_and_the_dream_goes_on_from_it(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait, painted: list[np.ndarray]
) -> None:
    qtbot.keyClick(dreaming, Qt.Key.Key_B)
    pen, before, step = dreaming.view.canvas.pen, dreaming.session.report.images[0], dreaming.session.report.step
    drag(qtbot, dreaming, LEFT, (0.5, 1.5), (0.5, 6.5))
    expected = pen.strength * covered((8, 8), (0.5, 1.5), (0.5, 6.5), pen.size)
    np.testing.assert_allclose(sum(painted)[..., 0], expected, atol=0.05)
    wait(lambda: dreaming.session.report.step > step)
    at_rest(dreaming, wait)
    after = [frame.pictures[0] for frame in dreaming.session.report.film.frames if frame.step > step]
    assert max(picture[2:6, 0].mean() for picture in after) > before[2:6, 0].mean() + 0.3


def test_the_right_button_takes_light_away_and_a_dark_pen_turns_them_round(
    qtbot: QtBot, dreaming: DreamWorkspace, painted: list[np.ndarray]
) -> None:
    qtbot.keyClick(dreaming, Qt.Key.Key_B)
    drag(qtbot, dreaming, RIGHT, (4.5, 4.5))
    assert sum(painted).min() < -0.5
    assert sum(painted).max() == 0
    painted.clear()
    dreaming.view.pen_bar.kind.choose(1)
    drag(qtbot, dreaming, LEFT, (4.5, 4.5))
    assert sum(painted).max() == 0
    painted.clear()
    drag(qtbot, dreaming, RIGHT, (4.5, 4.5))
    assert sum(painted).min() == 0
    assert sum(painted).max() > 0.5


def test_painting_into_the_past_paints_into_now(qtbot: QtBot, dreaming: DreamWorkspace) -> None:
    dreaming.view.viewing.seek(10)
    qtbot.keyClick(dreaming, Qt.Key.Key_B)
    drag(qtbot, dreaming, LEFT, (4.5, 4.5))
    assert dreaming.view.viewing.step is None


def test_without_the_pen_a_drag_pans_and_escape_puts_the_pen_away(
    qtbot: QtBot, dreaming: DreamWorkspace, painted: list[np.ndarray]
) -> None:
    assert not dreaming.view.pen_bar.isVisible()
    qtbot.keyClick(dreaming, Qt.Key.Key_B)
    assert dreaming.view.pen_bar.isVisible()
    qtbot.keyClick(dreaming.view.canvas, Qt.Key.Key_Escape)
    assert not dreaming.view.pen_bar.isVisible()
    assert not dreaming.views.pen.isChecked()
    place = on_screen(dreaming, 4, 4)
    drag(qtbot, dreaming, LEFT, (4, 4), (5, 4))
    assert not painted
    assert on_screen(dreaming, 4, 4) != place
