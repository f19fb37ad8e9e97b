"""The histograms before and after filtering, painted one over the other."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.editing.histogram import Histogram, heights
from engine.kernels.tones import BINS
from gui import theme

PLOT_HEIGHT = 84
LINE_HEIGHT = 20
"""Of the line below the plot, which says how much is cut off."""
FILLS = {"dark": ("#f0564a", "#3fbf5f", "#4f83ff"), "light": ("#e8695f", "#5fb873", "#6a92e8")}
LINES = {"dark": ("#ffc2bd", "#bdf0c9", "#c3d5ff"), "light": ("#8f1d14", "#12602a", "#1b3f9c")}
TIP = "Clipped: at the left pixels of which a channel is at black, at the right those with one at white"
NAMES = ("R", "G", "B")


class HistogramView(QWidget):
    """Filled is the picture after filtering, a line the one before. Hovering, or the arrow keys, read a level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, accessibleName="Histogram")
        self._before: Histogram | None = None
        self._after: Histogram | None = None
        self._luminance = self._logarithmic = False
        self._step = -1  # the one that is read, or -1
        self._paths: list[list[QPainterPath]] = []  # of what is filled, and of the lines
        self.setToolTip(TIP)
        self.setFixedHeight(PLOT_HEIGHT + LINE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_histograms(self, before: Histogram, after: Histogram) -> None:
        """Show the histograms of two pictures; they may be the same."""
        self._before, self._after = before, after
        dark, bright = after.shares
        self.setAccessibleDescription(f"{_share(dark)} of the pixels at black, {_share(bright)} at white")
        self._draw()

    def show_as(self, *, luminance: bool, logarithmic: bool) -> None:
        """Show the luminance, or the channels; on a logarithmic scale, or on a linear one."""
        self._luminance, self._logarithmic = luminance, logarithmic
        self._draw()

    @property
    def reading(self) -> list[str]:
        """The level that is pointed at and how many pixels have it, line by line; empty where none is."""
        if self._step < 0 or self._before is None or self._after is None:
            return []
        after, before = self._rows(self._after), self._rows(self._before)
        lines = [f"Level {self._after.level(self._step)}"]
        for row, counts in enumerate(after):
            name = f"{NAMES[row]}  " if len(after) == 3 else ""
            was = before[row if len(before) == len(after) else 0][self._step]
            told = self._compared and len(before) == len(after)
            lines.append(f"{name}{was:,} → {counts[self._step]:,}" if told else f"{name}{counts[self._step]:,}")
        return lines

    @property
    def _compared(self) -> bool:
        return self._before is not self._after

    def _rows(self, histogram: Histogram) -> np.ndarray:
        return histogram.luminance[np.newaxis] if self._luminance else histogram.colours

    def _colours(self, rows: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        look = theme.current()
        return (FILLS[look.name], LINES[look.name]) if rows == 3 else ((look.faint,), (look.text,))

    def _draw(self) -> None:
        self._paths = []
        self.update()

    # -- painting ---------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look, plot = theme.current(), self._plot()
        painter = QPainter(self)
        painter.fillRect(plot, QColor(look.window))
        if self._after is not None and self._before is not None:
            self._paint_histograms(painter, plot, self._rows(self._before), self._rows(self._after))
            self._paint_ends(painter, self._after)
        painter.setPen(QPen(QColor(look.accent if self.hasFocus() else look.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(plot.adjusted(0.5, 0.5, -0.5, -0.5))
        if lines := self.reading:
            self._paint_reading(painter, plot, lines)
        painter.end()

    def _plot(self) -> QRectF:
        return QRectF(0, 0, self.width(), PLOT_HEIGHT)

    def _paint_histograms(self, painter: QPainter, plot: QRectF, before: np.ndarray, after: np.ndarray) -> None:
        if not self._paths:
            inner = plot.adjusted(1, 4, -1, -1)
            for these, those in ((after, before), (before, after)):
                drawn = heights(these, those if self._compared else these, logarithmic=self._logarithmic)
                self._paths.append([_outline(row, inner) for row in drawn])
        filled, lined = self._paths
        dark = theme.current().name == "dark"
        modes = QPainter.CompositionMode
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if len(filled) > 1:
            painter.setCompositionMode(modes.CompositionMode_Screen if dark else modes.CompositionMode_Multiply)
        for path, colour in zip(filled, self._colours(len(filled))[0], strict=True):
            painter.fillPath(path, QColor(colour))
        painter.setCompositionMode(modes.CompositionMode_SourceOver)
        if self._compared:
            for path, colour in zip(lined, self._colours(len(lined))[1], strict=True):
                painter.strokePath(path, QPen(QColor(colour), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ends(self, painter: QPainter, after: Histogram) -> None:
        """How much is at black and at white, with a mark that lights up, and between them what is which."""
        look = theme.current()
        line = QRectF(0, PLOT_HEIGHT, self.width(), LINE_HEIGHT)
        painter.setFont(theme.numbers_font(11))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for share, side in zip(after.shares, (-1, 1), strict=True):
            painter.setBrush(QColor(look.accent if share else look.line))
            painter.setPen(Qt.PenStyle.NoPen)
            edge = line.left() if side < 0 else line.right()
            middle = line.center().y() + 1
            corners = [QPointF(edge - 7 * side * (x > 0), middle + y) for x, y in ((0, -4), (0, 4), (1, 4))]
            painter.drawPolygon(corners)
            painter.setPen(QColor(look.text if share else look.quiet))
            align = Qt.AlignmentFlag.AlignLeft if side < 0 else Qt.AlignmentFlag.AlignRight
            words = line.adjusted(12, 2, -12, 0)
            painter.drawText(words, align | Qt.AlignmentFlag.AlignVCenter, f"{_share(share)} clipped")
        if self._compared:
            self._paint_legend(painter, line.adjusted(0, 2, 0, 0))

    def _paint_legend(self, painter: QPainter, line: QRectF) -> None:
        look, metrics = theme.current(), painter.fontMetrics()
        words = ("after", "before")
        left = line.center().x() - (sum(map(metrics.horizontalAdvance, words)) + 44) / 2
        for word in words:
            sample = QRectF(left, line.center().y() - 3, 10, 7)
            if word == "after":
                painter.fillRect(sample, QColor(look.faint))
            else:
                painter.fillRect(QRectF(left, line.center().y(), 10, 1), QColor(look.text))
            painter.setPen(QColor(look.quiet))
            place = QRectF(left + 14, line.top(), 60, line.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
            left += 14 + metrics.horizontalAdvance(word) + 16

    def _paint_reading(self, painter: QPainter, plot: QRectF, lines: list[str]) -> None:
        look = theme.current()
        across = 1 + (self._step + 0.5) / BINS * (plot.width() - 2)
        painter.setPen(QPen(QColor(look.text), 1))
        painter.drawLine(QPointF(round(across), 1), QPointF(round(across), plot.height() - 2))
        painter.setFont(theme.numbers_font(11))
        metrics = painter.fontMetrics()
        width = max(map(metrics.horizontalAdvance, lines)) + 12
        left = across + 8 if across < plot.width() / 2 else across - 8 - width
        box = QRectF(round(left), 6, width, len(lines) * 15 + 7)
        fill = QColor(look.raised)
        fill.setAlphaF(0.92)
        painter.setPen(QPen(QColor(look.line), 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        for row, text in enumerate(lines):
            painter.setPen(QColor(look.text if row == 0 else look.quiet))
            painter.drawText(QPointF(box.left() + 6, box.top() + 15 * (row + 1)), text)

    # -- hands ------------------------------------------------------------------------------------------------

    def read(self, step: int) -> None:
        """Read a level: one of `BINS` steps from black to white; -1 for none."""
        self._step = min(BINS - 1, step)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        inside = place.y() < PLOT_HEIGHT
        self.read(int(np.clip((place.x() - 1) * BINS / (self.width() - 2), 0, BINS - 1)) if inside else -1)

    def leaveEvent(self, event: QEvent) -> None:
        self.read(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = 16 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        keys = {Qt.Key.Key_Left: -far, Qt.Key.Key_Right: far, Qt.Key.Key_Home: -BINS, Qt.Key.Key_End: BINS}
        if event.key() in keys:
            self.read(max(0, (BINS // 2 if self._step < 0 else self._step) + keys[Qt.Key(event.key())]))
        elif event.key() == Qt.Key.Key_Escape and self._step >= 0:
            self.read(-1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.read(-1)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QEvent) -> None:
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        self.update()
        super().changeEvent(event)


def _outline(high: np.ndarray, plot: QRectF) -> QPainterPath:
    """Steps as high as said, 0 to 1, side by side over a plot, and its lower edge."""
    path = QPainterPath(plot.bottomLeft())
    edges = (plot.left() + np.arange(BINS + 1) * plot.width() / BINS).tolist()
    for left, right, height in zip(edges, edges[1:], (plot.bottom() - high * plot.height()).tolist(), strict=False):
        path.lineTo(left, height)
        path.lineTo(right, height)
    path.lineTo(plot.bottomRight())
    return path


def _share(share: float) -> str:
    """A share in percent with one figure that says something: "0 %", "<0.1 %", "3.4 %", "12 %"."""
    if 0 < share < 0.001:
        return "<0.1 %"
    return f"{100 * share:.0f} %" if share == 0 or share >= 0.0995 else f"{100 * share:.1f} %"
