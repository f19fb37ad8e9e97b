"""What a hand does on the canvas between pressing a button and letting it go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, Qt

from engine.editing.comparison import Compare
from gui.canvas.compare import share_of
from gui.canvas.selection import CURSORS, Grip, dragged

if TYPE_CHECKING:
    from gui.image_canvas import ImageCanvas

CLICK = 3
"""A hand that moves by less, in pixels of the screen, clicks."""


class Gesture(Protocol):
    """Follows the hand; `cursor` is what it looks like meanwhile."""

    cursor: Qt.CursorShape

    def move(self, point: QPointF) -> None: ...

    def end(self) -> None: ...

    def cancel(self) -> None: ...


class Pan:
    """Takes the picture along."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: ImageCanvas, point: QPointF) -> None:
        self._canvas, self._last = canvas, point

    def move(self, point: QPointF) -> None:
        self._canvas.pan(point - self._last)
        self._last = point

    def end(self) -> None:
        pass

    def cancel(self) -> None:
        pass


class LineDrag:
    """Moves the split line between before and after."""

    def __init__(self, canvas: ImageCanvas) -> None:
        self._canvas, self._begin = canvas, canvas.split
        upright = canvas.compare is Compare.LEFT_RIGHT
        self.cursor = Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor

    def move(self, point: QPointF) -> None:
        self._canvas.set_split(share_of(self._canvas.area(), self._canvas.compare, point))

    def end(self) -> None:
        pass

    def cancel(self) -> None:
        self._canvas.set_split(self._begin)


class SelectionDrag:
    """Draws a new rectangle, or moves or resizes the one there is; a click beside it drops it."""

    def __init__(self, canvas: ImageCanvas, grip: Grip, point: QPointF) -> None:
        self._canvas, self._grip, self._pressed = canvas, grip, point
        self._region = canvas.selection
        self._pane = canvas.sight_at(point)
        self._begin = canvas.place_at(point, self._pane)
        self._clicked = True
        self.cursor = CURSORS[grip]

    def move(self, point: QPointF) -> None:
        self._clicked = self._clicked and (point - self._pressed).manhattanLength() < CLICK
        if not self._clicked:
            end = self._canvas.place_at(point, self._pane)
            size = self._canvas.selection_extent
            self._canvas.propose(dragged(self._region, self._grip, self._begin, end, size))

    def end(self) -> None:
        if not self._clicked:
            self._canvas.settle()
        elif self._grip is Grip.NEW and self._region is not None:
            self._canvas.drop_selection()

    def cancel(self) -> None:
        self._canvas.propose(self._region)
