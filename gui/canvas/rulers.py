"""Rulers along the top and the left edge, in pixels of the picture."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui import theme

THICKNESS = 20
LABEL_ROOM = 56
SMALLEST_GAP = 5


def paint_rulers(
    painter: QPainter, canvas: QRectF, panes: list[tuple[QRectF, QRectF]], size: tuple[int, int], cursor: QPointF | None
) -> None:
    """Rulers for panes, each given as (pane, frame of the picture in it), beside each other; `size` is in pixels."""
    look = theme.current()
    painter.save()
    painter.setFont(theme.numbers_font(10))
    painter.fillRect(QRectF(0, 0, canvas.width(), THICKNESS), QColor(look.window))
    painter.fillRect(QRectF(0, 0, THICKNESS, canvas.height()), QColor(look.window))
    for pane, frame in panes:
        painter.save()
        painter.setClipRect(QRectF(pane.left(), 0, pane.width(), THICKNESS))
        _paint_ticks(painter, frame.left(), frame.width() / size[0], pane.left(), pane.right())
        painter.restore()
    pane, frame = panes[0]
    painter.save()
    painter.setClipRect(QRectF(0, pane.top(), THICKNESS, pane.height()))
    _paint_ticks(painter, frame.top(), frame.height() / size[1], pane.top(), pane.bottom(), turned=True)
    painter.restore()
    painter.setPen(QPen(QColor(look.line), 0))
    painter.drawLine(QPointF(0, THICKNESS - 0.5), QPointF(canvas.width(), THICKNESS - 0.5))
    painter.drawLine(QPointF(THICKNESS - 0.5, 0), QPointF(THICKNESS - 0.5, canvas.height()))
    if cursor is not None:
        _paint_marks(painter, cursor)
    painter.restore()


def tick_step(gap: float) -> int:
    """How many pixels of the picture lie between labels: 1, 2 or 5 times a power of ten; one pixel takes `gap`."""
    wanted = max(1.0, LABEL_ROOM / gap)
    power = 10 ** math.floor(math.log10(wanted) + 1e-9)
    return next(power * times for times in (1, 2, 5, 10) if power * times >= wanted - 1e-9)


def _paint_ticks(
    painter: QPainter, origin: float, gap: float, first: float, last: float, *, turned: bool = False
) -> None:
    """Ticks and labels from `first` to `last` along x, where pixel 0 is at `origin` and one pixel takes `gap`."""
    look = theme.current()
    step = tick_step(gap)
    parts = next((parts for parts in (10, 5, 2) if step % parts == 0 and gap * step / parts >= SMALLEST_GAP), 1)
    small = step // parts
    for count in range(
        math.floor((first - origin) / gap / small) - parts, math.ceil((last - origin) / gap / small) + 1
    ):
        x, labelled = origin + count * small * gap, count % parts == 0
        middle = parts == 10 and count % 5 == 0
        painter.setPen(QPen(QColor(look.faint), 0))
        begin, end = QPointF(x, 6 if labelled else 11 if middle else 14), QPointF(x, THICKNESS - 1)
        painter.drawLine(*((begin.transposed(), end.transposed()) if turned else (begin, end)))
        if labelled:
            painter.setPen(QColor(look.quiet))
            _write(painter, x, str(count * small), turned)


def _write(painter: QPainter, x: float, text: str, turned: bool) -> None:
    """A label right of its tick, or below it where the ruler is turned: read from bottom to top."""
    if not turned:
        painter.drawText(QPointF(x + 3, 11), text)
        return
    painter.save()
    painter.translate(11, x + 3 + painter.fontMetrics().horizontalAdvance(text))
    painter.rotate(-90)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def _paint_marks(painter: QPainter, cursor: QPointF) -> None:
    """Small triangles where the cursor is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().accent))
    x, y, end = cursor.x(), cursor.y(), THICKNESS - 1
    if x > THICKNESS:
        painter.drawPolygon(QPolygonF([QPointF(x, end), QPointF(x - 4, end - 6), QPointF(x + 4, end - 6)]))
    if y > THICKNESS:
        painter.drawPolygon(QPolygonF([QPointF(end, y), QPointF(end - 6, y - 4), QPointF(end - 6, y + 4)]))
