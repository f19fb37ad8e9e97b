"""A picture to look at closely and to select a part of, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPen,
    QWheelEvent,
)

from engine.editing.comparison import Compare
from engine.filters.limit import Region
from gui import theme
from gui.canvas.compare import holds_line
from gui.canvas.gestures import Gesture, LineDrag, Pan, SelectionDrag
from gui.canvas.selection import CURSORS, Grip, grip_at, grown, middle, moved, outline, paint_selection
from gui.canvas.stage import Sight, Stage
from gui.canvas.view import share_at

WHEEL_STEP = 1.2
PAN_STEP = 64.0
SPLIT_STEP = 0.02
FAR = 10
"""How many pixels Shift moves a selection at once."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
ByFocus = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class ImageCanvas(Stage):
    """The stage with hands: the wheel zooms, a drag pans, moves the split line or selects.

    `hovered` carries the pixel under the cursor (x, y), or (-1, -1) outside; `selecting` the Region while it is
    dragged, `selected` what it came to, or None where it was dropped; `tool_left` that Esc put the tool away.
    """

    hovered = Signal(int, int)
    selecting = Signal(object)
    selected = Signal(object)
    tool_left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._gesture: Gesture | None = None
        self._space = self._ring = self._tool = False
        self._region: Region | None = None
        self._settled: Region | None = None
        self._extent: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # -- the selection ----------------------------------------------------------------------------------------

    @property
    def selection(self) -> Region | None:
        return self._region

    @property
    def selection_extent(self) -> tuple[int, int]:
        """Width and height of the picture in whose pixels the selection is counted."""
        assert self._after is not None
        return self._extent or (self._after.width, self._after.height)

    def show_selection(self, region: Region | None, extent: tuple[int, int] | None = None) -> None:
        """Show a region as selected. `extent` is the size of the picture it is counted in, where that is not the one
        shown: the same share of it is outlined."""
        if isinstance(self._gesture, SelectionDrag) or self._region != self._settled:
            return  # a hand is at it
        self._region = self._settled = region
        self._extent = extent
        self.update()

    def use_selection_tool(self, on: bool) -> None:
        """A drag selects instead of panning."""
        self._tool = on
        self._show_cursor(None)
        self.update()

    def propose(self, region: Region | None) -> None:
        """Show a region that is still being dragged."""
        self._region = region
        self.selecting.emit(region)
        self.update()

    def settle(self) -> None:
        """The selection stays as it is now."""
        if self._region != self._settled:
            self._settled = self._region
            self.selected.emit(self._region)

    def drop_selection(self) -> None:
        self.propose(None)
        self.settle()

    def place_at(self, point: QPointF, sight: Sight) -> QPointF:
        """A point of the canvas in the pixels that selections are counted in."""
        share, extent = share_at(sight.frame, point), self.selection_extent
        return QPointF(share.x() * extent[0], share.y() * extent[1])

    def _paint_over(self, painter: QPainter, sights: list[Sight]) -> None:
        if self._region is not None:
            for sight in sights if self._compare is Compare.SIDE_BY_SIDE else sights[-1:]:
                painter.setClipRect(sight.pane)
                rect = outline(self._region, sight.frame, self.selection_extent)
                paint_selection(painter, rect, handles=self._tool)
                painter.setClipping(False)
        if self._ring:
            painter.setPen(QPen(QColor(theme.current().accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # -- the mouse --------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(QPointF(turned.x() or turned.y(), 0) / 2)
        elif turned.y():
            self.zoom_to(self.scale * WHEEL_STEP ** (turned.y() / 120), event.position())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.scale * (1 + event.value()), event.position())
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._gesture is not None:
            event.accept()  # Esc ends the drag and leaves the selection
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._after is not None and self._gesture is None:
            self._gesture = self._gesture_for(event.position(), event.button())
            self._show_cursor(event.position())

    def _gesture_for(self, point: QPointF, button: Qt.MouseButton) -> Gesture | None:
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self._space):
            return Pan(self, point)
        if not left:
            return None
        if self._on_line(point):
            return LineDrag(self)
        return SelectionDrag(self, self._grip_at(point), point) if self._tool else Pan(self, point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._gesture.move(event.position())
        self._show_cursor(event.position())
        self.hovered.emit(*(self.pixel_at(event.position()) or (-1, -1)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.end()
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._on_line(event.position()):
            self.set_split(0.5)
        elif self._tool or event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
        elif self._fitted:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._show_cursor(None)
        self.hovered.emit(-1, -1)

    def _on_line(self, point: QPointF) -> bool:
        return holds_line(self.area(), self._compare, self._split, point)

    def _grip_at(self, point: QPointF) -> Grip:
        if self._region is None:
            return Grip.NEW
        return grip_at(outline(self._region, self.sight_at(point).frame, self.selection_extent), point)

    def _show_cursor(self, point: QPointF | None) -> None:
        """The shape of the cursor, the light on the split line and the marks on the rulers."""
        self.setCursor(self._cursor_for(point))
        held = isinstance(self._gesture, LineDrag) or (point is not None and not self._gesture and self._on_line(point))
        if held != self._line_held or self._rulers:
            self._line_held, self._cursor_at = held, point
            self.update()

    def _cursor_for(self, point: QPointF | None) -> Qt.CursorShape:
        if self._gesture is not None:
            return self._gesture.cursor
        if self._space:
            return Qt.CursorShape.OpenHandCursor
        if point is not None and self._on_line(point):
            upright = self._compare is Compare.LEFT_RIGHT
            return Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor
        if self._tool and self._after is not None:
            return CURSORS[self._grip_at(point) if point is not None else Grip.NEW]
        return Qt.CursorShape.ArrowCursor

    # -- the keyboard -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor(None)
        elif key == Qt.Key.Key_Escape and (self._gesture or self._region or self._tool):
            self._escape()
        elif key in ARROWS and self._after is not None:
            self._arrow(*ARROWS[key], event.modifiers())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._tool and self._region is None and self._after:
            self.propose(middle(self.selection_extent))
            self.settle()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """End a drag, else drop the selection, else put the tool away."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        elif self._region is not None:
            self.drop_selection()
        else:
            self.tool_left.emit()

    def _arrow(self, across: int, down: int, held: Qt.KeyboardModifier) -> None:
        """Move the selection, with Ctrl its right and lower side, where it is at hand; else the picture."""
        far = FAR if held & Qt.KeyboardModifier.ShiftModifier else 1
        if not self._tool or self._region is None:
            self.pan(QPointF(-across, -down) * PAN_STEP * (4 if far > 1 else 1))
            return
        change = grown if held & Qt.KeyboardModifier.ControlModifier else moved
        self.propose(change(self._region, far * across, far * down, self.selection_extent))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            self._space = False
            self._show_cursor(None)
        elif event.key() in ARROWS:
            self.settle()  # one step for as long as the key was held
        else:
            super().keyReleaseEvent(event)

    def move_line(self, steps: int) -> None:
        """Move the split line by steps of 2 % of the canvas."""
        self.set_split(self._split + steps * SPLIT_STEP)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in ByFocus
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = self._space = False
        if self._gesture is None:
            self.settle()
        self.update()
