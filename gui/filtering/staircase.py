"""The maps of an encoder in the contracting form of a U-Net: each level one step down, operations on the arrows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from engine.editing.pyramid import MapPicture, Pyramid
from engine.filters.encoder import BLOCK, NAMES, POOLED, Encoder, Kernels
from gui import theme
from gui.qimage import qimage_over

Key = tuple[int, int, int]
"""Level, stage and kernel of a map."""
ACROSS, DOWN, CAPTION, MARGIN = 92, 44, 22, 24
"""Room for an arrow to the right, for one down, for the size under a box, and around all, in pixels."""
LARGEST, COMFORTABLE, SMALLEST, LEAST = 260, 176, 120, 80
"""The width of a box of the first level at most, in the wide form, at least; and the least of any level."""
LABEL = 124
"""How far the words beside an arrow down reach from it."""
SHRINK = 0.74
ORDINAL = ("", "first", "second")


def title(picture: MapPicture, encoder: Encoder) -> str:
    """What a map is: "Level 2, after the first convolution: brighter to the right"."""
    if picture.stage == 0:
        return "Brightness of the picture"
    where = "after pooling" if picture.stage == POOLED else f"after the {ORDINAL[picture.stage]} convolution"
    return f"Level {picture.level}, {where}: {NAMES[encoder.kernels][picture.kernel]}"


def numbers(picture: MapPicture) -> str:
    """Size, smallest, largest and mean value of a map."""
    height, width = picture.shape
    return f"{width} × {height} px    min {picture.low:.4g}    max {picture.high:.4g}    mean {picture.mean:.4g}"


@dataclass(frozen=True)
class Box:
    """Where the maps of a stage are drawn."""

    level: int
    stage: int
    rect: QRect


def boxes(levels: int, aspect: float, first_width: int, advance: int) -> list[Box]:
    """The boxes of a pyramid, from the one at the upper left down; `aspect` is width by height of the picture.

    Each level begins `advance` boxes to the right of the one before: 2 is straight below the maps that are pooled.
    """
    placed: list[Box] = []
    left, top = MARGIN, MARGIN
    for level in range(1, levels + 2):
        width = max(LEAST, round(first_width * SHRINK ** (level - 1)))
        height = round(width / aspect)
        stages = range(POOLED if level <= levels else 1)
        placed += [Box(level, stage, QRect(left + stage * (width + ACROSS), top, width, height)) for stage in stages]
        left += (2 if level == levels else advance) * (width + ACROSS)
        top += height + CAPTION + DOWN
    return placed


def fitting(levels: int, aspect: float, room: QSize) -> list[Box]:
    """The boxes as large as they fit into a room, but large enough to see something."""
    placed: list[Box] = []
    for advance, least in ((2, COMFORTABLE), (1, SMALLEST)):
        for width in range(LARGEST, least - 1, -4):
            placed = boxes(levels, aspect, width, advance)
            extent = _extent(placed)
            left, top = room.width() - extent.width(), room.height() - extent.height()
            if left >= 0 and top >= 0:
                return [replace(box, rect=box.rect.translated(left // 2, top // 2)) for box in placed]
    return placed


def _extent(placed: list[Box]) -> QSize:
    right = max(*(box.rect.right() for box in placed), placed[-1].rect.center().x() + LABEL) + MARGIN
    return QSize(right, max(box.rect.bottom() for box in placed) + CAPTION + MARGIN)


class MapButton(QAbstractButton):
    """A map as a thumbnail that is clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: np.ndarray | None = None
        self._scaled = QImage()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_map(self, picture: MapPicture | None, encoder: Encoder) -> None:
        """Show a map, or that it is still being computed."""
        self._picture = picture.pixels if picture else None
        self._scaled = QImage()
        self.setEnabled(picture is not None)
        if picture is not None:
            self.setToolTip(f"{title(picture, encoder)}\n{numbers(picture)}")
            self.setAccessibleName(title(picture, encoder))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.raised))
        if self._picture is not None:
            self._draw(painter, self._picture)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(QColor(look.accent), 4))
            painter.drawRect(self.rect())

    def _draw(self, painter: QPainter, pixels: np.ndarray) -> None:
        """Reduced by means of areas, so that thin edges stay; enlarged with its pixels."""
        wanted = self.size() * self.devicePixelRatioF()
        if self._scaled.size() != wanted:
            reduced = pixels.shape[1] >= wanted.width()
            how = Qt.TransformationMode.SmoothTransformation if reduced else Qt.TransformationMode.FastTransformation
            self._scaled = qimage_over(pixels).scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, how)
        painter.drawImage(self.rect(), self._scaled)


