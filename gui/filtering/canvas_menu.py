"""The menu that a right click on the picture opens: the pixel there, and what people do with the whole."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from gui.filtering.readout import Readout
from gui.image_canvas import ImageCanvas
from gui.workspace import Workspace

OFFERED = (
    "Copy result", "Copy view", "Save result as", "",
    "Add filter", "Selection rectangle", "Drop selection", "",
    "Fit", "Zoom to 100 %", "Split by an upright line", "Before and after side by side",
)  # fmt: skip
"""The actions of the page that the right click offers too, by name; "" for a line."""


class CanvasMenu(QObject):
    """Offers the actions of a page on its canvas, and the values of the pixel that was clicked."""

    def __init__(self, page: Workspace, canvas: ImageCanvas, readout: Readout) -> None:
        super().__init__(canvas)
        self._page, self._canvas, self._readout = page, canvas, readout
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(self.open)

    def open(self, at: QPoint) -> None:
        """Show the menu at a point of the canvas."""
        menu = QMenu(self._canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pixel = self._canvas.pixel_at(QPointF(at))
        if pixel is not None and (line := self._readout.line(*pixel)):
            menu.addAction("Copy pixel values").triggered.connect(lambda _=False: self._copy(line))
            menu.addSeparator()
        actions = {action.iconText(): action for action in self._page.actions()}
        for name in OFFERED:
            menu.addAction(actions[name]) if name else menu.addSeparator()
        menu.popup(self._canvas.mapToGlobal(at))

    def _copy(self, line: str) -> None:
        QGuiApplication.clipboard().setText(line)
        self._page.status.emit(f"Copied {line}.")
