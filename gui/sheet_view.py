"""The widget on which a sheet is drawn, by mouse, tablet or keyboard."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.drawing_sheet import DrawingSheet

KEY_STEP = 7
ARROWS = {
    Qt.Key.Key_Left: QPoint(-1, 0), Qt.Key.Key_Right: QPoint(1, 0), Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}  # fmt: skip
UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class SheetView(QWidget):
    """Shows a sheet and draws on it. The arrow keys move the pen, Space puts it down and lifts it."""

    def __init__(self, sheet: DrawingSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = "Draw here"
        self._sheet = sheet
        sheet.painted.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(160, 160)
        self.setAccessibleName("Drawing sheet")
        self.setAccessibleDescription("Arrow keys move the pen, Space puts it down and lifts it, Delete clears")
        self.setToolTip("Draw with the mouse or a tablet, or move the pen with the arrow keys and put it down by Space")

    # -- events -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._sheet.put_down(self._on_sheet(event.position()), erases=event.button() == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() or not self._sheet.is_drawing:  # not while the keyboard draws
            self._sheet.draw_to(self._on_sheet(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            self._sheet.lift()

    def tabletEvent(self, event: QTabletEvent) -> None:
        place = self._on_sheet(event.position())
        if event.type() == QEvent.Type.TabletPress:
            erases = event.pointerType() == QPointingDevice.PointerType.Eraser
            self._sheet.put_down(place, erases=erases, pressure=event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._sheet.draw_to(place, event.pressure())
        else:
            self._sheet.lift()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._sheet.is_drawing and not self.hasFocus():
            self._sheet.place = None
            self.update()

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self._sheet.lift()
        self.update()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (event.matches(UNDO) or event.matches(REDO) or event.key() == Qt.Key.Key_Delete)
        ):
            event.accept()  # they are meant for the drawing
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.matches(UNDO) or event.matches(REDO):
            self._sheet.undo() if event.matches(UNDO) else self._sheet.redo()
        elif key in ARROWS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = ARROWS[key] * (4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1) * KEY_STEP
            self._sheet.draw_to(self._sheet.kept_in(self._sheet.pen_place + step))
        elif key == Qt.Key.Key_Space:
            self._sheet.put_down(self._sheet.pen_place) if not self._sheet.is_drawing else self._sheet.lift()
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            by = 2 if key == Qt.Key.Key_BracketRight else -2
            self._sheet.take_pen(replace(self._sheet.pen, width=self._sheet.pen.width + by))
        elif key == Qt.Key.Key_E:
            self._sheet.take_pen(replace(self._sheet.pen, erases=not self._sheet.pen.erases))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._sheet.clear()
        elif key == Qt.Key.Key_Escape and self._sheet.is_drawing:
            self._sheet.drop()
        else:
            super().keyPressEvent(event)

    # -- on the screen ------------------------------------------------------------------------------------------

    def _frame(self) -> QRect:
        """Where the sheet lies on the widget: as large as there is room, inside the ring of focus."""
        frame = QRect(QPoint(), self._sheet.size.scaled(self.size() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio))
        frame.moveCenter(self.rect().center())
        frame.moveTop(2)
        return frame

    def heightForWidth(self, width: int) -> int:
        across = QSize(width - 4, 16 * width)  # inside the ring of focus
        return self._sheet.size.scaled(across, Qt.AspectRatioMode.KeepAspectRatio).height() + 4

    def sizeHint(self) -> QSize:
        return self._sheet.size

    def _on_sheet(self, point: QPointF) -> QPointF:
        frame = self._frame()
        scale = self._sheet.size.width() / max(1, frame.width())
        return (point - QPointF(frame.topLeft())) * scale

    def paintEvent(self, event: QPaintEvent) -> None:
        look, frame = theme.current(), self._frame()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame, self._sheet.pixels)
        if self._sheet.is_blank:
            painter.setPen(QColor(255, 255, 255, 110))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self.hint)
        painter.setPen(QPen(QColor(look.accent if self.hasFocus() else look.line), 1))
        painter.drawRect(frame.adjusted(-1, -1, 0, 0))
        if self._sheet.place is not None or self.hasFocus():
            self._paint_pen(painter, frame)

    def _paint_pen(self, painter: QPainter, frame: QRect) -> None:
        """A ring as wide as the pen where it is, orange while it erases."""
        scale = frame.width() / self._sheet.size.width()
        painter.setClipRect(frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().accent if self._sheet.pen.erases else "#9a9a9a"), 1))
        painter.drawEllipse(
            QPointF(frame.topLeft()) + self._sheet.pen_place * scale, *(2 * [self._sheet.pen.width * scale / 2])
        )
