"""A few of many pictures side by side, evenly spread, each with a word below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.qimage import qimage_over

SIDE, GAP, LINE = 84, 8, 18


class PictureRow(QWidget):
    """Shows as many pictures as find room, the first and the last among them; one of all is current.

    `chosen` carries the number of a picture that was clicked, dragged to, or walked to with the arrow keys.
    """

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(accessibleName=name)
        self._images: np.ndarray = np.empty((0, 1, 1, 1), np.uint8)
        self._captions: Sequence[tuple[str, str]] = ()
        self._expected = 0
        self.current = 0
        self.setFixedHeight(SIDE + 2 * LINE + 4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Click one, or walk with the arrow keys")

    def show_pictures(self, images: np.ndarray, captions: Sequence[tuple[str, str]], expected: int) -> None:
        """Show uint8 pictures `(N, H, W, 1 or 3)` with two words each, of so many that are still to come."""
        self._images, self._captions, self._expected = images, captions, expected
        self.current = min(self.current, max(0, expected - 1))
        self._describe()
        self.update()

    def choose(self, number: int) -> None:
        """Make a picture the current one and say so."""
        number = min(max(0, number), len(self._images) - 1)
        if number >= 0 and number != self.current:
            self.current = number
            self._describe()
            self.update()
            self.chosen.emit(number)

    def _describe(self) -> None:
        if self.current < len(self._captions):
            self.setAccessibleDescription(", ".join(self._captions[self.current]))

    def _slots(self) -> list[int]:
        """The numbers of the pictures that are shown."""
        fitting = max(2, (self.width() + GAP) // (SIDE + GAP))
        return [round(number) for number in np.linspace(0, self._expected - 1, min(fitting, self._expected))]

    def _left(self, slot: int, slots: int) -> float:
        return slot * (self.width() - SIDE - 4) / max(1, slots - 1) + 2

    def _at(self, x: float) -> int:
        slots = self._slots()
        nearest = min(range(len(slots)), key=lambda slot: abs(self._left(slot, len(slots)) + SIDE / 2 - x))
        return slots[nearest]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._expected:
            self.choose(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._images) - 1
        to = {
            Qt.Key.Key_Left: self.current - 1,
            Qt.Key.Key_Right: self.current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.choose(to)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, slots = QPainter(self), theme.current(), self._slots()
        painter.setFont(theme.numbers_font(12))
        marked = min(slots, key=lambda number: abs(number - self.current)) if slots else -1
        for slot, number in enumerate(slots):
            box = QRectF(self._left(slot, len(slots)), 2, SIDE, SIDE)
            painter.fillRect(box, QColor(look.canvas))
            if number >= len(self._images):
                continue
            shown = self.current if number == marked else number
            picture = qimage_over(np.ascontiguousarray(self._images[shown]))
            frame = QRect(QPoint(), picture.size().scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
            frame.moveCenter(box.center().toPoint())
            painter.drawImage(frame, picture)
            if number == marked:
                painter.setPen(QColor(look.accent))
                painter.drawRect(box.adjusted(-1, -1, 0, 0))
            for line, (text, colour) in enumerate(zip(self._captions[shown], (look.quiet, look.text), strict=True)):
                painter.setPen(QColor(colour))
                below = QRectF(box.bottomLeft() + QPointF(0, 2 + line * LINE), QSize(SIDE, LINE))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
