"""The picture before filtering beside the one after: a split line that is dragged, or two panes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.editing.comparison import Compare
from gui import theme

GAP = 2
"""Between two panes."""
KNOB = 13
REACH = 6
"""How far from the split line a press still takes hold of it."""


def two_panes(area: QRectF) -> tuple[QRectF, QRectF]:
    """An area cut into a left and a right half of the same size."""
    width = (area.width() - GAP) / 2
    return (
        QRectF(area.left(), area.top(), width, area.height()),
        QRectF(area.right() - width, area.top(), width, area.height()),
    )


def halves(area: QRectF, how: Compare, share: float) -> tuple[QRectF, QRectF]:
    """What of an area shows before, and what after, where the split line is at a share of it."""
    before, after = QRectF(area), QRectF(area)
    if how is Compare.LEFT_RIGHT:
        before.setRight(area.left() + share * area.width())
        after.setLeft(before.right())
    else:
        before.setBottom(area.top() + share * area.height())
        after.setTop(before.bottom())
    return before, after


def share_of(area: QRectF, how: Compare, point: QPointF) -> float:
    """Where the split line is when it is dragged to a point."""
    upright = how is Compare.LEFT_RIGHT
    share = (point.x() - area.left()) / area.width() if upright else (point.y() - area.top()) / area.height()
    return min(1.0, max(0.0, share))


def holds_line(area: QRectF, how: Compare, share: float, point: QPointF) -> bool:
    """Whether a press at a point takes hold of the split line or its knob."""
    if not how.is_split:
        return False
    line = halves(area, how, share)[1].topLeft()
    off = point.x() - line.x() if how is Compare.LEFT_RIGHT else point.y() - line.y()
    away = point - _knob(area, how, share)
    return abs(off) <= REACH or away.x() ** 2 + away.y() ** 2 <= KNOB**2


def paint_line(painter: QPainter, area: QRectF, how: Compare, share: float, *, held: bool) -> None:
    """The split line and the knob in its middle."""
    upright = how is Compare.LEFT_RIGHT
    begin = halves(area, how, share)[1].topLeft()
    end = QPointF(begin.x(), area.bottom()) if upright else QPointF(area.right(), begin.y())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((QColor(0, 0, 0, 110), 4), (QColor(theme.current().accent if held else "#ffffff"), 2)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(begin, end)
    knob = _knob(area, how, share)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 1))
    painter.setBrush(QColor(theme.current().accent if held else "#ffffff"))
    painter.drawEllipse(knob, KNOB, KNOB)
    painter.setPen(QPen(QColor("#1f1f1f"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for side in (-1, 1):
        arrow = [QPointF(side * across, down) for across, down in ((4, -4), (8, 0), (4, 4))]
        painter.drawPolyline(QPolygonF([knob + (point if upright else point.transposed()) for point in arrow]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_name(painter: QPainter, pane: QRectF, text: str, *, at_end: bool, at_bottom: bool = False) -> None:
    """ "Before" or "After" in a corner of what shows it, where there is room."""
    painter.setFont(theme.numbers_font(11))
    label = QRectF(0, 0, painter.fontMetrics().horizontalAdvance(text) + 16, 22)
    if label.width() + 16 > pane.width() or label.height() + 16 > pane.height():
        return
    label.moveTopLeft(pane.topLeft() + QPointF(8, 8))
    if at_end:
        label.moveRight(pane.right() - 8)
    if at_bottom:
        label.moveBottom(pane.bottom() - 8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(label, 11, 11)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _knob(area: QRectF, how: Compare, share: float) -> QPointF:
    line, middle = halves(area, how, share)[1].topLeft(), area.center()
    return QPointF(line.x(), middle.y()) if how is Compare.LEFT_RIGHT else QPointF(middle.x(), line.y())
