"""The weights of a kernel as Qt's tables see them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.filters.kernel_text import number_text
from engine.params import Matrix

Index = QModelIndex | QPersistentModelIndex
FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsEditable


class KernelTable(QAbstractTableModel):
    """Shows weights, and which cell holds a text that is no number; it changes nothing by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.weights: Matrix = ((0.0,),)
        self.wrong: tuple[int, int] | None = None

    def show_weights(self, weights: Matrix) -> bool:
        """Show other weights; return whether their size is another."""
        old, self.wrong = self.weights, None
        if (len(old), len(old[0])) != (len(weights), len(weights[0])):
            self.beginResetModel()
            self.weights = weights
            self.endResetModel()
            return True
        rows = [row for row, (before, now) in enumerate(zip(old, weights, strict=True)) if before != now]
        self.weights = weights
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(weights[0]) - 1))
        return False

    def mark_wrong(self, row: int, column: int) -> None:
        """Mark a cell into which something was typed that is no number."""
        self.wrong = (row, column)
        self.dataChanged.emit(self.index(row, column), self.index(row, column))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.weights)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.weights[0])

    def flags(self, index: Index) -> Qt.ItemFlag:
        return FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return number_text(self.weights[row][column])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Row {row + 1}, column {column + 1}: {number_text(self.weights[row][column])}"
        return None
