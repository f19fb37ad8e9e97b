"""Looking back at the way of a dream: scrubbing, playing, marks."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait, at_rest, judged, press


def at_step(dreaming: DreamWorkspace, step: float) -> QPoint:
    """Where a step lies on the strip."""
    strip = dreaming.view.timeline.strip
    return QPoint(round(strip.x_of(step)), strip.height() // 2)


def test_a_drag_over_the_strip_shows_the_frame_below_it(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    strip, viewing, session = dreaming.view.timeline.strip, dreaming.view.viewing, dreaming.session
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=at_step(dreaming, 10))
    assert viewing.frame.step == 10
    qtbot.mouseMove(strip, at_step(dreaming, 25))
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=at_step(dreaming, 25))
    frame = viewing.frame
    assert frame.step == 25
    np.testing.assert_array_equal(dreaming.view.bars.outputs, frame.outputs[0])
    wait(lambda: np.allclose(dreaming.view.judge.outputs, judged(session.judge, frame.pictures)[0], atol=1e-6))
    assert dreaming.view.timeline.curve._now.value() == 25
    press(qtbot, dreaming, "Now")
    np.testing.assert_array_equal(dreaming.view.bars.outputs, session.report.outputs[0])
    now = judged(session.judge, session.report.frame().pictures)[0]
    wait(lambda: np.allclose(dreaming.view.judge.outputs, now, atol=1e-6))


def test_the_curve_is_clicked_where_the_strip_is(qtbot: QtBot, dreaming: DreamWorkspace) -> None:
    curve = dreaming.view.timeline.curve
    assert curve.viewRange()[0] == [0, 80]
    x = round(dreaming.view.timeline.strip.x_of(40))
    qtbot.mouseClick(curve.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, curve.height() // 2))
    assert abs(dreaming.view.viewing.frame.step - 40) <= 1
    across, up = curve._curves["certainty"].getOriginalDataset()
    frames = dreaming.view.viewing.frames
    np.testing.assert_array_equal(across, [frame.step for frame in frames])
    np.testing.assert_allclose(up, [100 * frame.certainty[0] for frame in frames])


def test_keys_go_from_frame_to_frame(qtbot: QtBot, dreaming: DreamWorkspace) -> None:
    strip, viewing = dreaming.view.timeline.strip, dreaming.view.viewing
    keys = [
        (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_PageDown, 11),
        (Qt.Key.Key_Right, 12), (Qt.Key.Key_Left, 11), (Qt.Key.Key_PageUp, 1), (Qt.Key.Key_End, 80),
    ]  # fmt: skip
    for key, step in keys:
        qtbot.keyClick(strip, key)
        assert viewing.frame.step == step
    assert viewing.step is None


def test_what_is_looked_at_stays_while_the_dream_goes_on(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    viewing = dreaming.view.viewing
    viewing.seek(30)
    press(qtbot, dreaming, "Dream on")
    at_rest(dreaming, wait)
    assert viewing.frame.step == 30
    assert viewing.frames[-1].step == 160
    np.testing.assert_array_equal(dreaming.view.bars.outputs, viewing.frames[30].outputs[0])
    qtbot.keyClick(dreaming, Qt.Key.Key_N)
    assert viewing.frame.step == 160
    press(qtbot, dreaming, "Dream on")
    at_rest(dreaming, wait)
    assert viewing.frame.step == 240  # now goes on


def test_marks_are_set_jumped_between_and_taken_away(qtbot: QtBot, dreaming: DreamWorkspace) -> None:
    viewing = dreaming.view.viewing
    for step in (60, 15):
        viewing.seek(step)
        qtbot.keyClick(dreaming, Qt.Key.Key_M)
    assert viewing.marks == (15, 60)
    viewing.seek(0)
    seen = []
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_Comma):
        qtbot.keyClick(dreaming, key)
        seen.append(viewing.frame.step)
    assert seen == [15, 60, 60, 15, 15]
    qtbot.keyClick(dreaming, Qt.Key.Key_M)
    assert viewing.marks == (60,)


def test_the_way_is_played_to_its_end_and_again_where_it_loops(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait
) -> None:
    viewing, player, seen = dreaming.view.viewing, dreaming.view.timeline.player, []
    player.set_speed(20)
    viewing.moved.connect(lambda: seen.append(viewing.frame.step))
    qtbot.keyClick(dreaming, Qt.Key.Key_P)
    wait(lambda: not player.is_playing)
    assert seen == list(range(81))
    seen.clear()
    player.loops = True
    qtbot.keyClick(dreaming, Qt.Key.Key_P)
    wait(lambda: seen.count(0) > 1)
    qtbot.keyClick(dreaming, Qt.Key.Key_P)
    assert not player.is_playing


def test_another_dream_begins_a_new_way(dreaming: DreamWorkspace, wait: Wait) -> None:
    viewing = dreaming.view.viewing
    viewing.seek(30)
    viewing.toggle_mark()
    dreaming.session.start()
    wait(lambda: viewing.frame is not None and viewing.frame.step < 80 and viewing.marks == ())
    at_rest(dreaming, wait)
    assert viewing.frame.step == 80
