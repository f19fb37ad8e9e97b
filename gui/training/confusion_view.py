"""The confusion matrix: how often each class is taken for each."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.editing.signed import signed_colours
from engine.nn.reading import Reading
from gui import theme
from gui.qimage import qimage_over
from gui.training.confusion_grid import AXIS, SHARES, ConfusionGrid

LINED, READABLE = 8, 16
"""From such sizes of the cells on, there are lines between them, and numbers in them and beside them."""
MIDDLE = 110
"""On colours lighter than this, black is read better than white."""
HINT = "Blue is right, orange is wrong. Click a cell to see what is in it, or use the arrow keys and Enter."
ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
CENTRE, RIGHT = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ConfusionView(QWidget):
    """A row for each true class, a column for each answer. `chosen` carries the cell that a person opens by a click,
    or by the arrow keys and Enter; `left` that Esc leaves it again."""

    chosen = Signal(int, int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(accessibleName="Confusion matrix")
        self._reading: Reading | None = None
        self._names: tuple[str, ...] = ()
        self._name_width, self._what = 0, ""  # of the longest; what is counted
        self._cursor = (0, 0)
        self._open: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 280)

    def show_reading(self, reading: Reading, what: str = "pictures") -> None:
        """Show what a network said of all pictures, or `what` they are; the open cell stays open."""
        if self._reading is None or len(self._names) != reading.network.classes:
            self._cursor, self._open = (0, 0), None
        self._reading, self._names = reading, reading.network.class_names
        self._name_width = max(self.fontMetrics().horizontalAdvance(name) for name in self._names)
        self._what = what
        self._describe()
        self.update()

    @property
    def open_cell(self) -> tuple[int, int] | None:
        """True class and answer of the cell whose pictures are looked at."""
        return self._open

    def open(self, cell: tuple[int, int] | None) -> None:
        """Mark a cell as the one that is looked at, and say so; None leaves it."""
        self._open, self._cursor = cell, cell or self._cursor
        self._describe()
        self.update()
        self.chosen.emit(*cell) if cell else self.left.emit()

    def words(self, cell: tuple[int, int]) -> str:
        """What a cell tells, as a sentence."""
        if self._reading is None:
            return ""
        truth, answer = (self._names[number] for number in cell)
        count = int(self._reading.confusion[cell])
        all_of_it = int(self._reading.confusion[cell[0]].sum())
        taken = "recognized" if cell[0] == cell[1] else f"taken for {answer}"
        return f"{count:,} of {all_of_it:,} {self._what} of {truth} are {taken}"

    def grid(self) -> ConfusionGrid:
        """Where the cells lie now."""
        return ConfusionGrid.fitting(self.size(), max(1, len(self._names)), self._name_width)

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        return self.grid().cell_at(point) if self._names else None

    # -- events -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (cell := self._cell_at(event.position())) is not None:
            self.open(None if cell == self._open else cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, cell: tuple[int, int] | None) -> None:
        self._hovered = cell
        self.setCursor(Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            last = len(self._names) - 1
            self._cursor = tuple(  # type: ignore[assignment]
                min(last, max(0, place + step)) for place, step in zip(self._cursor, ARROWS[key], strict=True)
            )
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._names:
            self.open(self._cursor)
        elif key == Qt.Key.Key_Escape and self._open is not None:
            self.open(None)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            cell = self._cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.words(cell) if cell else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words(self._cursor))

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._reading is None:
            return
        look, grid = theme.current(), self.grid()
        painter = QPainter(self)
        painter.setFont(theme.numbers_font(12))
        painter.setPen(QColor(look.quiet))
        self._paint_axes(painter, grid)
        self._paint_hint(painter, grid)
        if grid.side >= READABLE:
            self._paint_shares(painter, grid, self._reading)
        self._paint_cells(painter, grid, self._reading)
        for cell, colour, shown in (
            (self._cursor, look.quiet, self.hasFocus()),
            (self._open, look.text, self._open is not None),
        ):
            if cell is not None and shown:
                painter.setPen(QPen(QColor(colour), 2))
                painter.drawRect(grid.cell(*cell).adjusted(0, 0, -1, -1))

    def _paint_cells(self, painter: QPainter, grid: ConfusionGrid, reading: Reading) -> None:
        colours = signed_colours(reading.emphasis(), *theme.sign_colours(), largest=1.0)
        painter.drawImage(grid.whole, qimage_over(colours))
        painter.setPen(QColor(theme.current().window))
        for number in range(grid.count + 1 if grid.side >= LINED else 0):
            along, whole = number * grid.side, grid.whole
            painter.drawLine(whole.topLeft() + QPointF(along, 0), whole.bottomLeft() + QPointF(along, 0))
            painter.drawLine(whole.topLeft() + QPointF(0, along), whole.topRight() + QPointF(0, along))
        painter.setFont(theme.numbers_font(12))
        if painter.fontMetrics().horizontalAdvance(str(reading.confusion.max())) > grid.side - 2:
            painter.setFont(theme.numbers_font(10))
        for row, column in np.argwhere(reading.confusion) if grid.side >= READABLE else ():
            bright = QColor(*colours[row, column].tolist()).lightness() > MIDDLE
            painter.setPen(QColor("black" if bright else "white"))
            text = self._fitting(painter, str(reading.confusion[row, column]), grid.side)
            painter.drawText(grid.cell(row, column), CENTRE, text)

    def _paint_axes(self, painter: QPainter, grid: ConfusionGrid) -> None:
        whole, side = grid.whole, grid.side
        painter.drawText(QRectF(whole.left(), 0, whole.width(), AXIS), CENTRE, "the network says")
        painter.save()
        painter.rotate(-90)
        painter.drawText(QRectF(-whole.bottom(), 0, whole.height(), AXIS), CENTRE, "it is")
        painter.restore()
        every = max(1, int(np.ceil(14 / side)))  # else the names would lie over each other
        for number, name in list(enumerate(self._names))[::every]:
            row = QRectF(AXIS, whole.top() + number * side, grid.room - theme.SPACE, side * every)
            painter.drawText(row, RIGHT, self._fitting(painter, name, row.width()))
            foot = QPointF(whole.left() + number * side, whole.top())
            if grid.lies_flat:
                painter.drawText(QRectF(foot.x(), foot.y() - AXIS, side, AXIS), CENTRE, name)
            else:
                self._paint_upright(painter, foot, QSizeF(grid.room - theme.SPACE, side * every), name)

    def _paint_upright(self, painter: QPainter, foot: QPointF, size: QSizeF, name: str) -> None:
        """Write the name of a column upwards."""
        painter.save()
        painter.translate(foot)
        painter.rotate(-90)
        painter.drawText(QRectF(QPointF(theme.SPACE / 2, 0), size), LEFT, self._fitting(painter, name, size.width()))
        painter.restore()

    def _paint_hint(self, painter: QPainter, grid: ConfusionGrid) -> None:
        """What is known of the cell at hand."""
        words = self.words(self._hovered or self._cursor) if self._hovered or self.hasFocus() else HINT
        top = grid.whole.bottom() + AXIS + theme.SPACE
        painter.drawText(QRectF(AXIS, top, self.width() - AXIS, 2 * AXIS), Qt.TextFlag.TextWordWrap, words)

    def _paint_shares(self, painter: QPainter, grid: ConfusionGrid, reading: Reading) -> None:
        """Which share of each row, and of each column, is right."""
        whole, side, width = grid.whole, grid.side, SHARES - theme.SPACE // 2
        painter.drawText(QRectF(whole.right(), whole.top() - AXIS, width, AXIS), RIGHT, "found")
        painter.drawText(QRectF(AXIS, whole.bottom(), grid.room - theme.SPACE, AXIS), RIGHT, "right")
        painter.setFont(theme.numbers_font(11))
        for number, (found, right) in enumerate(zip(reading.recalls, reading.precisions, strict=True)):
            row = QRectF(whole.right(), whole.top() + number * side, width, side)
            painter.drawText(row, RIGHT, f"{_percent(found, 1)} %")
            column = QRectF(whole.left() + number * side, whole.bottom(), side, AXIS)
            painter.drawText(column, CENTRE, _percent(right, 1 if side >= 30 else 0))

    def _fitting(self, painter: QPainter, text: str, width: float) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(width)))


def _percent(share: float, decimals: int) -> str:
    """At most so many decimals; none where it is all."""
    return "–" if np.isnan(share) else f"{100 * share:.{0 if share == 1 else decimals}f}"
