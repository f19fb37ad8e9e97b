"""The canvas of a single dream, on which a pen adds light or takes it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from engine.dream.light import Pen, Stroke
from gui.canvas.gestures import Gesture
from gui.canvas.stage import Sight
from gui.image_canvas import ImageCanvas

DRAWING = {Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton}


class DreamCanvas(ImageCanvas):
    """`painted` carries light `(H, W, C)` in 0..1, negative where it is taken away, while a pen draws."""

    painted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.pen: Pen | None = None
        self.is_dark = False  # the left button takes light away, and the right one adds it
        self._channels = 1
        self._pen_at: QPointF | None = None

    def take_pen(self, pen: Pen | None) -> None:
        """Draw with a pen instead of panning, or put it away."""
        self.pen = pen
        self._show_cursor(None)
        self.update()

    def expect_channels(self, channels: int) -> None:
        """How many channels the light has that is painted."""
        self._channels = channels

    def stroke(self, *, darker: bool) -> Stroke:
        """A stroke of the pen on the picture that is shown."""
        assert self.pen is not None
        width, height = self.selection_extent
        return Stroke((height, width, self._channels), self.pen, darker=darker)

    def _gesture_for(self, point: QPointF, button: Qt.MouseButton) -> Gesture | None:
        if self.pen is None or button not in DRAWING or self._space:
            return super()._gesture_for(point, button)
        darker = self.is_dark is (button is Qt.MouseButton.LeftButton)
        return _Painting(self, self.stroke(darker=darker), point)

    def _cursor_for(self, point: QPointF | None) -> Qt.CursorShape:
        if self.pen is None or self._space:
            return super()._cursor_for(point)
        return Qt.CursorShape.CrossCursor

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._pen_at = event.position()
        if self.pen is not None:
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.pen is not None:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pen_at = None
        super().leaveEvent(event)
        self.update()

    def _paint_over(self, painter: QPainter, sights: list[Sight]) -> None:
        """As large as the pen draws, in black and white, so that it is seen on both."""
        super()._paint_over(painter, sights)
        if self.pen is None or self._pen_at is None:
            return
        across = self.pen.size * sights[-1].frame.width() / self.selection_extent[0]
        ring = QRectF(0, 0, across, across)
        ring.moveCenter(self._pen_at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("black", 3.0), ("white", 1.2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(ring)


class _Painting:
    """Draws from where the button went down."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: DreamCanvas, stroke: Stroke, point: QPointF) -> None:
        self._canvas, self._stroke = canvas, stroke
        self.move(point)

    def move(self, point: QPointF) -> None:
        place = self._canvas.place_at(point, self._canvas.sight_at(point))
        self._canvas.painted.emit(self._stroke.to((place.x(), place.y())))

    def end(self) -> None:
        pass

    def cancel(self) -> None:
        pass
