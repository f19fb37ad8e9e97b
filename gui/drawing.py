"""What a person has drawn, as values: strokes on a ground."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from engine.depth import as_dtype
from engine.editing.screen import screen_pixels
from engine.image import Image
from gui.qimage import image_from, qimage_over

PAPER = QColor("black")


@dataclass(frozen=True)
class Stroke:
    """From where the pen was put down to where it was lifted: x, y and width in pixels, and the ink's colour."""

    colour: str
    points: tuple[tuple[float, float, float], ...] = ()

    def to(self, x: float, y: float, width: float) -> Self:
        """The stroke drawn on to another point."""
        return replace(self, points=(*self.points, (x, y, width)))

    def paint(self, painter: QPainter, first: int = 0) -> None:
        """Paint the stroke, or what it is longer by since it had `first` points."""
        starts = (*self.points[:1], *self.points)  # first a dot, then line after line
        pairs = list(zip(starts, self.points, strict=False))
        for (x, y, width), (to_x, to_y, to_width) in pairs[first:]:
            pen = QPen(QColor(self.colour), (width + to_width) / 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            if (x, y) == (to_x, to_y):
                painter.drawPoint(QPointF(x, y))
            else:
                painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))


@dataclass(frozen=True)
class Drawing:
    """Strokes, the newest last, over a picture or over black paper."""

    ground: Image | None = None
    strokes: tuple[Stroke, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.ground is None and not self.strokes

    def paint(self, size: QSize) -> QImage:
        """The drawing on a sheet of this many pixels; the ground is stretched over all of it."""
        sheet = QImage(size, QImage.Format.Format_RGB888)
        sheet.fill(PAPER)
        painter = sheet_painter(sheet)
        if self.ground is not None:
            painter.drawImage(sheet.rect(), qimage_over(screen_pixels(self.ground)))
        for stroke in self.strokes:
            stroke.paint(painter)
        painter.end()
        return sheet


def sheet_painter(sheet: QImage) -> QPainter:
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def picture_of(sheet: QImage, *, grey: bool) -> Image:
    """What is on a sheet, float32 from 0 to 1; `grey` keeps one channel of inks that are grey anyway."""
    image = image_from(sheet)
    return Image(as_dtype(image.pixels[:, :, :1] if grey else image.pixels, np.dtype(np.float32)))
