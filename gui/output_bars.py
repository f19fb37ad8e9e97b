"""What a network answers, as one bar a class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

ROW = 22
NAME_WIDTH = 28
VALUE_WIDTH = 60


class OutputBars(QWidget):
    """Ten (or so) outputs from 0 to 1 with their numbers; the largest is accented, the true class is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._outputs = np.zeros(0, np.float32)
        self._truth: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Outputs of the network")

    def show_outputs(self, names: Sequence[str], outputs: np.ndarray | None, truth: int | None = None) -> None:
        """Show an output for each class name, or None where there is no answer yet.

        `truth` is the class a person gave, if one is known.
        """
        self._names, self._truth = names, truth
        self._outputs = np.full(len(names), np.nan, np.float32) if outputs is None else outputs
        self.setAccessibleDescription(
            ", ".join(f"{name}: {100 * value:.1f} %" for name, value in zip(names, self._outputs, strict=True))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, ROW * max(10, len(self._names)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.numbers_font())
        answered = self._outputs.size > 0 and not np.isnan(self._outputs).any()
        best = int(np.argmax(self._outputs)) if answered else -1
        for row, (name, value) in enumerate(zip(self._names, self._outputs, strict=True)):
            self._paint_row(painter, row, name, float(value), best=row == best)

    def _paint_row(self, painter: QPainter, row: int, name: str, value: float, *, best: bool) -> None:
        look = theme.current()
        top = row * ROW
        track = QRectF(NAME_WIDTH, top + 5, self.width() - NAME_WIDTH - VALUE_WIDTH, ROW - 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.line))
        painter.drawRoundedRect(track, 3, 3)
        painter.setBrush(QColor(look.accent if best else look.quiet))
        length = 0.0 if np.isnan(value) else track.width() * min(1.0, max(0.0, value))
        if length >= 1:
            painter.drawRoundedRect(QRectF(track.left(), track.top(), max(6.0, length), track.height()), 3, 3)
        if row == self._truth:
            painter.setPen(QColor(look.text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.5, top + 2.5, NAME_WIDTH - 9, ROW - 5), 4, 4)
        painter.setPen(QColor(look.text if best or row == self._truth else look.quiet))
        painter.drawText(QRectF(0, top, NAME_WIDTH - 8, ROW), Qt.AlignmentFlag.AlignCenter, name)
        painter.drawText(
            QRectF(self.width() - VALUE_WIDTH, top, VALUE_WIDTH, ROW),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            "–" if np.isnan(value) else f"{100 * value:.1f} %",
        )
