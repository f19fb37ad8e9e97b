"""What is typed into a cell of a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import theme
from gui.kernel_editor.kernel_table import Index

if TYPE_CHECKING:
    from gui.kernel_editor.kernel_grid import KernelGrid

SMALLEST_EDITOR = QSize(72, 26)
ARROWS = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip


class CellDelegate(QStyledItemDelegate):
    """Opens a line over a cell of a `KernelGrid`, which shows what is typed at once and moves on by the keys."""

    def __init__(self, grid: KernelGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent, objectName="cell")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setFont(theme.numbers_font(13))
        line.setAccessibleName(f"Row {index.row() + 1}, column {index.column() + 1}")
        row, column = index.row(), index.column()
        line.textEdited.connect(lambda text: self._typing(line, row, column, text))
        return line

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            self._grid.take_text(index.row(), index.column(), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the cell, but never too small to type into."""
        size = option.rect.size().expandedTo(SMALLEST_EDITOR)
        rect = QRect(0, 0, size.width(), size.height())
        rect.moveCenter(option.rect.center())
        room = self._grid.viewport().rect()
        rect.moveLeft(max(0, min(rect.left(), room.right() + 1 - rect.width())))
        rect.moveTop(max(0, min(rect.top(), room.bottom() + 1 - rect.height())))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab keep what was typed and move on; so do the arrows, unless the cell was opened to be mended."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit):
            key = Qt.Key(event.key())
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._close(editor)
                self._grid.go(-1 if back else 1, 0)
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._close(editor)
                self._grid.go_on(-1 if back or key == Qt.Key.Key_Backtab else 1)
                return True
            if key in ARROWS and self._grid.overwriting and not back:
                self._close(editor)
                self._grid.go(*ARROWS[key])
                return True
        return super().eventFilter(editor, event)

    def _close(self, editor: QLineEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _typing(self, line: QLineEdit, row: int, column: int, text: str) -> None:
        line.setProperty("wrong", not self._grid.try_text(row, column, text))
        line.style().unpolish(line)
        line.style().polish(line)
