"""A small table of numbers, typed like a spreadsheet: the weights of a kernel."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from engine.params import Matrix, ParameterError, Setting
from gui import theme
from gui.controls import Control

SIZES = (1, 3, 5, 7, 9, 11, 15)


class _Table(QTableWidget):
    """A table into which a block of numbers can be pasted, from a spreadsheet or a text."""

    def __init__(self, control: MatrixControl) -> None:
        super().__init__()
        self._control = control

    def event(self, event: QEvent) -> bool:
        """Keys typed into a cell are the cell's, not shortcuts of the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain or event.matches(QKeySequence.StandardKey.Paste) or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentItem() is not None:
            self.currentItem().setText("0")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._control.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._control.text())
        else:
            super().keyPressEvent(event)


class MatrixControl(Control):
    """Shows a matrix as a grid; a size is chosen above it, cells take numbers and fractions such as 1/9."""

    tall = True

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._matrix: Matrix = ((0.0,),)
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE)
        self._sizes = QComboBox(accessibleName="Size of the kernel")
        self._sizes.addItems([f"{size} × {size}" for size in SIZES])
        self._sizes.activated.connect(lambda index: self._resize(SIZES[index]))
        self._table = _Table(self)
        self._table.setAccessibleName(setting.label)
        self._table.setFont(theme.numbers_font(12))
        for header in (self._table.horizontalHeader(), self._table.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(20)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.itemChanged.connect(self._typed)
        column.addWidget(self._sizes)
        column.addWidget(self._table)
        self.row.addLayout(column)
        self.setFocusProxy(self._table)

    def show_value(self, value: Matrix) -> None:
        self._matrix = value
        rows, columns = len(value), len(value[0])
        largest = max(abs(cell) for row in value for cell in row) or 1.0
        with QSignalBlocker(self._table):
            self._table.setRowCount(rows)
            self._table.setColumnCount(columns)
            for row in range(rows):
                for column in range(columns):
                    self._table.setItem(row, column, self._cell(value[row][column], largest))
        self._table.setFixedHeight(max(32, min(300, rows * 32)) + 2)
        label = f"{rows} × {columns}"
        if self._sizes.findText(label) < 0:
            self._sizes.addItem(label)
        self._sizes.setCurrentText(label)

    def text(self) -> str:
        """The matrix as spreadsheets paste it: tabs between columns, a line a row."""
        return "\n".join("\t".join(f"{cell:g}" for cell in row) for row in self._matrix)

    def paste(self, text: str) -> None:
        """Take a block of numbers; anything else is left alone."""
        rows = [line.replace(",", " ").replace(";", " ").split() for line in text.strip().splitlines()]
        self._offer(rows)

    def _cell(self, value: float, largest: float) -> QTableWidgetItem:
        """A cell tinted by the sign and the size of its number."""
        item = QTableWidgetItem(f"{value:.4g}")
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        tint = QColor(theme.current().accent if value > 0 else theme.current().second)
        tint.setAlphaF(0.45 * abs(value) / largest)
        item.setBackground(tint)
        return item

    def _typed(self, item: QTableWidgetItem) -> None:
        rows: list[list[Any]] = [list(row) for row in self._matrix]
        rows[item.row()][item.column()] = item.text().strip().replace(",", ".") or 0.0
        self._offer(rows)

    def _offer(self, rows: Any) -> None:
        try:
            matrix = self.setting.check(rows)
        except ParameterError:
            matrix = self._matrix
        changed = matrix != self._matrix
        self.show_value(matrix)
        if changed:
            self.changed.emit(matrix)

    def _resize(self, size: int) -> None:
        """Another size, keeping what was in the middle."""
        old, rows, columns = self._matrix, len(self._matrix), len(self._matrix[0])
        down, across = (rows - size) // 2, (columns - size) // 2

        def cell(row: int, column: int) -> float:
            inside = 0 <= row + down < rows and 0 <= column + across < columns
            return old[row + down][column + across] if inside else 0.0

        self._offer([[cell(row, column) for column in range(size)] for row in range(size)])
