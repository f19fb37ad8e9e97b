"""A sheet of dreams: one of its pictures is looked at more closely, and opened."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.dreaming.dream_wall import LEGIBLE
from gui.dreaming.session import Mode
from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait, at_rest, judged


@pytest.fixture
def sheet(dreaming: DreamWorkspace, wait: Wait) -> DreamWorkspace:
    """Three of every digit, dreamt and judged."""
    dreaming.session.set_mode(Mode.SHEET)
    wait(lambda: dreaming.session.report is not None and len(dreaming.session.report.images) == 30)
    at_rest(dreaming, wait)
    wait(lambda: dreaming.view.viewing.judgement is not None)
    return dreaming


def middle(sheet: DreamWorkspace, number: int) -> QPoint:
    return sheet.view.wall.place_of(number).center().toPoint()


def test_a_click_shows_what_network_and_judge_see_in_a_picture(qtbot: QtBot, sheet: DreamWorkspace, wait: Wait) -> None:
    wall, report = sheet.view.wall, sheet.session.report
    qtbot.mouseClick(wall, Qt.MouseButton.LeftButton, pos=middle(sheet, 17))
    np.testing.assert_array_equal(sheet.view.bars.outputs, report.outputs[17])
    expected = judged(sheet.session.judge, report.frame().pictures)[17]
    wait(lambda: np.allclose(sheet.view.judge.outputs, expected, atol=1e-5))
    assert sheet.view._about.text() == "Picture 18 of 30, which is to be 7"
    _, percent = sheet.view.timeline.curve._curves["certainty"].getOriginalDataset()
    assert percent[-1] == pytest.approx(100 * report.certainty[17])


def test_arrow_keys_walk_over_the_sheet(qtbot: QtBot, sheet: DreamWorkspace) -> None:
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Home):
        qtbot.keyClick(sheet.view.wall, key)
        seen.append(sheet.view.viewing.number)
    assert seen == [1, 11, 21, 21, 20, 0]


@pytest.mark.parametrize("how", ["double-click", "Return"])
def test_a_picture_is_opened_alone_with_the_same_start(
    qtbot: QtBot, sheet: DreamWorkspace, wait: Wait, how: str
) -> None:
    start, image = sheet.session.dream.start[13].copy(), sheet.session.report.images[13].copy()
    if how == "Return":
        sheet.view.viewing.choose(13)
        qtbot.keyClick(sheet.view.wall, Qt.Key.Key_Return)
    else:
        qtbot.mouseDClick(sheet.view.wall, Qt.MouseButton.LeftButton, pos=middle(sheet, 13))
    wait(lambda: sheet.session.report is not None and len(sheet.session.report.images) == 1)
    at_rest(sheet, wait)
    assert sheet.session.mode is Mode.ONE
    np.testing.assert_array_equal(sheet.session.weights, np.eye(10)[3])
    np.testing.assert_array_equal(sheet.session.dream.start[0], start)
    np.testing.assert_allclose(sheet.session.report.images[0], image, atol=1e-4)


@pytest.mark.parametrize("rows", [1, 3, 10])
def test_every_picture_has_its_place_on_the_sheet_and_none_lies_on_another(
    sheet: DreamWorkspace, wait: Wait, rows: int
) -> None:
    wall = sheet.view.wall
    sheet.session.set_sheet(rows)
    wait(lambda: sheet.session.report is not None and len(sheet.session.report.images) == 10 * rows)
    places = [wall.place_of(number) for number in range(10 * rows)]
    assert all(wall.rect().toRectF().contains(place) for place in places)
    assert not any(one.intersects(other) for one in places for other in places if one is not other)
    assert [wall.number_at(place.center().toPoint()) for place in places] == list(range(10 * rows))
    assert (places[0].width() >= LEGIBLE) is (rows < 10)
    words = wall.words(7)
    assert words.startswith(f"Picture 8 of {10 * rows}: 7, ")
