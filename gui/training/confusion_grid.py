"""Where the cells of a confusion matrix lie on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

from gui import theme

LARGEST, SMALLEST = 88, 2
NAMES, SHARES, AXIS = 72, 56, 20
"""Room for the names of the classes, at most, for the shares beside and below, and for a line of words."""


@dataclass(frozen=True)
class ConfusionGrid:
    """`count` by `count` cells of `side` pixels, with `room` for the names at the left.

    The names of the columns are written along where all fit (`lies_flat`), else upwards.
    """

    count: int
    room: int
    side: float
    lies_flat: bool

    @classmethod
    def fitting(cls, size: QSize, count: int, name_width: int) -> ConfusionGrid:
        """Cells as large as lets all of them be seen, where the longest name is so wide."""
        room = min(NAMES, max(name_width, NAMES // 2)) + theme.SPACE
        across = (size.width() - AXIS - room - SHARES) / count
        down = size.height() - 4 * AXIS - theme.SPACE
        side = max(SMALLEST, min(LARGEST, across, (down - AXIS) / count))
        if name_width <= side:
            return cls(count, room, side, True)
        return cls(count, room, max(SMALLEST, min(side, (down - room) / count)), False)

    @property
    def corner(self) -> QPointF:
        """The left upper one of the first cell."""
        return QPointF(AXIS + self.room, AXIS + (AXIS if self.lies_flat else self.room))

    @property
    def whole(self) -> QRectF:
        """All cells."""
        return QRectF(self.corner, QSizeF(self.count * self.side, self.count * self.side))

    def cell(self, row: int, column: int) -> QRectF:
        return QRectF(self.corner + QPointF(column, row) * self.side, QSizeF(self.side, self.side))

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """The row and the column of the cell at a point, or None outside."""
        place = (point - self.corner) / self.side
        row, column = floor(place.y()), floor(place.x())
        return (row, column) if 0 <= row < self.count and 0 <= column < self.count else None
