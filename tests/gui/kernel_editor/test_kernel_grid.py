"""The grid of a kernel, typed as a spreadsheet is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.params import Matrix
from gui.kernel_editor.kernel_grid import KernelGrid

NINE = tuple(tuple(float(3 * row + column) for column in range(3)) for row in range(3))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Sheet(QWidget):
    """A grid that keeps what is typed, as an editor would, with a field before and one after it."""

    def __init__(self) -> None:
        super().__init__()
        self.grid, self.before, self.after = KernelGrid(), QLineEdit(), QLineEdit()
        column = QVBoxLayout(self)
        for widget in (self.before, self.grid, self.after):
            column.addWidget(widget)
        self.names: list[str] = []
        self.tried: list[Matrix] = []
        self.refused: list[str] = []
        self.grid.changed.connect(self._take)
        self.grid.changing.connect(self.tried.append)
        self.grid.refused.connect(self.refused.append)

    def _take(self, weights: Matrix, name: str) -> None:
        self.names.append(name)
        self.grid.show_weights(weights)

    def press(self, *keys: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Type where the focus is, as a keyboard does."""
        for key in keys:
            for one in key if isinstance(key, str) else [key]:
                QTest.keyClick(QApplication.focusWidget(), one, modifier)


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    sheet = Sheet()
    qtbot.addWidget(sheet)
    sheet.resize(400, 400)
    sheet.show()
    sheet.grid.show_weights(NINE)
    sheet.grid.setFocus()
    qtbot.waitUntil(sheet.grid.hasFocus)
    return sheet


