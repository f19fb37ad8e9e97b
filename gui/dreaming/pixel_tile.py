"""A small picture, its pixels enlarged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.qimage import qimage_over

SIDE = 112
"""In points: whole multiples of 28 and of 8 pixels."""


class PixelTile(QWidget):
    """Shows pixels crisply, as large as they fit, within a hairline."""

    def __init__(self, name: str, side: int = SIDE) -> None:
        super().__init__(accessibleName=name)
        self._pixels: np.ndarray | None = None
        self.setFixedSize(side + 2, side + 2)

    @property
    def pixels(self) -> np.ndarray | None:
        """What is shown, uint8 `(H, W, 1 or 3)`."""
        return self._pixels

    def show_pixels(self, pixels: np.ndarray | None) -> None:
        """Show uint8 pixels `(H, W, 1 or 3)`, or none."""
        self._pixels = None if pixels is None else np.ascontiguousarray(pixels)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.current().line))
        painter.setBrush(QColor(theme.current().canvas))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._pixels is not None:
            picture = qimage_over(self._pixels)
            room = self.rect().adjusted(1, 1, -1, -1)
            frame = QRect(QPoint(), picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
            frame.moveCenter(room.center())
            painter.drawImage(frame, picture)
