"""The confusion matrix: how often each class is taken for each."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.editing.signed import signed_colours
from engine.nn.reading import Reading
from gui import theme
from gui.qimage import qimage_over

LARGEST_CELL = 56
READABLE, SHARES_FROM = 20, 14
"""From such sizes of the cells on, counts are written into them, and shares beside and below."""
MIDDLE = 110
"""On colours lighter than this, black is read better than white."""
NAMES, SHARES, AXIS = 72, 56, 20
"""Room for the names of the classes, at most, for the shares beside and below, and for the words on the axes."""
HINT = "Blue is right, orange is wrong. Click a cell to see its pictures, or use the arrow keys and Enter."
ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
CENTRE, RIGHT = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ConfusionView(QWidget):
    """A row for each true class, a column for each answer. `chosen` carries the cell that a person opens by a click,
    or by the arrow keys and Enter; `left` that Esc leaves it again."""

    chosen = Signal(int, int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(accessibleName="Confusion matrix")
        self._reading: Reading | None = None
        self._names: tuple[str, ...] = ()
        self._room = 0  # for their names
        self._cursor = (0, 0)
        self._open: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 280)

    def show_reading(self, reading: Reading) -> None:
        """Show what a network said of all pictures; the open cell stays open."""
        if self._reading is None or len(self._names) != reading.network.classes:
            self._cursor, self._open = (0, 0), None
        self._reading, self._names = reading, reading.network.class_names
        self._room = self._name_room()
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
        return f"{count:,} of {all_of_it:,} pictures of {truth} are {taken}"

    # -- where cells lie ----------------------------------------------------------------------------------------

    def _name_room(self) -> int:
        """Room for the longest name, within limits."""
        widths = (self.fontMetrics().horizontalAdvance(name) for name in self._names)
        return min(NAMES, max((*widths, NAMES // 2))) + theme.SPACE

    def _side(self) -> float:
        """Of a cell: so large that all of them are seen."""
        across = self.width() - AXIS - self._room - SHARES
        down = self.height() - 5 * AXIS - theme.SPACE
        return max(2.0, min(LARGEST_CELL, across / max(1, len(self._names)), down / max(1, len(self._names))))

    def _corner(self) -> QPointF:
        return QPointF(AXIS + self._room, 2 * AXIS)

    def _rect(self, row: int, column: int) -> QRectF:
        side = self._side()
        return QRectF(
            self._corner() + QPointF(column * side, row * side),
            self._corner() + QPointF((column + 1) * side, (row + 1) * side),
        )

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """True class and answer of the cell at a point of the widget."""
        place = (QPointF(point) - self._corner()) / self._side()
        row, column = int(np.floor(place.y())), int(np.floor(place.x()))
        return (row, column) if 0 <= row < len(self._names) and 0 <= column < len(self._names) else None

    # -- events -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (cell := self.cell_at(event.position().toPoint())) is not None:
            self.open(None if cell == self._open else cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position().toPoint()))

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
            cell = self.cell_at(event.pos())
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
        painter = QPainter(self)
        painter.setFont(theme.numbers_font(12))
        self._paint_axes(painter)
        self._paint_cells(painter, self._reading)
        self._paint_shares(painter, self._reading)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for cell, colour, shown in (
            (self._cursor, theme.current().quiet, self.hasFocus()),
            (self._open, theme.current().text, self._open is not None),
        ):
            if cell is not None and shown:
                painter.setPen(QPen(QColor(colour), 2))
                painter.drawRect(self._rect(*cell).adjusted(0, 0, -1, -1))

    def _paint_cells(self, painter: QPainter, reading: Reading) -> None:
        side, corner, count = self._side(), self._corner(), len(self._names)
        blue, zero, orange = theme.sign_colours()
        colours = signed_colours(reading.emphasis(), blue, zero, orange, largest=1.0)
        painter.drawImage(QRectF(corner, QSizeF(count * side, count * side)), qimage_over(colours))
        if side < READABLE:
            return
        painter.setPen(QColor(theme.current().window))
        for number in range(count + 1):
            along = number * side
            painter.drawLine(corner + QPointF(along, 0), corner + QPointF(along, count * side))
            painter.drawLine(corner + QPointF(0, along), corner + QPointF(count * side, along))
        for row, column in np.argwhere(reading.confusion):
            bright = QColor(*colours[row, column].tolist()).lightness() > MIDDLE
            painter.setPen(QColor("black" if bright else "white"))
            rect = self._rect(row, column)
            painter.drawText(rect, CENTRE, self._fitting(painter, str(reading.confusion[row, column]), rect.width()))

    def _paint_axes(self, painter: QPainter) -> None:
        look, side, corner = theme.current(), self._side(), self._corner()
        extent, room = side * len(self._names), self._room
        painter.setPen(QColor(look.quiet))
        painter.drawText(QRectF(corner.x(), 0, extent, AXIS), CENTRE, "the network says")
        painter.save()
        painter.rotate(-90)
        painter.drawText(QRectF(-corner.y() - extent, 0, extent, AXIS), CENTRE, "it is")
        painter.restore()
        every = max(1, int(np.ceil(14 / side)))  # else the names would lie over each other
        for number, name in enumerate(self._names[::every]):
            along = number * every * side
            row = QRectF(corner.x() - room, corner.y() + along, room - theme.SPACE, side * every)
            column = QRectF(corner.x() + along, corner.y() - AXIS, side * every, AXIS)
            painter.drawText(row, RIGHT, self._fitting(painter, name, row.width()))
            painter.drawText(column, CENTRE, self._fitting(painter, name, column.width() - 2))

    def _paint_shares(self, painter: QPainter, reading: Reading) -> None:
        """Which share of each row, and of each column, is right, and what is known of the cell at hand."""
        look, side, corner = theme.current(), self._side(), self._corner()
        extent = side * len(self._names)
        below = QRectF(corner.x(), corner.y() + extent, extent, AXIS)
        painter.setPen(QColor(look.quiet))
        words = self.words(self._hovered or self._cursor) if self._hovered or self.hasFocus() else HINT
        words_room = QRectF(AXIS, below.bottom() + theme.SPACE, self.width() - AXIS, 2 * AXIS)
        painter.drawText(words_room, Qt.TextFlag.TextWordWrap, words)
        if side < SHARES_FROM:
            return
        beside = QRectF(corner.x() + extent, corner.y() - AXIS, SHARES - 4, AXIS)
        painter.drawText(beside, RIGHT, "found")
        painter.drawText(QRectF(AXIS, below.top(), below.left() - AXIS - theme.SPACE, AXIS), RIGHT, "right")
        painter.setFont(theme.numbers_font(11))
        for number, (found, right) in enumerate(zip(reading.recalls, reading.precisions, strict=True)):
            row = QRectF(beside.left(), corner.y() + number * side, beside.width(), side)
            painter.drawText(row, RIGHT, f"{_percent(found, 1)} %")
            column = QRectF(corner.x() + number * side, below.top(), side, AXIS)
            painter.drawText(column, CENTRE, _percent(right, 1 if side >= 30 else 0))

    def _fitting(self, painter: QPainter, text: str, width: float) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(width)))


def _percent(share: float, decimals: int) -> str:
    """At most so many decimals; none where it is all."""
    return "–" if np.isnan(share) else f"{100 * share:.{0 if share == 1 else decimals}f}"