class Staircase(QWidget):
    """Draws a `Pyramid`; `chosen` carries the level, stage and kernel of the map that was clicked."""

    chosen = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._encoder = Encoder()
        self._aspect, self._room = 1.5, QSize(800, 500)
        self._boxes: list[Box] = []
        self._sizes: dict[tuple[int, int], str] = {}
        self.buttons: dict[Key, MapButton] = {}

    def show_pyramid(self, pyramid: Pyramid) -> None:
        """Show the maps that are there, in the places of those of before."""
        first = pyramid.maps[0]
        aspect = min(2.4, max(0.6, first.shape[1] / first.shape[0]))
        anew = (aspect, pyramid.encoder.levels, len(pyramid.encoder.bank)) != (
            self._aspect, self._encoder.levels, len(self._encoder.bank)
        )  # fmt: skip
        self._aspect, self._encoder = aspect, pyramid.encoder
        if anew or not self._boxes:
            self._place()
        maps = {(each.level, each.stage, each.kernel): each for each in pyramid.maps}
        for key, button in self.buttons.items():
            if anew or key in maps:  # else the map stays until there is a new one, so that nothing flickers
                button.show_map(maps.get(key), pyramid.encoder)
        found = {(level, stage): picture.shape for (level, stage, _), picture in maps.items()}
        self._sizes = ({} if anew else self._sizes) | {
            place: f"{width} × {height}" for place, (height, width) in found.items()
        }
        self.update()

    def fit(self, room: QSize) -> None:
        """Make the boxes as large as they fit into a room."""
        if room != self._room:
            self._room = room
            if self._boxes:
                self._place()

    def _place(self) -> None:
        self._boxes = fitting(self._encoder.levels, self._aspect, self._room)
        wanted = dict(self._map_places())
        for key in set(self.buttons) - set(wanted):
            self.buttons.pop(key).deleteLater()
        for key, rect in wanted.items():
            if key not in self.buttons:
                self.buttons[key] = MapButton(self)
                self.buttons[key].clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
                self.buttons[key].show()
            self.buttons[key].setGeometry(rect)
        for one, other in zip(list(wanted)[:-1], list(wanted)[1:], strict=True):
            QWidget.setTabOrder(self.buttons[one], self.buttons[other])
        extent = _extent(self._boxes)
        self.setMinimumSize(extent)
        self.update()

    def _map_places(self) -> Iterator[tuple[Key, QRect]]:
        """The places of the maps: those of four kernels two by two in their box."""
        count = len(self._encoder.bank)
        for box in self._boxes:
            level, stage = source(box)
            if count == 1 or stage == 0:
                yield (level, stage, 0), box.rect
                continue
            width, height = (box.rect.width() - 2) // 2, (box.rect.height() - 2) // 2
            for kernel in range(count):
                left = box.rect.left() + kernel % 2 * (box.rect.width() - width)
                top = box.rect.top() + kernel // 2 * (box.rect.height() - height)
                yield (level, stage, kernel), QRect(left, top, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.numbers_font(12))
        painter.setPen(QColor(theme.current().text))
        for box in self._boxes:
            caption = QRect(box.rect.left() - ACROSS // 2, box.rect.bottom() + 4, box.rect.width() + ACROSS, 18)
            painter.drawText(caption, Qt.AlignmentFlag.AlignHCenter, self._sizes.get(source(box), "…"))
        painter.setFont(theme.numbers_font(11))
        for box, following in pairwise(self._boxes):
            if following.level == box.level:
                self._paint_convolution(painter, box.rect, following.rect)
            else:
                self._paint_pooling(painter, box.rect, following.rect)

    def _paint_convolution(self, painter: QPainter, here: QRect, there: QRect) -> None:
        tall, wide = np.shape(self._encoder.bank[0])
        what = "kernel" if self._encoder.kernels is Kernels.OWN else self._encoder.kernels.value
        middle = here.center().y()
        _arrow(painter, QPointF(here.right() + 8, middle), QPointF(there.left() - 8, middle))
        painter.setPen(QColor(theme.current().quiet))
        above = QRect(here.right(), middle - 38, ACROSS, 32)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{wide} × {tall} {what}\n+ ReLU")

    def _paint_pooling(self, painter: QPainter, here: QRect, there: QRect) -> None:
        x, bend = there.center().x(), here.bottom() + CAPTION + 12
        start = QPointF(x, bend - 8)
        if here.left() != there.left():  # down from the maps that are pooled, then back
            start = QPointF(x, bend)
            painter.setPen(QPen(QColor(theme.current().accent), 1.5))
            above = QPointF(here.center().x(), bend - 8)
            painter.drawPolyline([above, above + QPointF(0, 8), start])
        _arrow(painter, start, QPointF(x, there.top() - 6))
        painter.setPen(QColor(theme.current().quiet))
        beside = QRect(x + 12, bend, LABEL, there.top() - 6 - bend)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, f"max pooling {BLOCK} × {BLOCK}")


def source(box: Box) -> tuple[int, int]:
    """The level and stage of the maps in a box: what comes into a level was pooled in the one before."""
    return (box.level - 1, POOLED) if box.stage == 0 and box.level > 1 else (box.level, box.stage)


def _arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
    colour = QColor(theme.current().accent)
    painter.setPen(QPen(colour, 1.5))
    painter.drawLine(start, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    along = QPointF(7, 0) if start.y() == end.y() else QPointF(0, 7)
    across = QPointF(along.y(), along.x()) * 0.6
    painter.drawPolygon(QPolygonF([end, end - along + across, end - along - across]))
