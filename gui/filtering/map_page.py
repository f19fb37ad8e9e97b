"""One map of an encoder, large, with its numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.editing.pyramid import MapPicture
from engine.filters.encoder import Encoder
from gui import theme
from gui.filtering.staircase import numbers, title
from gui.qimage import qimage_over


class LargeMap(QWidget):
    """A map as large as there is room; what is enlarged keeps its pixels."""

    def __init__(self) -> None:
        super().__init__(accessibleName="The map")
        self._pixels: np.ndarray | None = None

    def show_pixels(self, pixels: np.ndarray) -> None:
        self._pixels = pixels
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().canvas))
        if self._pixels is None:
            return
        picture = qimage_over(self._pixels)
        size = QSizeF(picture.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, picture.width() >= size.width())
        painter.drawImage(place, picture)


class MapPage(QWidget):
    """Shows a map; `left` asks to go back, `turned` for the next one (1) or the one before (-1)."""

    left = Signal()
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel(objectName="heading")
        self.numbers = QLabel(accessibleName="Size and values of the map")
        self.numbers.setFont(theme.numbers_font())
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._picture = LargeMap()
        self.back_button = QPushButton("All maps", autoDefault=False, toolTip="Back to all maps (Esc)")
        theme.with_icon(self.back_button, "arrow-left")
        self.back_button.clicked.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self.back_button)
        head.addSpacing(theme.SPACE)
        head.addWidget(self.title, 1)
        for icon, name, key, by in (
            ("chevron-left", "Previous map", Qt.Key.Key_Left, -1),
            ("chevron-right", "Next map", Qt.Key.Key_Right, 1),
        ):
            button = theme.with_icon(QToolButton(autoRaise=True, toolTip=f"{name} (arrow key)"), icon)
            button.setAccessibleName(name)
            button.setShortcut(key)
            button.clicked.connect(lambda _=False, by=by: self.turned.emit(by))
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addLayout(head)
        column.addWidget(self._picture, 1)
        column.addWidget(self.numbers)

    def show_map(self, picture: MapPicture, encoder: Encoder) -> None:
        self.title.setText(title(picture, encoder))
        self.numbers.setText(numbers(picture))
        self._picture.show_pixels(picture.pixels)
