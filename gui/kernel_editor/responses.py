"""What a kernel does to a point, to an edge and to waves, as small plots."""

from __future__ import annotations

from collections import deque

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.filters.custom import CustomKernel
from engine.filters.kernel_view import FLOOR, Profile, frequencies, impulse, step
from gui import theme
from gui.plot import Plot

CEILING = 20.0
"""Decibels from which a wave is shown as fully raised: ten times its height."""
TURN_MILLISECONDS = 24
"""Between two plots, each of which takes some 6 ms to paint."""
CURVES = {"before": "faint", "across": "accent", "down": "second"}


class Responses(QWidget):
    """Three plots that follow a kernel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kernel = CustomKernel()
        self._turn = QTimer(self, interval=TURN_MILLISECONDS)
        self._turn.timeout.connect(self._draw_next)
        self._legend = QLabel(objectName="quiet")
        self._impulse = ProfilePlot("A white pixel becomes", ("across", "down"))
        self._step = ProfilePlot("An edge becomes", tuple(CURVES))
        self._waves = WavesPlot()
        self._draws = deque([self._draw_impulse, self._draw_step, self._draw_waves])
        self._stale = len(self._draws)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(self._legend)
        column.addWidget(self._impulse, 4)
        column.addWidget(self._step, 4)
        column.addWidget(self._waves, 6)
        self._write_legend()

    def show_kernel(self, kernel: CustomKernel) -> None:
        """Show what a kernel does, one plot after the other: the keys and the picture come first."""
        self._kernel = kernel
        self._stale = len(self._draws)
        if not self._turn.isActive():
            self._turn.start()

    def _draw_next(self) -> None:
        self._draws[0]()
        self._draws.rotate(-1)
        self._stale -= 1
        if self._stale == 0:
            self._turn.stop()

    def _draw_impulse(self) -> None:
        self._impulse.show_profile(impulse(self._kernel))

    def _draw_step(self) -> None:
        self._step.show_profile(step(self._kernel))

    def _draw_waves(self) -> None:
        self._waves.show_gains(frequencies(self._kernel))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_waves"):
            self._write_legend()
        super().changeEvent(event)

    def _write_legend(self) -> None:
        look = theme.current()
        marks = [f'<span style="color:{getattr(look, colour)}">━</span> {name}' for name, colour in CURVES.items()]
        self._legend.setText("&nbsp;&nbsp;&nbsp;".join(marks))


class ProfilePlot(Plot):
    """Results along a line through a test picture, black and white marked."""

    def __init__(self, title: str, curves: tuple[str, ...]) -> None:
        super().__init__(title, "pixels from it", "%", {name: CURVES[name] for name in curves})
        self.setMinimumHeight(104)
        self.plotItem.legend.hide()
        self.setMouseEnabled(x=False, y=False)
        self.setAccessibleName(title)
        self.setToolTip("In percent of white, dashed at black and white: what lies beyond is cut off in the picture.")
        for level in (0, 100):
            pen = pyqtgraph.mkPen("#808080", width=1, dash=[3, 3])
            self.addItem(pyqtgraph.InfiniteLine(level, angle=0, pen=pen))

    def show_profile(self, profile: Profile) -> None:
        for name in self._curves:
            self.show_curve(name, profile.places.tolist(), getattr(profile, name).tolist())

    def _paint_theme(self) -> None:
        """Dashed where one curve may lie on the other."""
        super()._paint_theme()
        _tighten(self)
        pen = pyqtgraph.mkPen(getattr(theme.current(), CURVES["down"]), width=2, dash=[3, 3])
        self._curves["down"].setPen(pen)


class WavesPlot(Plot):
    """The frequency response as a picture: white passes, black is gone, orange is raised."""

    def __init__(self) -> None:
        super().__init__("How waves pass, in dB", "waves per pixel, across", "down", {})
        self.setMinimumHeight(152)
        self.setMouseEnabled(x=False, y=False)
        self.setAccessibleName("Frequency response, level waves in the middle")
        self.setToolTip(
            "How much of each wave passes: flat areas in the middle, the finest waves at the edges.\n"
            "White passes as it is, black is gone, orange is raised."
        )
        self._picture = pyqtgraph.ImageItem()
        self.addItem(self._picture)
        self.plotItem.showGrid(x=False, y=False)
        self.plotItem.vb.setAspectLocked(True)
        self._key = pyqtgraph.ColorBarItem(values=(FLOOR, CEILING), interactive=False, width=10, colorMap=_colours())
        self._key.setImageItem(self._picture, insert_in=self.plotItem)
        for side in ("bottom", "left"):
            self.getAxis(side).setTicks([[(-0.5, "−0.5"), (0, "0"), (0.5, "0.5")]])
        self._paint_key()

    def show_gains(self, gains: np.ndarray) -> None:
        """Show decibels `(side, side)`, frequencies from -0.5 to 0.5."""
        self._picture.setImage(gains, autoLevels=False, levels=(FLOOR, CEILING))
        half = 0.5 / (len(gains) - 1)
        self._picture.setRect(-0.5 - half, -0.5 - half, 1 + 2 * half, 1 + 2 * half)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_key"):
            self._paint_key()

    def _paint_theme(self) -> None:
        super()._paint_theme()
        _tighten(self)

    def _paint_key(self) -> None:
        look = theme.current()
        self._key.setColorMap(_colours())
        axis = self._key.axis
        axis.setPen(look.line)
        axis.setTextPen(look.quiet)
        axis.setStyle(tickFont=theme.numbers_font(11))
        axis.setTicks([[(FLOOR, "−60"), (-30, "−30"), (0, "0"), (CEILING, "20")]])


def _colours() -> pyqtgraph.ColorMap:
    """From black over white at 0 dB to the accent."""
    share = -FLOOR / (CEILING - FLOOR)
    accent = pyqtgraph.mkColor(theme.current().accent).getRgb()[:3]
    return pyqtgraph.ColorMap([0, share, 1], [(0, 0, 0), (240, 240, 240), accent])


def _tighten(plot: Plot) -> None:
    """Leave a small plot to its curves."""
    plot.setTitle(plot._titles[0], color=theme.current().text, size="9pt")
    plot.plotItem.titleLabel.setMaximumHeight(18)
    plot.plotItem.layout.setRowFixedHeight(0, 18)
    plot.getAxis("left").setWidth(46)
    plot.getAxis("bottom").setHeight(32)
    for side in ("left", "bottom"):
        plot.getAxis(side).setStyle(tickTextOffset=2, tickLength=-3, tickFont=theme.numbers_font(10))
