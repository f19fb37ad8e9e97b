"""A plot to read numbers from: values under the cursor, linear or logarithmic, marks, further curves, export."""

from __future__ import annotations

from functools import partial

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QToolButton

from engine.errors import UserError
from gui import theme
from gui.plot import Plot
from gui.plot_export import Curves, ask_plot_path, picture, write_plot

Points = tuple[list[float], list[float]]


class ReadingPlot(Plot):
    """A plot of the curves of some work. `failed` carries an export that went wrong."""

    failed = Signal(UserError)

    def __init__(self, title: str, across: str, up: str, curves: dict[str, str], *, legend_below: bool = False) -> None:
        self._points: Curves = {}
        self._further: dict[str, pyqtgraph.PlotDataItem] = {}
        self._marks: list[pyqtgraph.InfiniteLine] = []
        self._marked: list[tuple[float, str]] = []
        self._across = across
        super().__init__(title, across, up, curves, legend_below=legend_below)
        self.setAccessibleName(f"{title} over {across}")
        self._is_logarithmic = False
        self._line = pyqtgraph.InfiniteLine(angle=90, movable=False, pen=theme.current().faint)
        self._line.hide()
        self.addItem(self._line, ignoreBounds=True)
        self._reading = QLabel(self, objectName="reading")
        self._reading.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._reading.setFont(theme.numbers_font(11))
        self._reading.hide()
        tip = f"{title}: scale, fit, save as picture or numbers"
        self._button = QToolButton(self, objectName="more", toolTip=tip, accessibleName=f"{title}: more")
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setMenu(self._menu())
        theme.with_icon(self._button, "dots-horizontal").setFixedSize(24, 24)
        self.scene().sigMouseMoved.connect(self._read_at)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_curve(self, name: str, across: list[float], up: list[float]) -> None:
        self._points[name] = (across, up)
        super().show_curve(name, across, up)

    def clear_curves(self) -> None:
        super().clear_curves()
        self._points = {name: points for name, points in self._points.items() if name in self._further}

    def show_further(self, curves: dict[str, tuple[str, Points]]) -> None:
        """Lay further curves over those of the plot: colour and points by name. Those that were there before go."""
        if list(curves) != list(self._further):  # else they only move, which takes far less time
            self._forget_further()
        for name, (colour, (across, up)) in curves.items():
            if name not in self._further:
                self._further[name] = self.plot([], [], name=name)
            if pyqtgraph.mkPen(self._further[name].opts["pen"]).color() != QColor(colour):
                self._further[name].setPen(pyqtgraph.mkPen(colour, width=1.5))
            self._further[name].setData(across, up)
            self._points[name] = (across, up)

    def _forget_further(self) -> None:
        for name, curve in self._further.items():
            self._points.pop(name, None)
            self._legend.removeItem(curve)
            self.removeItem(curve)
        self._further = {}

    def show_marks(self, marks: list[tuple[float, str]]) -> None:
        """Draw upright lines at these places, each with what happened there."""
        if marks == self._marked:
            return
        for line in self._marks:
            self.removeItem(line)
        self._marked = marks
        self._marks = [self._mark(place, text) for place, text in marks]

    def set_logarithmic(self, on: bool) -> None:
        """Whether the scale upwards is logarithmic; what is not above zero is then left out."""
        self._is_logarithmic = on
        self.setLogMode(y=on)

    @property
    def reading(self) -> str:
        """The values under the cursor as they are shown, or ""."""
        return self._reading.text() if self._reading.isVisible() else ""

    # -- reading ------------------------------------------------------------------------------------------------

    def _read_at(self, place: QPointF) -> None:
        box = self.plotItem.vb
        lines = []
        if box.sceneBoundingRect().contains(place):
            x = box.mapSceneToView(place).x()
            lines = [self._value(name, x) for name in self._points if self._points[name][0]]
        self._line.setVisible(bool(lines))
        self._reading.setVisible(bool(lines))
        if lines:
            self._line.setPos(x)
            self._reading.setText("<br>".join([f"{self._across} {x:.4g}", *lines]))
            self._reading.adjustSize()
            at = self.mapFromScene(place)
            beside = at.x() + 12 if at.x() + 24 + self._reading.width() < self.width() else at.x() - 12
            left = beside if beside > at.x() else beside - self._reading.width()
            self._reading.move(left, min(at.y() + 8, self.height() - self._reading.height() - 4))

    def _value(self, name: str, x: float) -> str:
        """The value of a curve at the recorded place nearest to `x`."""
        across, up = self._points[name]
        right = min(int(np.searchsorted(across, x)), len(across) - 1)
        nearest = right if right == 0 or across[right] - x < x - across[right - 1] else right - 1
        item = self._further.get(name) or self._curves[name]
        colour = pyqtgraph.mkPen(item.opts["pen"]).color().name()
        return f'<span style="color:{colour}">●</span> {name} {up[nearest]:.4g}'

    def leaveEvent(self, event: QEvent) -> None:
        self._line.hide()
        self._reading.hide()
        super().leaveEvent(event)

    def _mark(self, place: float, text: str) -> pyqtgraph.InfiniteLine:
        look = theme.current()
        pen = pyqtgraph.mkPen(look.quiet, width=1, dash=[2, 4])
        label = {"color": look.quiet, "position": 0.06, "rotateAxis": (1, 0), "anchors": [(0, 1), (0, 1)]}
        line = pyqtgraph.InfiniteLine(place, angle=90, pen=pen, label=text, labelOpts=label)
        line.label.setFont(theme.numbers_font(10))
        self.addItem(line, ignoreBounds=True)
        return line

    # -- the menu -----------------------------------------------------------------------------------------------

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._add_scales(menu)
        menu.addAction("Copy as picture", lambda: QGuiApplication.clipboard().setImage(picture(self.plotItem)))
        menu.addAction("Save as PNG, SVG or CSV…", self._ask_export)
        return menu

    def _add_scales(self, menu: QMenu) -> None:
        """What a person may choose about the scales."""
        self._log = menu.addAction("Logarithmic scale")
        self._log.setCheckable(True)
        self._log.toggled.connect(self.set_logarithmic)
        menu.addAction("Show all", partial(self.plotItem.enableAutoRange, x=True, y=True))
        menu.addSeparator()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._button.menu().popup(event.globalPos())

    def _ask_export(self) -> None:
        suggested = f"{self._titles[0].lower().replace(' ', '-')}.png"
        if path := ask_plot_path(self, suggested, ""):
            try:
                write_plot(self.plotItem, self._points, path)
            except UserError as error:
                self.failed.emit(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_button"):
            self._button.move(self.width() - self._button.width() - 4, 4)

    def _paint_theme(self) -> None:
        super()._paint_theme()
        if hasattr(self, "_line"):
            self._line.setPen(pyqtgraph.mkPen(theme.current().faint, width=1))
            marks, self._marked = self._marked, []
            self.show_marks(marks)
