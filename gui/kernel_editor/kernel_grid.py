"""A kernel typed like a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from engine.filters.kernel_edits import Span, block, filled, pasted, size, with_block
from engine.filters.kernel_text import block_text, read_block, read_number
from engine.params import Matrix, ParameterError
from gui.kernel_editor.cell_delegate import CellDelegate
from gui.kernel_editor.cell_painter import CellPainter
from gui.kernel_editor.kernel_table import KernelTable

PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
OWN_KEYS = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste,
            QKeySequence.StandardKey.SelectAll)  # fmt: skip


class KernelGrid(QTableView):
    """Shows weights, all of them at once, and says what a person makes of them.

    `changing` carries weights while a cell is typed into, `changed` those that are meant and what was done;
    `refused` a sentence about what was no number, or an empty one when all is well again. `pointed` is sent when
    another cell is the current one.
    """

    changing = Signal(object)
    changed = Signal(object, str)
    refused = Signal(str)
    pointed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="kernel")
        self.overwriting = False  # whether typing replaces a cell, rather than mending it
        self._tried = False
        self._table = KernelTable(self)
        self._delegate = CellDelegate(self)
        self._cells = CellPainter()
        self.setModel(self._table)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setAccessibleName("Weights")
        self.setToolTip("Type numbers or fractions such as 1/9; paste from a spreadsheet")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(4)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._delegate.closeEditor.connect(self._closed)

    @property
    def weights(self) -> Matrix:
        return self._table.weights

    @property
    def cell(self) -> tuple[int, int]:
        """Row and column of the current cell."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    @property
    def span(self) -> Span:
        """The chosen cells."""
        chosen = self.selectionModel().selection()
        if chosen.isEmpty():
            row, column = self.cell
            return range(row, row + 1), range(column, column + 1)
        block = chosen.first()
        return range(block.top(), block.bottom() + 1), range(block.left(), block.right() + 1)

    def show_weights(self, weights: Matrix) -> None:
        """Show weights; the current cell stays, in another size it is the first."""
        if weights == self.weights and self.currentIndex().isValid():
            return
        resized = self._table.show_weights(weights)
        self._fit()
        if resized or not self.currentIndex().isValid():
            self._point(0, 0)

    def take_text(self, row: int, column: int, text: str) -> None:
        """Put what was typed into a cell; what is no number is refused, and the cell keeps its weight."""
        try:
            number = read_number(text)
        except ParameterError as error:
            self._table.mark_wrong(row, column)
            self.refused.emit(str(error))
            return
        self._tried = False
        self._offer(with_block(self.weights, row, column, ((number,),)), "Type a weight")

    def try_text(self, row: int, column: int, text: str) -> bool:
        """Show what a cell would do; return whether the text is a number."""
        try:
            number = read_number(text)
        except ParameterError:
            return False
        self._tried = True
        self.changing.emit(with_block(self.weights, row, column, ((number,),)))
        return True

    def go(self, down: int, across: int) -> None:
        """Make a neighbour the current cell, as far as there is one."""
        (row, column), (rows, columns) = self.cell, size(self.weights)
        self._point(min(rows - 1, max(0, row + down)), min(columns - 1, max(0, column + across)))

    def go_on(self, by: int) -> None:
        """The next cell as one reads, or the one before."""
        (row, column), (rows, columns) = self.cell, size(self.weights)
        place = min(rows * columns - 1, max(0, row * columns + column + by))
        self._point(place // columns, place % columns)

    def copy(self) -> None:
        """Put the chosen cells on the clipboard, as spreadsheets take them."""
        QGuiApplication.clipboard().setText(block_text(block(self.weights, self.span)))

    def clear(self, name: str = "Clear cells") -> None:
        """Set the chosen cells to 0."""
        self._offer(filled(self.weights, self.span, 0.0), name)

    def paste(self) -> None:
        """Lay the block on the clipboard over the cells; what is no block is refused."""
        try:
            cells = read_block(QGuiApplication.clipboard().text())
            result = pasted(self.weights, self.span, cells)
        except ParameterError as error:
            self.refused.emit(str(error))
            return
        (rows, columns), (top, left) = size(cells), (self.span[0].start, self.span[1].start)
        self._offer(result.weights, f"Paste {rows} × {columns}")
        if result.whole:
            top = left = 0
        elif (rows, columns) == (1, 1):
            return
        if size(self.weights) == size(result.weights):
            self._select(top, left, rows, columns)

    def event(self, event: QEvent) -> bool:
        """Keys typed into a cell are the cell's, not shortcuts of the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            escape = event.key() == Qt.Key.Key_Escape
            if (event.modifiers() in PLAIN and not escape) or any(event.matches(key) for key in OWN_KEYS):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            *PLAIN, Qt.KeyboardModifier.ShiftModifier,
        ):  # fmt: skip
            self.go(-1 if back else 1, 0)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear("Cut cells")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def edit(self, *arguments: object) -> bool | None:  # type: ignore[override]
        """Open a cell; one that is typed into is replaced, one opened by F2 or a double click is mended."""
        if len(arguments) == 3:
            self.overwriting = arguments[1] == QAbstractItemView.EditTrigger.AnyKeyPressed
        return super().edit(*arguments)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from cell to cell, and out of the grid behind the last one."""
        rows, columns = size(self.weights)
        if self.cell == ((rows - 1, columns - 1) if next else (0, 0)):
            return QWidget.focusNextPrevChild(self, next)
        return super().focusNextPrevChild(next)

    def paintEvent(self, event: QPaintEvent) -> None:
        rows, columns = size(self.weights)
        edges = (
            [*(self.rowViewportPosition(row) for row in range(rows)), self.verticalHeader().length()],
            [*(self.columnViewportPosition(column) for column in range(columns)), self.horizontalHeader().length()],
        )
        down, across = self.span
        selected = {(row, column) for row in down for column in across}
        painter = QPainter(self.viewport())
        self._cells.paint(
            painter, edges, event.rect(), selected, self.cell, self._table.wrong, focused=self.hasFocus()
        )  # fmt: skip
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.pointed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update(self.currentIndex())

    def _offer(self, weights: Matrix, name: str) -> None:
        if weights != self.weights:
            self.changed.emit(weights, name)
        else:
            self._table.show_weights(weights)
            self.viewport().update()
            self.changing.emit(weights)
            self.refused.emit("")

    def _closed(self, _: QWidget, __: QAbstractItemDelegate.EndEditHint) -> None:
        """What was tried in a cell and not kept is shown no longer."""
        if self._tried:
            self._tried = False
            self.changing.emit(self.weights)

    def _fit(self) -> None:
        rows, columns = size(self.weights)
        room = self.viewport().size()
        self._cells.fit(self.weights, QSize(room.width() // columns, room.height() // rows))
        self.viewport().update()

    def _point(self, row: int, column: int) -> None:
        self.setCurrentIndex(self._table.index(row, column))

    def _select(self, top: int, left: int, rows: int, columns: int) -> None:
        first, last = self._table.index(top, left), self._table.index(top + rows - 1, left + columns - 1)
        self.setCurrentIndex(first)
        self.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)
