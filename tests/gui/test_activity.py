"""The line that says what is being computed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui import activity as activity_module
from gui.activity import Activity

Wait = Callable[[Callable[[], bool]], None]


class Clock:
    """A clock that is put forward by hand."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(activity_module, "time", clock)
    return clock


@pytest.fixture
def activity(qtbot: QtBot) -> Activity:
    activity = Activity()
    qtbot.addWidget(activity)
    return activity


def press_cancel(activity: Activity) -> None:
    QTest.mouseClick(activity.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)


def test_what_goes_on_longest_is_shown_and_the_others_follow_it(activity: Activity, clock: Clock) -> None:
    cancelled: list[str] = []
    saving = activity.begin("save", "Saving", lambda: cancelled.append("save"))
    preview = activity.begin("preview", "Filtering", lambda: cancelled.append("preview"))
    clock.now += 1
    preview.report("Median")
    assert activity.isVisible()
    assert activity.text == "Saving"
    press_cancel(activity)
    assert cancelled == ["save"]
    saving.end()
    assert activity.text == "Median"
    press_cancel(activity)
    assert cancelled == ["save", "preview"]
    preview.end()
    assert not activity.isVisible()


def test_a_short_task_that_ends_leaves_the_line_to_a_long_one(activity: Activity, clock: Clock) -> None:
    saving = activity.begin("save", "Saving", lambda: None)
    clock.now += 1
    saving.report("Saving", 0.5)
    activity.begin("preview", "Filtering", lambda: None).end()
    assert activity.isVisible()
    assert activity.text == "Saving"


def test_what_is_soon_over_is_never_shown(activity: Activity, clock: Clock) -> None:
    """As while a slider is dragged: each preview gives way to the next before it could take long."""
    older = activity.begin("preview", "Filtering", lambda: None)
    for _ in range(20):
        clock.now += 0.1
        newer = activity.begin("preview", "Filtering", lambda: None)
        older.end()
        assert not activity.isVisible()
        older = newer


def test_what_took_the_place_of_another_stays_when_that_ends(activity: Activity, clock: Clock) -> None:
    older = activity.begin("preview", "Filtering", lambda: None)
    clock.now += 1
    older.report("Median of 3")
    newer = activity.begin("preview", "Median of 5", lambda: None)
    older.report("Median of 3")
    older.end()
    assert activity.isVisible()
    assert activity.text == "Median of 5"
    newer.end()
    assert not activity.isVisible()


def test_the_line_appears_by_itself_when_something_takes_its_time(activity: Activity, wait: Wait) -> None:
    activity.begin("save", "Saving", lambda: None)
    assert not activity.isVisible()
    wait(activity.isVisible)
    assert activity.text == "Saving"
