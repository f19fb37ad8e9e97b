"""A pyqtgraph plot in the look of the window."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QEvent

from gui import theme

pyqtgraph.setConfigOptions(antialias=True, imageAxisOrder="row-major")


class Plot(pyqtgraph.PlotWidget):
    """One plot with axis titles, a legend and curves by name.

    `curves` maps each curve's name to the theme colour it is drawn in, such as "accent"; a rising curve wants its
    legend below.
    """

    def __init__(self, title: str, across: str, up: str, curves: dict[str, str], *, legend_below: bool = False) -> None:
        super().__init__(enableMenu=False)
        menu = self.plotItem.ctrlMenu
        for each in (menu, *(action.menu() for action in menu.actions())):  # nobody owns them
            self.destroyed.connect(each.deleteLater)
        self._titles = (title, across, up)
        self._colours = curves
        self.setMinimumHeight(160)
        self.setMouseEnabled(x=True, y=False)
        self.hideButtons()
        self._legend = self.addLegend(offset=(-8, -8 if legend_below else 8), labelTextSize="9pt", verSpacing=-4)
        self._curves = {name: self.plot([], [], name=name) for name in curves}
        self.plotItem.showGrid(x=True, y=True, alpha=0.12)
        self._paint_theme()

    def show_curve(self, name: str, across: list[float], up: list[float]) -> None:
        """Replace the points of a curve."""
        self._curves[name].setData(across, up)

    def clear_curves(self) -> None:
        for curve in self._curves.values():
            curve.setData([], [])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_curves"):
            self._paint_theme()
        super().changeEvent(event)

    def _paint_theme(self) -> None:
        look = theme.current()
        title, across, up = self._titles
        self.setBackground(look.panel)
        self.setTitle(title, color=look.text, size="10pt")
        for side, text in (("bottom", across), ("left", up)):
            axis = self.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setLabel(text, color=look.quiet)
            axis.setPen(look.line)
            axis.setTextPen(look.quiet)
            axis.setStyle(tickFont=theme.numbers_font(11), maxTickLevel=0)  # finer lines take most of the time to draw
        self.getAxis("left").setWidth(56)
        self._legend.setLabelTextColor(look.quiet)
        for _, label in self._legend.items:
            label.setText(label.text, color=look.quiet)
        for name, colour in self._colours.items():
            faint = colour == "faint"
            self._curves[name].setPen(pyqtgraph.mkPen(getattr(look, colour), width=1 if faint else 2))