def test_numbers_and_fractions_are_typed_and_enter_tab_and_arrows_move_on(sheet: Sheet) -> None:
    sheet.press("1/9", Qt.Key.Key_Tab, "-2", Qt.Key.Key_Down, "2*3", Qt.Key.Key_Return)
    assert sheet.grid.weights == ((1 / 9, -2, 2), (3, 6, 5), (6, 7, 8))
    assert sheet.grid.cell == (2, 1)
    sheet.press(Qt.Key.Key_Home)
    assert sheet.grid.cell == (2, 0)
    sheet.press(Qt.Key.Key_End)
    assert sheet.grid.cell == (2, 2)
    sheet.press(Qt.Key.Key_Home, modifier=CTRL)
    assert sheet.grid.cell == (0, 0)
    sheet.press(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert sheet.grid.cell == (1, 0)
    sheet.press(Qt.Key.Key_Return, modifier=SHIFT)
    assert sheet.grid.cell == (0, 0)


def test_a_cell_that_is_opened_to_be_mended_keeps_its_number_and_the_arrows(sheet: Sheet) -> None:
    sheet.press(Qt.Key.Key_End, Qt.Key.Key_F2)
    sheet.press(Qt.Key.Key_End, Qt.Key.Key_Left, "1", Qt.Key.Key_Return)
    assert sheet.grid.weights[0] == (0, 1, 12)


def test_each_key_shows_what_it_would_do_and_escape_takes_it_back(sheet: Sheet) -> None:
    sheet.press("1", "2")
    assert [tried[0][0] for tried in sheet.tried] == [1, 12]
    sheet.press(Qt.Key.Key_Escape)
    assert sheet.tried[-1] == NINE
    assert (sheet.grid.weights, sheet.names) == (NINE, [])


def test_wrong_text_is_marked_and_said_and_the_number_stays(sheet: Sheet) -> None:
    sheet.press("abc")
    assert sheet.grid.findChild(QLineEdit).property("wrong")
    sheet.press(Qt.Key.Key_Return)
    assert sheet.refused == ["“abc” is not a number; write one such as -1, 0.5, 1/9 or 2*3."]
    assert (sheet.grid.weights, sheet.grid._table.wrong) == (NINE, (0, 0))
    marked = sheet.grid.grab(sheet.grid.visualRect(sheet.grid.model().index(0, 0))).toImage()
    sheet.grid.setCurrentIndex(sheet.grid.model().index(0, 0))
    sheet.press("4", Qt.Key.Key_Return)
    assert sheet.grid._table.wrong is None
    assert sheet.grid.grab(sheet.grid.visualRect(sheet.grid.model().index(0, 0))).toImage() != marked


def test_what_is_chosen_is_cleared_copied_cut_and_pasted(sheet: Sheet) -> None:
    sheet.press(Qt.Key.Key_Right, Qt.Key.Key_Down, modifier=SHIFT)
    sheet.press(Qt.Key.Key_C, modifier=CTRL)
    assert QGuiApplication.clipboard().text() == "0\t1\n3\t4"
    sheet.press(Qt.Key.Key_X, modifier=CTRL)
    assert sheet.grid.weights == ((0, 0, 2), (0, 0, 5), (6, 7, 8))
    sheet.grid.setCurrentIndex(sheet.grid.model().index(1, 1))
    sheet.press(Qt.Key.Key_V, modifier=CTRL)
    assert sheet.grid.weights == ((0, 0, 2), (0, 0, 1), (6, 3, 4))
    assert sheet.grid.span == (range(1, 3), range(1, 3))
    sheet.press(Qt.Key.Key_Delete)
    assert sheet.grid.weights == ((0, 0, 2), (0, 0, 0), (6, 0, 0))
    assert sheet.names == ["Cut cells", "Paste 2 × 2", "Clear cells"]


def test_a_number_pasted_fills_all_that_is_chosen(sheet: Sheet) -> None:
    QGuiApplication.clipboard().setText("1/9")
    sheet.press(Qt.Key.Key_A, modifier=CTRL)
    sheet.press(Qt.Key.Key_V, modifier=CTRL)
    assert sheet.grid.weights == ((1 / 9,) * 3,) * 3


@pytest.mark.parametrize(
    "text", ["1,2,3,4,5\n" * 5, "1\t2\t3\t4\t5\r\n" * 5, "[[1, 2, 3, 4, 5]," + "[1, 2, 3, 4, 5]," * 4]
)
def test_a_larger_block_becomes_the_kernel(sheet: Sheet, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    sheet.press(Qt.Key.Key_V, modifier=CTRL)
    assert sheet.grid.weights == ((1, 2, 3, 4, 5),) * 5
    sheet.press(Qt.Key.Key_C, modifier=CTRL)
    assert QGuiApplication.clipboard().text().count("\n") == 4, "what was pasted stays chosen"


@pytest.mark.parametrize("text", ["1 2\n3", "1 x", "", "1 " * 40])
def test_a_block_that_is_none_changes_nothing_and_is_said(sheet: Sheet, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    sheet.press(Qt.Key.Key_V, modifier=CTRL)
    assert (sheet.grid.weights, sheet.names, len(sheet.refused)) == (NINE, [], 1)


def test_tab_leaves_the_grid_behind_its_last_cell_and_before_its_first(sheet: Sheet) -> None:
    for _ in range(8):
        sheet.press(Qt.Key.Key_Tab)
    assert (sheet.grid.cell, sheet.grid.hasFocus()) == ((2, 2), True)
    sheet.press(Qt.Key.Key_Tab)
    assert sheet.after.hasFocus()
    sheet.grid.setFocus()
    sheet.grid.setCurrentIndex(sheet.grid.model().index(0, 0))
    sheet.press(Qt.Key.Key_Backtab, modifier=SHIFT)
    assert sheet.before.hasFocus()


def test_a_kernel_of_31_rows_and_columns_is_seen_as_a_whole_and_typed_into(sheet: Sheet) -> None:
    large = tuple(tuple(float(row == column) for column in range(31)) for row in range(31))
    sheet.grid.show_weights(large)
    sheet.grid.go(30, 30)
    assert sheet.grid.cell == (30, 30)
    room = sheet.grid.viewport().rect()
    assert room.contains(sheet.grid.visualRect(sheet.grid.model().index(30, 30)))
    sheet.press("1/7")
    editor = sheet.grid.viewport().findChild(QLineEdit)
    assert room.contains(editor.geometry())
    assert editor.width() >= 60
    sheet.press(Qt.Key.Key_Return)
    assert sheet.grid.weights[30][30] == 1 / 7


def test_signs_have_colours_of_their_own_and_larger_weights_stronger_ones(sheet: Sheet) -> None:
    sheet.grid.show_weights(((4.0, 1.0, 0.0), (-4.0, -1.0, 0.0), (0.0, 0.0, 0.0)))
    sheet.grid.setCurrentIndex(sheet.grid.model().index(2, 2))
    shown = sheet.grid.viewport().grab().toImage()

    def warmth(row: int, column: int) -> int:
        corner = sheet.grid.visualRect(sheet.grid.model().index(row, column)).topLeft()
        colour = shown.pixelColor(corner.x() + 6, corner.y() + 6)
        return colour.red() - colour.blue()

    assert warmth(0, 0) > warmth(0, 1) > warmth(0, 2) == 0 > warmth(1, 1) > warmth(1, 0)
