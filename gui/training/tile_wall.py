"""Many small pictures of numbers side by side: weights, kernels, feature maps, hidden units."""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from engine.editing.signed import signed_colours
from engine.nn.inside import Maps
from gui import theme
from gui.qimage import qimage_over

GAP = 4
SMALLEST, LARGEST = 20, 192
"""The sides of a tile on the screen, in points."""
NOTHING = Maps(np.empty((0, 1, 1), np.float32))


class TileWall(QAbstractScrollArea):
    """Shows maps as large as they find room, colours for their signs, the number under the cursor as a tooltip.

    `chosen` carries the number of a tile that was clicked or walked to with the arrow keys.
    """

    chosen = Signal(int)

    def __init__(self, name: str, what: str) -> None:
        super().__init__(accessibleName=name)
        self._what = what  # of what there is one a tile: "unit", "kernel"
        self._maps = NOTHING
        self._strip = QImage()
        self._current = -1
        self._smooth = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumHeight(SMALLEST + 2 * GAP)

    @property
    def maps(self) -> Maps:
        return self._maps

    def show_maps(self, maps: Maps | None, *, largest: float | None = None, smooth: bool = False) -> None:
        """Show other maps, or none. Colours are full at ±`largest`, or else at the largest number of all."""
        self._maps, self._smooth = maps or NOTHING, smooth
        count, height, width = self._maps.values.shape
        self._current = min(self._current, count - 1)
        colours = signed_colours(
            self._maps.values.reshape(count * height, width), *theme.sign_colours(), largest=largest
        )
        self._strip = qimage_over(np.ascontiguousarray(colours)) if count else QImage()
        self._set_range()
        self.viewport().update()

    @property
    def current(self) -> int:
        """The number of the tile that is marked, -1 where none is."""
        return self._current

    def mark(self, number: int) -> None:
        """Mark a tile; -1 marks none."""
        self._current = number
        self.viewport().update()

    def choose(self, number: int) -> None:
        """Mark a tile and say so."""
        self.mark(number)
        self.chosen.emit(number)

    # -- where tiles lie ----------------------------------------------------------------------------------------

    def _tile(self) -> QSize:
        """The size of a tile: as large as lets all be seen at once, in whole multiples of its pixels if it is small."""
        count, height, width = self._maps.values.shape
        room = self.viewport().size()
        for side in range(LARGEST, SMALLEST - 1, -1):
            scale = side / max(height, width)
            scale = int(scale) if scale >= 2 else scale
            size = QSize(max(1, round(width * scale)), max(1, round(height * scale)))
            columns = self._columns(size.width())
            fits_across = columns * (size.width() + GAP) <= room.width() + GAP
            if fits_across and ceil(count / columns) * (size.height() + GAP) <= room.height() + GAP:
                return size
        return size

    def _columns(self, width: int) -> int:
        fitting = max(1, (self.viewport().width() + GAP) // (width + GAP))
        return self._maps.columns if self._maps.columns and self._maps.columns <= fitting else fitting

    def _place(self, number: int, tile: QSize) -> QRect:
        row, column = divmod(number, self._columns(tile.width()))
        scrolled = self.verticalScrollBar().value()
        return QRect(QPoint(column * (tile.width() + GAP), row * (tile.height() + GAP) - scrolled), tile)

    def _number_at(self, point: QPoint) -> int:
        tile = self._tile()
        numbers = range(len(self._maps.values))
        return next((number for number in numbers if self._place(number, tile).contains(point)), -1)

    def _set_range(self) -> None:
        tile = self._tile()
        rows = ceil(len(self._maps.values) / self._columns(tile.width()))
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, rows * (tile.height() + GAP) - GAP - self.viewport().height()))
        bar.setSingleStep(tile.height() + GAP)
        bar.setPageStep(self.viewport().height())

    # -- events -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        count, height, width = self._maps.values.shape
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
        tile = self._tile()
        for number in range(count):
            place = self._place(number, tile)
            if place.intersects(event.rect()):
                painter.drawImage(place, self._strip, QRect(0, number * height, width, height))
                if number == self._current:
                    painter.setPen(QColor(theme.current().accent))
                    painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_range()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        self.choose(-1 if number == self._current else number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns(self._tile().width())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif 0 <= self._current + step < len(self._maps.values):
            self.choose(self._current + step)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.reading_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_maps"):
            self.show_maps(self._maps, smooth=self._smooth)
        super().changeEvent(event)

    def reading_at(self, point: QPoint) -> str:
        """Which tile and which number lies at a point of the viewport, in words, or ""."""
        number = self._number_at(point)
        if number < 0:
            return ""
        tile = self._tile()
        _, height, width = self._maps.values.shape
        inside = point - self._place(number, tile).topLeft()
        row = min(height - 1, inside.y() * height // tile.height())
        column = min(width - 1, inside.x() * width // tile.width())
        value = self._maps.values[number, row, column]
        where = f", row {row}, column {column}" if height * width > 1 else ""
        return f"{self._what} {number}{where}: {value:.4g}"
