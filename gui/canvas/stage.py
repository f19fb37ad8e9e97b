"""Pictures on a widget, at any scale: one alone, or before and after compared."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.editing.comparison import Compare, Comparison
from engine.editing.screen import ScreenPicture
from engine.image import Image
from gui import theme
from gui.canvas.compare import halves, paint_line, paint_name, two_panes
from gui.canvas.layer import Layer
from gui.canvas.pixels import has_values, paint_grid, paint_values
from gui.canvas.rulers import THICKNESS, paint_rulers
from gui.canvas.view import LARGEST, View, beside, fitting, logical_size, on_screen_pixels, share_at


@dataclass(frozen=True)
class Sight:
    """A picture as it lies on the canvas: the whole of it fills `frame`, and it is painted inside `clip`."""

    layer: Layer
    pane: QRectF
    clip: QRectF
    frame: QRectF


class Stage(QWidget):
    """Shows a `ScreenPicture`, alone or compared with another; knows which pixel lies where.

    A scale of 1 is one pixel of the picture on one pixel of the screen. Reduced pictures are smooth; from 200 %
    on pixels are shown crisp.
    """

    zoomed = Signal(float)
    split_moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._after: Layer | None = None
        self._before: Layer | None = None
        self._view = View()
        self._fitted = True
        self._largest_fit = LARGEST
        self._compare, self._split = Compare.OFF, 0.5
        self._unfiltered = self._before_held = self._line_held = self._grid = self._rulers = False
        self._cursor_at: QPointF | None = None
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Picture")

    # -- what is shown --------------------------------------------------------------------------------------

    def show_picture(
        self,
        after: ScreenPicture,
        before: ScreenPicture | None = None,
        values: Image | None = None,
        values_before: Image | None = None,
        *,
        unfiltered: bool = False,
    ) -> None:
        """Show a picture, and the one before it to compare with; the view stays where it was.

        `values` are the pictures as they are stored, whose numbers are written in large pixels; by default it is
        those of the screen. One that is `unfiltered`, because the result is not there yet, is called Before.
        """
        self._unfiltered = unfiltered
        self._after = Layer(after, values)
        self._before = Layer(before, values_before) if before else None
        self._refit()
        self.update()

    def limit_fit(self, largest: float) -> None:
        """How far `fit` may enlarge a small picture."""
        self._largest_fit = largest

    def hold_before(self, held: bool) -> None:
        """Show only the picture before filtering, or go back to what was shown."""
        self._before_held = held
        self.update()

    def toggle_before(self) -> None:
        self.hold_before(not self._before_held)

    @property
    def compare(self) -> Compare:
        return self._compare

    def set_compare(self, how: Compare) -> None:
        """Show before and after together, or only after."""
        self._compare = how
        self._refit()
        self.update()

    @property
    def split(self) -> float:
        return self._split

    def set_split(self, share: float) -> None:
        """Where the split line is, in shares of the canvas."""
        self._split = min(1.0, max(0.0, share))
        self.split_moved.emit(self._split)
        self.update()

    def comparison(self) -> Comparison:
        """How the whole picture is compared, with the split line at the place of the picture where it is now."""
        if not self._compare.is_split or not (sights := self.sights()):
            return Comparison(self._compare)
        share = share_at(sights[-1].frame, sights[-1].clip.topLeft())
        place = share.x() if self._compare is Compare.LEFT_RIGHT else share.y()
        return Comparison(self._compare, min(1.0, max(0.0, place)))

    def set_grid(self, on: bool) -> None:
        """Lines between pixels from 800 % on, their values from 3200 % on."""
        self._grid = on
        self.update()

    def set_rulers(self, on: bool) -> None:
        """Rulers at the top and the left, in pixels of the picture."""
        self._rulers = on
        self._refit()
        self.update()

    def rendered_view(self) -> QImage:
        """What is in sight, in pixels of the screen: before and after as they are compared, without handles."""
        ratio, area = self.devicePixelRatioF(), self.area()
        picture = QImage((area.size() * ratio).toSize(), QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        painter.translate(-area.topLeft())
        self._paint_pictures(painter)
        painter.end()
        return picture

    # -- the view ---------------------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        return self._view.scale

    def fit(self) -> None:
        """The whole picture, as large as it goes."""
        self._fitted = True
        self._refit()
        self.update()

    def zoom_to(self, scale: float, about: QPointF | None = None) -> None:
        """Another scale, keeping the picture under the point `about` (the middle by default) where it is."""
        if sights := self.sights():
            pane = self.sight_at(about).pane if about else sights[-1].pane
            self._look(self._view.zoomed(scale, about or pane.center(), pane, self._size()))

    def zoom_in(self) -> None:
        self.zoom_to(2.0 ** (math.floor(math.log2(self.scale) + 1e-6) + 1))

    def zoom_out(self) -> None:
        self.zoom_to(2.0 ** (math.ceil(math.log2(self.scale) - 1e-6) - 1))

    def pan(self, by: QPointF) -> None:
        """Take the picture along."""
        if self._after is not None:
            self._look(self._view.moved(by, self._size()))

    def pixel_at(self, point: QPointF) -> tuple[int, int] | None:
        """The pixel (x, y) of the picture after filtering under a point of the canvas, or None outside."""
        if self._after is None or not self.area().contains(point):
            return None
        share = share_at(self.sight_at(point).frame, point)
        x, y = math.floor(share.x() * self._after.width), math.floor(share.y() * self._after.height)
        return (x, y) if 0 <= x < self._after.width and 0 <= y < self._after.height else None

    def sizeHint(self) -> QSize:
        return QSize(800, 600)

    def area(self) -> QRectF:
        """The canvas without its rulers."""
        edge = THICKNESS if self._rulers else 0
        return QRectF(self.rect()).adjusted(edge, edge, 0, 0)

    def _size(self) -> QSizeF:
        """How large the picture is at a scale of 1."""
        assert self._after is not None
        return logical_size(self._after.width, self._after.height, self.devicePixelRatioF())

    def _size_of(self, layer: Layer) -> QSizeF:
        return beside(self._size(), logical_size(layer.width, layer.height, self.devicePixelRatioF()))

    def sights(self) -> list[Sight]:
        """What is painted where, the picture after filtering last."""
        after, area = self._after, self.area()
        if after is None:
            return []
        before = self._before or after
        if self._before_held:
            after = before
        if self._compare is Compare.SIDE_BY_SIDE:
            left, right = two_panes(area)
            return [self._sight(before, left, left), self._sight(after, right, right)]
        if self._compare.is_split:
            first, second = halves(area, self._compare, self._split)
            return [self._sight(before, area, first), self._sight(after, area, second)]
        return [self._sight(after, area, area)]

    def _sight(self, layer: Layer, pane: QRectF, clip: QRectF) -> Sight:
        frame = self._view.frame(pane, self._size_of(layer))
        return Sight(layer, pane, clip, on_screen_pixels(frame, self.devicePixelRatioF()))

    def sight_at(self, point: QPointF) -> Sight:
        """What is seen at a point, or nearest to it."""
        sights = self.sights()
        return next((sight for sight in sights if sight.clip.contains(point)), sights[-1])

    def _look(self, view: View) -> None:
        self._view, self._fitted = view, False
        self.zoomed.emit(view.scale)
        self.update()

    def _refit(self) -> None:
        if self._fitted and (sights := self.sights()):
            sizes = [self._size_of(sight.layer) for sight in sights]
            self._view = fitting(sights[0].pane, sizes, self._largest_fit)
            self.zoomed.emit(self._view.scale)

    # -- painting ---------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_pictures(painter)
        sights = self.sights()
        if sights and self._compare.is_split:
            paint_line(painter, self.area(), self._compare, self._split, held=self._line_held)
        if sights:
            self._paint_over(painter, sights)
        if sights and self._rulers:
            size = (sights[-1].layer.width, sights[-1].layer.height)
            sights = sights[-1:] if self._compare.is_split else sights
            paint_rulers(painter, QRectF(self.rect()), [(one.pane, one.frame) for one in sights], size, self._cursor_at)

    def _paint_over(self, painter: QPainter, sights: list[Sight]) -> None:
        """What lies over the pictures and below the rulers."""

    def _paint_pictures(self, painter: QPainter) -> None:
        ratio, sights = self.devicePixelRatioF(), self.sights()
        painter.fillRect(self.rect(), QColor(theme.current().canvas))
        for sight in sights:
            written = self._grid and has_values(sight.layer, sight.frame, ratio)
            sight.layer.paint(painter, sight.frame, sight.clip, ratio, plain=written)
            if self._grid:
                paint_grid(painter, sight.layer, sight.frame, sight.clip, ratio)
                paint_values(painter, sight.layer, sight.frame, sight.clip, ratio)
        if self._compare is Compare.SIDE_BY_SIDE and sights:
            first, second = sights[0].pane, sights[-1].pane
            gap = QRectF(first.topRight(), second.bottomLeft())
            painter.fillRect(gap, QColor(theme.current().faint))
        if sights and (self._unfiltered or self._compare is not Compare.OFF):
            paint_name(painter, sights[0].clip, "Before", at_end=False)
        if sights and self._compare is not Compare.OFF:
            low = self._compare is Compare.TOP_BOTTOM
            name = "Before" if self._unfiltered or self._before_held else "After"
            paint_name(painter, sights[-1].clip, name, at_end=not low and self._compare.is_split, at_bottom=low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._refit()
