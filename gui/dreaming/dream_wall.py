"""A sheet of dreams: every picture with what it is to be and how certain the network is of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from engine.dream.dreams import Frame
from gui import theme
from gui.qimage import qimage_over

GAP, LINE = 6, 16
LEGIBLE = 40.0
"""Pictures narrower than this have no room for words below them."""
WIDEST_SHEET = 12
"""Of more classes than this, a row of the sheet does not hold one of each."""


class DreamWall(QWidget):
    """Shows the pictures of a frame as large as they fit, one of them marked.

    `chosen` carries the number of a picture that was clicked or walked to with the arrow keys, `opened` of one that was
    double-clicked or on which Return was pressed.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__(accessibleName="Sheet of dreams")
        self._frame: Frame | None = None
        self._captions: Sequence[str] = ()
        self._columns, self._number = 1, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)

    def show_frame(self, frame: Frame, captions: Sequence[str], classes: int, number: int) -> None:
        """Show a frame, a row for one picture of each class; `number` is marked, -1 marks none."""
        self._frame, self._captions, self._number = frame, captions, number
        self._columns = classes if classes <= WIDEST_SHEET else ceil(len(captions) ** 0.5)
        self.setAccessibleDescription(self.words(number))
        self.update()

    def words(self, number: int) -> str:
        """What there is to say about a picture."""
        if self._frame is None or not 0 <= number < len(self._captions):
            return ""
        certain = f"{100 * self._frame.certainty[number]:.1f} %"
        return f"Picture {number + 1} of {len(self._captions)}: {self._captions[number]}, {certain} certain"

    # -- where pictures lie -------------------------------------------------------------------------------------

    def place_of(self, number: int) -> QRectF:
        """Where a picture is drawn, without its words."""
        cell, size, has_words = self._cell()
        words, head = (LINE, 0) if has_words else (0, LINE)
        left = (self.width() - cell.x() * self._columns) / 2 + number % self._columns * cell.x()
        top = (self.height() + head - cell.y() * self._rows) / 2 + number // self._columns * cell.y()
        return QRectF(
            round(left + (cell.x() - size.x()) / 2), round(top + (cell.y() - words - size.y()) / 2), size.x(), size.y()
        )

    def number_at(self, point: QPoint) -> int | None:
        """The picture at a point of the widget, or None."""
        near = (number for number in range(len(self._captions)) if self._around(number).contains(QPointF(point)))
        return next(near, None)

    @property
    def _rows(self) -> int:
        return max(1, ceil(len(self._captions) / self._columns))

    def _cell(self) -> tuple[QPointF, QPointF, bool]:
        """Width and height of a picture with what belongs to it, of the picture alone, and whether it has words."""
        assert self._frame is not None
        height, width = self._frame.images.shape[1:3]
        room = QPointF((self.width() - 2 * GAP) / self._columns, (self.height() - 2 * GAP) / self._rows)
        for words in (LINE, 0):
            head = 0 if words else LINE / self._rows  # then each column has its word above it
            scale = min((room.x() - GAP) / width, (room.y() - GAP - words - head) / height)
            if width * scale >= LEGIBLE:
                break
        scale = int(scale) if scale >= 3 else max(scale, 0.25)  # evenly large squares where nobody misses the rest
        size = QPointF(width * scale, height * scale)
        cell = min(room.x(), size.x() + 3 * GAP), min(room.y() - head, size.y() + words + 2 * GAP)
        return QPointF(*cell), size, words > 0

    def _around(self, number: int) -> QRectF:
        words = LINE if self._cell()[2] else 0
        return self.place_of(number).adjusted(-GAP / 2, -GAP / 2, GAP / 2, GAP / 2 + words)

    # -- hands --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self.chosen.emit(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self.opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Home: -self._number,
            Qt.Key.Key_End: len(self._captions) - 1 - self._number,
        }
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._frame is not None:
            self.opened.emit(self._number)
        elif step is None:
            super().keyPressEvent(event)
        elif 0 <= self._number + step < len(self._captions):
            self.chosen.emit(self._number + step)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._frame is not None:
            number = self.number_at(event.pos())
            about = "" if number is None else f"{self.words(number)}\nDouble-click dreams it alone"
            QToolTip.showText(event.globalPos(), about, self)
            return True
        return super().event(event)

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), QColor(look.canvas))
        if self._frame is None:
            return
        _, size, has_words = self._cell()
        painter.setFont(theme.numbers_font(11))
        crisp = size.x() % self._frame.images.shape[2] == 0
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        for number, image in enumerate(self._frame.images):
            place = self.place_of(number)
            painter.drawImage(place, qimage_over(np.ascontiguousarray(image)))
            if not has_words and number < self._columns:
                above = QRectF(place.left(), place.top() - LINE, place.width(), LINE)
                painter.setPen(QColor(look.quiet))
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, self._captions[number])
            if has_words:
                below = QRectF(place.left(), place.bottom() + 1, place.width(), LINE)
                self._paint_words(painter, below, number)
        if self._number < 0:
            return
        painter.setPen(QPen(QColor(look.accent), 2))
        painter.drawRect(self.place_of(self._number).adjusted(-2, -2, 2, 2))

    def _paint_words(self, painter: QPainter, room: QRectF, number: int) -> None:
        """What it is to be at the left, how certain the network is at the right."""
        assert self._frame is not None
        look, metrics = theme.current(), QFontMetrics(painter.font())
        certain = f"{100 * self._frame.certainty[number]:.0f} %"
        left = room.width() - metrics.horizontalAdvance(certain) - 4
        caption = metrics.elidedText(self._captions[number], Qt.TextElideMode.ElideRight, round(left))
        painter.setPen(QColor(look.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, caption)
        painter.setPen(QColor(look.quiet))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, certain)
