"""A photo of what the network should recognize."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from engine.editing.screen import screen_picture
from engine.image import Image
from gui import theme
from gui.empty_state import EmptyState
from gui.image_canvas import ImageCanvas


class PhotoBox(QWidget):
    """Shows a photo, or how to bring one."""

    open_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo: Image | None = None
        self._canvas = ImageCanvas()
        self._canvas.setAccessibleName("Photo")
        ways_on = {"Open a photo": self.open_wanted.emit, "Paste": self.paste_wanted.emit}
        text = "Drop one here. Digits are best dark on bright paper, or bright on dark."
        self.empty = EmptyState("camera-outline", "A photo", text, ways_on, width=280)
        shown = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        for name, tip, wanted in (
            ("Another photo…", "Open another picture file", self.open_wanted),
            ("Paste", "Use the picture on the clipboard (Ctrl+V)", self.paste_wanted),
        ):
            button = QPushButton(name, toolTip=tip)
            button.clicked.connect(wanted)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._canvas, 1)
        column.addLayout(buttons)
        self._views = QStackedLayout(self)
        self._views.addWidget(self.empty)
        self._views.addWidget(shown)

    def show_photo(self, photo: Image) -> None:
        self.photo = photo
        self._canvas.show_picture(screen_picture(photo))
        self._views.setCurrentIndex(1)
