"""The list of shortcuts on F1."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from engine.filters import FILTERS
from gui.main_window import MainWindow
from gui.shortcuts import ShortcutsDialog, shortcuts

Wait = Callable[[Callable[[], bool]], None]


def test_f1_lists_the_shortcuts_of_the_page_that_is_seen(opened: MainWindow, wait: Wait) -> None:
    opened.activateWindow()
    wait(opened.isActiveWindow)
    opened.filtering.recipe.add(FILTERS["invert"])
    QTest.keyClick(opened, Qt.Key.Key_F1)
    dialog = opened.findChild(ShortcutsDialog)
    assert dialog.isVisible()
    assert "Filter" in dialog.windowTitle()
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    for text in (
        "Edit",
        "Add filter",
        "Ctrl+K",
        "Undo",
        "Ctrl+Z",
        "Ctrl+Shift+Z",
        "Ctrl+Y",
        "Keyboard shortcuts",
        "F1",
    ):
        assert text in shown
    assert "Undo Add Invert" not in shown
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait(lambda: opened.findChild(ShortcutsDialog) is None)


def test_every_action_with_keys_is_listed_and_no_keys_mean_two_things(opened: MainWindow) -> None:
    listed = shortcuts(opened.menuBar())
    keys = [one for rows in listed.values() for _, keys in rows for one in keys]
    assert [key for key in set(keys) if keys.count(key) > 1] == []
    wanted = {
        one.toString(one.SequenceFormat.NativeText)
        for action in opened.filtering.actions()
        for one in action.shortcuts()
        if not one.isEmpty()
    }
    assert wanted <= set(keys)


def test_another_page_has_other_shortcuts(window: MainWindow) -> None:
    filtering = shortcuts(window.menuBar())
    window.show_page(1)
    training = shortcuts(window.menuBar())
    assert "Add filter" in [name for name, _ in filtering["Edit"]]
    assert "Add filter" not in [name for rows in training.values() for name, _ in rows]
    assert training["View"]
