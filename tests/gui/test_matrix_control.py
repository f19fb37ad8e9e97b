"""The small matrix of a form: a grid in which typing is the grid's, and a way into the Kernel editor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.filters.custom import CustomKernel
from engine.params import Matrix
from gui.matrix_control import EDIT_KERNEL, MatrixControl

SPOT = ((0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0))


class Page(QWidget):
    """A page with the control on it, and an action that opens an editor."""

    def __init__(self) -> None:
        super().__init__()
        self.control = MatrixControl(CustomKernel.setting("weights"))
        QVBoxLayout(self).addWidget(self.control)
        self.meant: list[Matrix] = []
        self.tried: list[Matrix] = []
        self.opened: list[bool] = []
        self.control.changed.connect(self.meant.append)
        self.control.changing.connect(self.tried.append)
        action = QAction("Edit kernel…", self)
        action.setObjectName(EDIT_KERNEL)
        action.triggered.connect(lambda: self.opened.append(True))
        self.addAction(action)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.resize(320, 300)
    page.control.show_value(SPOT)
    page.show()
    page.control.grid.setFocus()
    qtbot.waitUntil(page.control.grid.hasFocus)
    return page


def press(*keys: str | Qt.Key) -> None:
    for key in keys:
        for one in key if isinstance(key, str) else [key]:
            QTest.keyClick(QApplication.focusWidget(), one)


def test_a_cell_takes_numbers_and_fractions_and_leaves_the_rest(page: Page) -> None:
    press("1/9", Qt.Key.Key_Return)
    assert page.meant[-1][0][0] == 1 / 9
    assert page.tried, "the picture follows each key"
    refusal = next(label for label in page.control.findChildren(QLabel) if label.wordWrap())
    assert refusal.isHidden()
    press("nonsense", Qt.Key.Key_Return)
    assert len(page.meant) == 1
    assert "is not a number" in refusal.text()
    assert refusal.isVisible()
    press("2", Qt.Key.Key_Return)
    assert refusal.isHidden()


def test_a_block_is_pasted_from_a_spreadsheet(page: Page) -> None:
    QGuiApplication.clipboard().setText("1\t2\n3\t4\n5\t-6\n")
    QTest.keyClick(page.control.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.meant == [((1, 2, 0), (3, 4, 0), (5, -6, 0))]
    QGuiApplication.clipboard().setText("1,2,3,4,5\n" * 5)
    QTest.keyClick(page.control.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.meant[-1] == ((1, 2, 3, 4, 5),) * 5


def test_a_cell_keeps_the_keys_that_are_shortcuts_elsewhere(page: Page) -> None:
    pressed: list[str] = []
    for key in ("Del", "1", "Ctrl+V"):
        QShortcut(QKeySequence(key), page, lambda key=key: pressed.append(key))
    page.control.grid.go(1, 1)
    press(Qt.Key.Key_Delete)
    assert page.meant[-1] == ((0, 0, 0),) * 3
    press("1,5", Qt.Key.Key_Return)
    assert page.meant[-1][1] == (0, 1.5, 0)
    QTest.keyClick(page.control.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []


def test_a_larger_kernel_keeps_its_middle_and_any_size_has_a_name(page: Page) -> None:
    sizes = page.control.findChild(QComboBox)
    sizes.activated.emit(sizes.findText("5 × 5"))
    assert page.meant[-1][2] == (0, 0, 1, 0, 0)
    assert sum(map(sum, page.meant[-1])) == 1
    page.control.show_value(((1.0, 2.0),))
    assert sizes.currentText() == "1 × 2"
    page.control.show_value(SPOT)
    assert sizes.currentText() == "3 × 3"


def test_the_button_opens_the_editor_of_the_page(page: Page) -> None:
    page.control.findChild(QPushButton).click()
    assert len(page.opened) == 1
