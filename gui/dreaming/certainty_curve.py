"""How certain the network was on the way of a dream, over the strip of its frames."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu

from gui import theme
from gui.reading_plot import ReadingPlot

HEIGHT = 92
CURVE = "certainty"


class CertaintyCurve(ReadingPlot):
    """One curve from 0 to 100 %, a line at the step that is shown. `sought` carries a step that was clicked or dragged
    to."""

    sought = Signal(float)

    def __init__(self) -> None:
        super().__init__("Certainty", "step", "certain (%)", {CURVE: "accent"})
        self.setFixedHeight(HEIGHT)
        self.setMouseEnabled(x=False, y=False)
        self.plotItem.legend.hide()
        self.plotItem.layout.setContentsMargins(0, 8, 32, 0)  # the button stands beside the curve
        self.getAxis("left").setTicks([[(0, "0"), (50, "50"), (100, "100")]])
        self.getAxis("bottom").setHeight(22)
        self._now = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self.addItem(self._now, ignoreBounds=True)
        self._now.hide()
        self.setYRange(0, 100, padding=0.16)
        self.setXRange(0, 1, padding=0)
        self._paint_theme()

    @property
    def span(self) -> tuple[float, float]:
        """Where the first and the last step lie, in pixels from the left edge of the widget."""
        box = self.plotItem.vb.sceneBoundingRect()
        return float(self.mapFromScene(box.topLeft()).x()), float(self.mapFromScene(box.topRight()).x())

    def show_way(self, steps: list[float], percent: list[float], last_step: int) -> None:
        """Show the certainty at these steps; the axis ends at `last_step`."""
        self.setXRange(0, last_step, padding=0)
        self.show_curve(CURVE, steps, percent)

    def show_step(self, step: float | None) -> None:
        """Draw the line at a step, or none."""
        self._now.setVisible(step is not None)
        if step is not None:
            self._now.setPos(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pass

    def _seek(self, place: QPointF) -> None:
        self.sought.emit(self.plotItem.vb.mapSceneToView(self.mapToScene(place.toPoint())).x())

    def _add_scales(self, menu: QMenu) -> None:
        """None: they are those of the timeline."""

    def _paint_theme(self) -> None:
        super()._paint_theme()
        self.setTitle(None)
        self.getAxis("bottom").showLabel(False)
        if hasattr(self, "_now"):
            self._now.setPen(pyqtgraph.mkPen(theme.current().accent, width=1))
