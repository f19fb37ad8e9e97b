"""A rectangle on the picture: drawn, moved and resized by its handles, always whole pixels."""

from __future__ import annotations

import enum
import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.filters.limit import Region

HANDLE = 8
REACH = 7
"""How far from a handle a press still takes hold of it."""


class Grip(enum.Enum):
    """What of a selection is dragged, and which sides go along: left, top, right, bottom."""

    NEW = (False, False, False, False)
    ALL = (True, True, True, True)
    LEFT = (True, False, False, False)
    TOP = (False, True, False, False)
    RIGHT = (False, False, True, False)
    BOTTOM = (False, False, False, True)
    TOP_LEFT = (True, True, False, False)
    TOP_RIGHT = (False, True, True, False)
    BOTTOM_LEFT = (True, False, False, True)
    BOTTOM_RIGHT = (False, False, True, True)


CURSORS = {
    Grip.NEW: Qt.CursorShape.CrossCursor, Grip.ALL: Qt.CursorShape.SizeAllCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor, Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor, Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor, Grip.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Grip.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor, Grip.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
}  # fmt: skip


def outline(region: Region, frame: QRectF, size: tuple[int, int]) -> QRectF:
    """Where a region of a picture of `size` pixels lies on the screen, the whole of the picture filling `frame`."""
    across, down = frame.width() / size[0], frame.height() / size[1]
    left, top = frame.left() + region.left * across, frame.top() + region.top * down
    return QRectF(left, top, region.width * across, region.height * down)


def grip_at(rect: QRectF, point: QPointF) -> Grip:
    """What a press at a point takes hold of: a handle, a side, the whole, or a new rectangle."""
    if not rect.adjusted(-REACH, -REACH, REACH, REACH).contains(point):
        return Grip.NEW
    near = [abs(point.x() - rect.left()), abs(point.y() - rect.top()),
            abs(point.x() - rect.right()), abs(point.y() - rect.bottom())]  # fmt: skip
    sides = [distance <= REACH for distance in near]
    for one, other in ((0, 2), (1, 3)):  # of a small rectangle the nearer side
        if sides[one] and sides[other]:
            sides[one if near[other] < near[one] else other] = False
    return Grip(tuple(sides)) if any(sides) else Grip.ALL


def dragged(region: Region | None, grip: Grip, begin: QPointF, end: QPointF, size: tuple[int, int]) -> Region:
    """The region after a drag from `begin` to `end`, in pixels of a picture of `size`; it stays inside the picture."""
    if grip is Grip.NEW or region is None:
        return _between(begin, end, size)
    across, down = round(end.x() - begin.x()), round(end.y() - begin.y())
    if grip is Grip.ALL:
        return moved(region, across, down, size)
    takes_left, takes_top, takes_right, takes_bottom = grip.value
    xs = sorted((region.left + across * takes_left, region.left + region.width + across * takes_right))
    ys = sorted((region.top + down * takes_top, region.top + region.height + down * takes_bottom))
    return _between(QPointF(xs[0], ys[0]), QPointF(xs[1], ys[1]), size)


def moved(region: Region, across: int, down: int, size: tuple[int, int]) -> Region:
    """The region elsewhere in the picture, as large as it was."""
    left = min(max(0, region.left + across), max(0, size[0] - region.width))
    top = min(max(0, region.top + down), max(0, size[1] - region.height))
    return Region(left, top, region.width, region.height)


def grown(region: Region, across: int, down: int, size: tuple[int, int]) -> Region:
    """The region with its right and its lower side elsewhere; at least a pixel stays."""
    width = min(max(1, region.width + across), max(1, size[0] - region.left))
    height = min(max(1, region.height + down), max(1, size[1] - region.top))
    return Region(region.left, region.top, width, height)


def middle(size: tuple[int, int]) -> Region:
    """The middle of a picture, half as wide and half as high: something to begin with."""
    width, height = max(1, size[0] // 2), max(1, size[1] // 2)
    return Region((size[0] - width) // 2, (size[1] - height) // 2, width, height)


def scaled(region: Region, size: tuple[int, int], to: tuple[int, int]) -> Region:
    """The same share of a picture of another size, at least a pixel of it."""
    across, down = to[0] / size[0], to[1] / size[1]
    begin = QPointF(round(region.left * across), round(region.top * down))
    end = QPointF(round((region.left + region.width) * across), round((region.top + region.height) * down))
    return _between(begin, end, to)


def paint_selection(painter: QPainter, rect: QRectF, *, handles: bool) -> None:
    """A dashed line that is seen on any colour, with handles where it can be dragged."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    edge = QRectF(round(rect.left()), round(rect.top()), round(rect.width()), round(rect.height()))
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
    painter.drawRect(edge)
    dashes = QPen(QColor("#ffffff"), 1)
    dashes.setDashPattern([4, 4])
    painter.setPen(dashes)
    painter.drawRect(edge)
    if not handles:
        return
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
    painter.setBrush(QColor("#ffffff"))
    for place in handle_places(edge):
        painter.drawRect(QRectF(place - QPointF(HANDLE / 2, HANDLE / 2), QSizeF(HANDLE, HANDLE)))


def handle_places(rect: QRectF) -> list[QPointF]:
    """The corners, and the middles of the sides that are long enough."""
    xs, ys = (rect.left(), rect.right()), (rect.top(), rect.bottom())
    places = [QPointF(x, y) for x in xs for y in ys]
    if rect.width() > 5 * HANDLE:
        places += [QPointF(rect.center().x(), y) for y in ys]
    if rect.height() > 5 * HANDLE:
        places += [QPointF(x, rect.center().y()) for x in xs]
    return places


def _between(begin: QPointF, end: QPointF, size: tuple[int, int]) -> Region:
    """The pixels that a rectangle between two points touches, inside the picture."""
    left, width = _span(begin.x(), end.x(), size[0])
    top, height = _span(begin.y(), end.y(), size[1])
    return Region(left, top, width, height)


def _span(one: float, other: float, length: int) -> tuple[int, int]:
    low, high = min(one, other), max(one, other)
    first = min(max(0, math.floor(low + 1e-6)), length - 1)
    return first, max(1, min(length, math.ceil(high - 1e-6)) - first)
