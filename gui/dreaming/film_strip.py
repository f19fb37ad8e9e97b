"""The frames of a dream side by side, to scrub through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.dreaming.viewing import Viewing
from gui.qimage import qimage_over

HEIGHT = 44
FLAG = 8.0
FAR = 10
"""How many frames Page Up and Page Down go, and an arrow key with Shift."""


class FilmStrip(QWidget):
    """Small pictures along the same axis as the curve above, whose ends `span` tells in pixels; marks stand on it.

    A drag, the arrow keys, Home and End choose the moment that is looked at.
    """

    stopped = Signal()  # a hand has taken over from what plays

    def __init__(self, viewing: Viewing, span: Callable[[], tuple[float, float]]) -> None:
        super().__init__(accessibleName="Timeline")
        self._viewing, self._span = viewing, span
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip("Drag through the frames; arrow keys, Page Up and Down, Home and End; M marks one")
        for signal in (viewing.moved, viewing.grown, viewing.renewed, viewing.marks_changed):
            signal.connect(self.update)
        viewing.moved.connect(self._tell)

    def _tell(self) -> None:
        if (frame := self._viewing.frame) is not None and self.hasFocus():
            self.setAccessibleDescription(f"Step {frame.step}")

    def x_of(self, step: float) -> float:
        """Where a step lies, in pixels from the left edge."""
        left, right = self._span()
        return left + step / self._viewing.last_step * (right - left)

    # -- hands --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def _seek(self, x: float) -> None:
        left, right = self._span()
        self.stopped.emit()
        self._viewing.seek_step((x - left) / (right - left) * self._viewing.last_step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        viewing, far = self._viewing, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {
            Qt.Key.Key_Left: -FAR if far else -1,
            Qt.Key.Key_Right: FAR if far else 1,
            Qt.Key.Key_PageUp: -FAR,
            Qt.Key.Key_PageDown: FAR,
            Qt.Key.Key_Home: -len(viewing.frames),
            Qt.Key.Key_End: len(viewing.frames),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not viewing.frames:
            super().keyPressEvent(event)
            return
        self.stopped.emit()
        viewing.seek(viewing.place + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), QColor(look.panel))
        left, right = self._span()
        room = QRectF(left, 2, right - left, HEIGHT - 8)
        painter.fillRect(room, QColor(look.canvas))
        if self.hasFocus():
            painter.setPen(QColor(look.accent))
            painter.drawRect(room.adjusted(-1, -1, 0, 0))
        frame = self._viewing.frame
        if frame is None:
            return
        self._paint_frames(painter, room)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for step in self._viewing.marks:
            self._paint_mark(painter, self.x_of(step), room)
        x = self.x_of(frame.step)
        painter.setPen(QPen(QColor(look.accent), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, HEIGHT))

    def _paint_frames(self, painter: QPainter, room: QRectF) -> None:
        """One frame every so often, as wide as pictures are; up to where the dream has come."""
        viewing, frames = self._viewing, self._viewing.frames
        number = viewing.number
        height, width = frames[-1].images.shape[1:3]
        across = max(room.height() * width / height, 12.0)
        place = 0
        slots = max(1, round(room.width() / across))
        for slot in range(slots):
            box = QRectF(room.left() + slot * room.width() / slots, room.top(), room.width() / slots, room.height())
            step = (slot + 0.5) / slots * viewing.last_step
            if step > frames[-1].step:
                break
            while place < len(frames) - 1 and frames[place].step < step:
                place += 1
            painter.drawImage(box.adjusted(0, 0, -1, 0), qimage_over(frames[place].images[number]))

    def _paint_mark(self, painter: QPainter, x: float, room: QRectF) -> None:
        """A flag at the lower edge."""
        painter.setPen(QPen(QColor(theme.current().second), 1.5))
        painter.drawLine(QPointF(x, room.top()), QPointF(x, HEIGHT - 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().second))
        low = float(HEIGHT)
        painter.drawPolygon(QPolygonF([QPointF(x - FLAG / 2, low), QPointF(x, low - FLAG), QPointF(x + FLAG / 2, low)]))
