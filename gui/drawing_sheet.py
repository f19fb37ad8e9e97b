"""A sheet that is drawn on: the drawing, its history and the pen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from engine.editing.history import History
from engine.image import Image
from gui.drawing import PAPER, Drawing, Stroke, picture_of, sheet_painter

SIDE = 280
"""The longer side of a sheet in pixels: ten for each of MNIST's."""
THINNEST, THICKEST = 6, 60
CHANGE_MILLISECONDS = 33


@dataclass(frozen=True)
class Pen:
    """What a stroke is drawn with: its width in pixels of the sheet, and ink of a colour, or an eraser."""

    width: int = 22
    colour: str = "white"
    erases: bool = False


class DrawingSheet(QObject):
    """What is drawn so far, with every stroke to be undone; points are counted in pixels of the sheet.

    `changed` says, a few times a second while a stroke is drawn, that `picture` is another one; `finished` that a
    stroke has ended or the drawing was changed as a whole; `painted` that there is more to see.
    """

    changed = Signal()
    finished = Signal()
    painted = Signal()
    pen_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.size, self._grey = QSize(SIDE, SIDE), True
        self.place: QPointF | None = None  # of the pen
        self._pen = Pen()
        self._history = History.begin("Blank sheet", Drawing())
        self._stroke: Stroke | None = None
        self._pixels = self.drawing.paint(self.size)
        self._pace = QTimer(self, singleShot=True, interval=CHANGE_MILLISECONDS)
        self._pace.timeout.connect(self.changed)

    # -- the drawing --------------------------------------------------------------------------------------------

    @property
    def drawing(self) -> Drawing:
        return self._history.present.value

    @property
    def is_blank(self) -> bool:
        return self.drawing.is_blank and self._stroke is None

    @property
    def picture(self) -> Image:
        """What is drawn so far, float32 `(height, width, 1 or 3)` from 0 to 1, about `SIDE` pixels large."""
        return picture_of(self._pixels, grey=self._grey)

    @property
    def pixels(self) -> QImage:
        """The sheet as it is painted, stroke under way included."""
        return self._pixels

    @property
    def can_undo(self) -> bool:
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        return bool(self._history.future)

    def begin(self, ground: Image | None = None, *, height: int = 1, width: int = 1, grey: bool = True) -> None:
        """Begin a new drawing, over a picture if one is given, on a sheet of such proportions."""
        self._stroke, self._grey, self.place = None, grey, None
        self.size = QSize(width, height).scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        self._pen = replace(self._pen, colour="white") if grey else self._pen
        self._go_to(History.begin("Begin", Drawing(ground)))

    def clear(self) -> None:
        if not self.is_blank:
            self.lift()
            self._go_to(self._history.then("Clear", Drawing()))

    def undo(self) -> None:
        self.lift()
        if self.can_undo:
            self._go_to(self._history.undo())

    def redo(self) -> None:
        self.lift()
        if self.can_redo:
            self._go_to(self._history.redo())

    def _go_to(self, history: History[Drawing]) -> None:
        self._history = history
        self._pixels = self.drawing.paint(self.size)
        self._finish()

    def _finish(self) -> None:
        self._pace.stop()
        self.painted.emit()
        self.changed.emit()
        self.finished.emit()

    # -- the pen ------------------------------------------------------------------------------------------------

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down."""
        return self._stroke is not None

    @property
    def pen_place(self) -> QPointF:
        """Where the pen is, or would be put down first."""
        return self.place or QPointF(self.size.width() / 2, self.size.height() / 4)

    @property
    def pen(self) -> Pen:
        return self._pen

    def take_pen(self, pen: Pen) -> None:
        """Draw the next stroke with this pen."""
        self._pen = replace(pen, width=min(THICKEST, max(THINNEST, pen.width)))
        self.painted.emit()
        self.pen_changed.emit()

    def put_down(self, place: QPointF, *, erases: bool = False, pressure: float = 1.0) -> None:
        """Begin a stroke at a point of the sheet."""
        self.lift()
        erases = erases or self._pen.erases
        self._stroke = Stroke(PAPER.name() if erases else self._pen.colour)
        self.draw_to(place, pressure)

    def draw_to(self, place: QPointF, pressure: float = 1.0) -> None:
        """Go on with the stroke, thinner where a tablet is pressed less."""
        self.place = place
        if self._stroke is not None:
            drawn = len(self._stroke.points)
            self._stroke = self._stroke.to(place.x(), place.y(), self._pen.width * (0.3 + 0.7 * pressure))
            painter = sheet_painter(self._pixels)
            self._stroke.paint(painter, drawn)
            painter.end()
            if not self._pace.isActive():
                self._pace.start()
        self.painted.emit()

    def lift(self) -> None:
        """End the stroke, if one is under way."""
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            drawing = replace(self.drawing, strokes=(*self.drawing.strokes, stroke))
            self._history = self._history.then("Stroke", drawing)
            self._finish()

    def drop(self) -> None:
        """Take back the stroke that is under way."""
        if self._stroke is not None:
            self._stroke = None
            self._go_to(self._history)

    def kept_in(self, place: QPointF) -> QPointF:
        """The nearest point on the sheet."""
        return QPointF(min(self.size.width(), max(0.0, place.x())), min(self.size.height(), max(0.0, place.y())))
