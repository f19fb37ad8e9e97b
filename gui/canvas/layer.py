"""A picture painted quickly at any scale, however large it is."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

from engine.editing.screen import ScreenPicture
from engine.image import Image
from gui.qimage import qimage_over

BACKDROP = 0x84
"""The mean of the two greys of the checkerboard."""


class Layer:
    """A `ScreenPicture`, and the numbers of its pixels (`values`) as the picture itself stores them."""

    def __init__(self, picture: ScreenPicture, values: Image | None = None) -> None:
        self._levels = [qimage_over(level) for level in picture.levels]
        self._pixels = picture.levels[0]
        self._image = values
        self._scratch = QImage()

    @property
    def width(self) -> int:
        return self._levels[0].width()

    @property
    def height(self) -> int:
        return self._levels[0].height()

    @property
    def values(self) -> np.ndarray:
        """The numbers of the pixels `(height, width, channels)`: the picture's own, or else those of the screen."""
        return self._pixels if self._image is None else self._image.pixels

    @property
    def shown(self) -> np.ndarray:
        """The pixels as the screen shows them, uint8 `(height, width, 1, 3 or 4)`."""
        return self._pixels

    def scale_in(self, frame: QRectF, ratio: float) -> float:
        """How many pixels of the screen a pixel of this picture takes where it fills `frame`."""
        return frame.width() * ratio / self.width

    def paint(self, painter: QPainter, frame: QRectF, clip: QRectF, ratio: float, *, plain: bool = False) -> None:
        """Paint what of the picture, filling `frame`, is seen in `clip`: smooth below 200 %, crisp from there on.

        Transparent pixels lie on a checkerboard, or on its mean (`plain`) where something is written on them.
        """
        seen = frame.intersected(clip)
        if seen.isEmpty():
            return
        if self._levels[0].hasAlphaChannel():
            painter.fillRect(seen, QColor(*3 * [BACKDROP]) if plain else _checkerboard())
        scale = self.scale_in(frame, ratio)
        level = self._levels[min(len(self._levels) - 1, max(0, math.floor(-math.log2(scale) + 0.3)))]
        across, down = level.width() / frame.width(), level.height() / frame.height()
        source = QRectF(
            (seen.left() - frame.left()) * across, (seen.top() - frame.top()) * down,
            seen.width() * across, seen.height() * down,
        )  # fmt: skip
        if scale < 2 and abs(scale - 1) > 1e-9:
            level, source = self._for_smoothing(level, source)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(seen, level, source)

    def _for_smoothing(self, level: QImage, source: QRectF) -> tuple[QImage, QRectF]:
        """What of a level is in sight, in the format that Qt scales fast: six times as fast, the copy included."""
        cut = source.toAlignedRect().adjusted(-2, -2, 2, 2).intersected(level.rect())
        alpha = level.hasAlphaChannel()
        form = QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32
        room = self._scratch.size().expandedTo(QSize(cut.width(), cut.height()))
        if self._scratch.size() != room or self._scratch.format() != form:
            self._scratch = QImage(room, form)
        copier = QPainter(self._scratch)
        copier.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        copier.drawImage(QPointF(0, 0), level, QRectF(cut))
        copier.end()
        return self._scratch, source.translated(-cut.left(), -cut.top())


@lru_cache(maxsize=1)
def _checkerboard() -> QBrush:
    """What shows through transparent pixels."""
    tile = QPixmap(16, 16)
    tile.fill(QColor("#9a9a9a"))
    painter = QPainter(tile)
    painter.fillRect(0, 0, 8, 8, QColor("#6e6e6e"))
    painter.fillRect(8, 8, 8, 8, QColor("#6e6e6e"))
    painter.end()
    return QBrush(tile)
