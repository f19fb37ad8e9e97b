"""Text that is cut to the lines there are."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class ElidedLabel(QLabel):
    """A line that takes the width there is and loses its middle where it is longer, so that the ending is seen."""

    def __init__(self, text: str = "", *, objectName: str = "") -> None:
        super().__init__(text, objectName=objectName)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        QPainter(self).drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def draw_elided(painter: QPainter, room: QRect, text: str, lines: int) -> None:
    """Draw a text from the top of a rectangle in at most so many lines, with an ellipsis where it is longer."""
    metrics = painter.fontMetrics()
    words = text.split()
    for line in range(lines):
        count = len(words)
        while count > 1 and metrics.horizontalAdvance(" ".join(words[:count])) > room.width():
            count -= 1
        shown = " ".join(words if line == lines - 1 else words[:count])
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room.left(), room.top() + line * metrics.lineSpacing() + metrics.ascent(), shown)
        words = words[count:]
