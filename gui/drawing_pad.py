"""A sheet to draw on with its tools: pen, eraser, undo, redo, clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QSlider, QToolButton, QVBoxLayout, QWidget

from engine.image import Image
from gui import theme
from gui.drawing_sheet import THICKEST, THINNEST, DrawingSheet
from gui.sheet_view import SheetView
from gui.wheel_guard import WheelGuard


class DrawingPad(QWidget):
    """What is drawn is `picture`; `changed` and `finished` are the sheet's."""

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = DrawingSheet(self)
        self.view = SheetView(self.sheet)
        self.setFocusProxy(self.view)
        self.sheet.changed.connect(self.changed)
        self.sheet.finished.connect(self.finished)
        self.sheet.finished.connect(self._show_tools)
        self.sheet.pen_changed.connect(self._show_tools)
        self.width_slider = QSlider(Qt.Orientation.Horizontal, minimum=THINNEST, maximum=THICKEST)
        self.width_slider.setAccessibleName("Pen size")
        self.width_slider.setToolTip("Pen size ([ and ])")
        self.width_slider.valueChanged.connect(lambda width: self.sheet.take_pen(replace(self.sheet.pen, width=width)))
        WheelGuard(self.width_slider)
        self.eraser = self._tool("eraser", "Eraser", "E, or the right mouse button", None)
        self.eraser.setCheckable(True)
        self.eraser.toggled.connect(lambda on: self.sheet.take_pen(replace(self.sheet.pen, erases=on)))
        self.colour = self._tool("palette-outline", "Ink colour", "", self._ask_colour)
        self.undo_button = self._tool("undo", "Undo", "Ctrl+Z", self.sheet.undo)
        self.redo_button = self._tool("redo", "Redo", "Ctrl+Shift+Z", self.sheet.redo)
        self.clear_button = self._tool("trash-can-outline", "Clear", "Del", self.sheet.clear)
        self._lay_out()
        self.begin()

    @property
    def picture(self) -> Image:
        """What is drawn so far, float32 `(height, width, 1 or 3)` from 0 to 1, with bright ink on black."""
        return self.sheet.picture

    @property
    def is_blank(self) -> bool:
        return self.sheet.is_blank

    def begin(self, ground: Image | None = None, *, height: int = 1, width: int = 1, grey: bool = True) -> None:
        """Begin a new drawing, over a picture if one is given, on a sheet of such proportions."""
        self.colour.setVisible(not grey)
        self.sheet.begin(ground, height=height, width=width, grey=grey)

    def clear(self) -> None:
        """Take a blank sheet; undo brings the drawing back."""
        self.sheet.clear()

    def _ask_colour(self) -> None:
        colour = QColorDialog.getColor(QColor(self.sheet.pen.colour), self, "Ink colour")
        if colour.isValid():
            self.sheet.take_pen(replace(self.sheet.pen, colour=colour.name(), erases=False))

    def _show_tools(self) -> None:
        pen = self.sheet.pen
        with QSignalBlocker(self.width_slider), QSignalBlocker(self.eraser):
            self.width_slider.setValue(pen.width)
            self.eraser.setChecked(pen.erases)
        swatch = QPixmap(18, 18)
        swatch.fill(QColor(pen.colour))
        self.colour.setIcon(QIcon(swatch))
        self.undo_button.setEnabled(self.sheet.can_undo)
        self.redo_button.setEnabled(self.sheet.can_redo)
        self.clear_button.setEnabled(not self.sheet.is_blank)

    def _tool(self, icon: str, name: str, keys: str, do: Callable[[], object] | None) -> QToolButton:
        button = theme.with_icon(QToolButton(autoRaise=True, accessibleName=name, iconSize=QSize(20, 20)), icon)
        button.setToolTip(f"{name} ({keys})" if keys else name)
        if do is not None:
            button.clicked.connect(lambda: do())
        return button

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(theme.SPACE // 2)
        tools.addWidget(self.width_slider, 1)
        tools.addSpacing(theme.SPACE)
        for button in (self.colour, self.eraser, self.undo_button, self.redo_button, self.clear_button):
            tools.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.view)
        column.addLayout(tools)
        column.addStretch(1)
