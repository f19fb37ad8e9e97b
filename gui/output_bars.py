"""What a network answers, as one bar a class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.nn.reading import leading
from gui import theme

ROW = 22
MOST = 10
"""Of more classes only the largest outputs are shown."""
NAME_WIDTHS = (28, 112)
VALUE_WIDTH = 60


class OutputBars(QWidget):
    """Ten (or so) outputs from 0 to 1 with their numbers; the largest is accented, the true class is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._outputs = np.zeros(0, np.float32)
        self._truth: int | None = None
        self._rows: list[int] = []  # the classes that are shown
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Outputs of the network")

    @property
    def outputs(self) -> np.ndarray:
        """What is shown, one number a class; NaN where there is no answer."""
        return self._outputs

    def show_outputs(self, names: Sequence[str], outputs: np.ndarray | None, truth: int | None = None) -> None:
        """Show an output for each class name, or None where there is no answer yet.

        `truth` is the class a person gave, if one is known.
        """
        self._names, self._truth = names, truth
        self._outputs = np.full(len(names), np.nan, np.float32) if outputs is None else outputs
        rows = leading(self._outputs, MOST, truth).tolist()
        is_as_high, self._rows = len(rows) == len(self._rows), rows
        self.setAccessibleDescription(
            ", ".join(f"{names[row]}: {100 * self._outputs[row]:.1f} %" for row in self._rows)
        )
        if not is_as_high:
            self.updateGeometry()  # it lays out the whole window anew
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, ROW * max(1, len(self._rows)))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            row = event.pos().y() // ROW
            shown = self._rows[row] if row < len(self._rows) else None
            QToolTip.showText(event.globalPos(), "" if shown is None else self._names[shown], self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.numbers_font())
        answered = self._outputs.size > 0 and not np.isnan(self._outputs).any()
        best = int(np.argmax(self._outputs)) if answered else -1
        name_width = self._name_width(painter.fontMetrics())
        for place, row in enumerate(self._rows):
            self._paint_row(painter, QRectF(0, place * ROW, self.width(), ROW), name_width, row, best=row == best)

    def _name_width(self, metrics: QFontMetrics) -> int:
        """Room for the longest name, within limits, and a gap."""
        widest = max((metrics.horizontalAdvance(self._names[row]) for row in self._rows), default=0)
        return min(NAME_WIDTHS[1], 2 * self.width() // 5, max(NAME_WIDTHS[0], widest + 20))

    def _paint_row(self, painter: QPainter, room: QRectF, name_width: int, row: int, *, best: bool) -> None:
        look, value = theme.current(), float(self._outputs[row])
        track = room.adjusted(name_width, 5, -VALUE_WIDTH, -5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.line))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(QColor(look.accent if best else look.quiet))
        length = 0.0 if np.isnan(value) else track.width() * min(1.0, max(0.0, value))
        if length >= 1:
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(6.0, length), track.height()), 3, 3)
        label = QRectF(0, room.top(), name_width - 8, ROW)
        if row == self._truth:
            painter.setPen(QColor(look.text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(label.adjusted(0.5, 2.5, -0.5, -2.5), 4, 4)
        painter.setPen(QColor(look.text if best or row == self._truth else look.quiet))
        short = painter.fontMetrics().elidedText(
            self._names[row], Qt.TextElideMode.ElideRight, round(label.width()) - 8
        )
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, short)
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            "–" if np.isnan(value) else f"{100 * value:.1f} %",
        )
