"""What a person does in the Filter workspace, and what they see there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from engine.filters.recipe import Recipe, Step
from gui.filtering.filter_palette import FilterPalette
from gui.main_window import MainWindow


def shows(window: MainWindow, *steps: str) -> bool:
    """Whether the pixels on screen are those of a recipe, computed by the engine alone."""
    workspace = window.filtering
    if workspace.result is None or workspace.model.document is None:
        return False
    expected = Recipe(tuple(map(Step.parse, steps)))(workspace.model.document.image)
    shown = workspace.result.pixels
    return shown.shape == expected.pixels.shape and bool(np.array_equal(shown, expected.pixels))


def add(window: MainWindow, words: str) -> None:
    """Add a filter as a person does who never touches the mouse: Ctrl+K, a few letters, Return."""
    window.filtering.recipe.open_palette()
    search = window.filtering.findChild(FilterPalette).findChild(QLineEdit)
    QTest.keyClicks(search, words)
    QTest.keyClick(search, Qt.Key.Key_Return)


def steps(window: MainWindow) -> list[str]:
    document = window.filtering.model.document
    return [step.filter.name for step in document.recipe.steps] if document else []


def drop(widget: QWidget, *paths: Path) -> None:
    """Let go of files over a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, no_keys))


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the focus of the window is."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.focusWidget() or window.filtering, key, held)
