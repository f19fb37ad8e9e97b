"""How the cells of a kernel are painted: on their colours, all in one size of text."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from engine.params import Matrix
from gui import theme
from gui.kernel_editor.tint import colours, largest_of, shade

Cell = tuple[int, int]
FIGURES = (4, 3, 2)
LARGEST_TEXT, LEGIBLE, SMALLEST_TEXT = 14, 11, 9
SELECTED = QColor(128, 128, 128, 96)


class CellPainter:
    """Paints all cells in one go, as 961 of them must keep up with the keys; text only where all of it fits."""

    def __init__(self) -> None:
        self._weights: Matrix = ((0.0,),)
        self._largest = 0.0
        self._font: QFont | None = None
        self._texts: dict[float, str] = {}

    def fit(self, weights: Matrix, cell: QSize) -> None:
        """Choose the size of the text and the number of figures for weights in cells of a size."""
        self._weights, self._largest = weights, largest_of(weights)
        self._font, self._texts = None, {}
        if pixels_that_fit("−1", cell) < SMALLEST_TEXT:
            return
        values = {weight for row in weights for weight in row}
        for legible in (LEGIBLE, SMALLEST_TEXT):
            for figures in FIGURES:
                texts = {value: short(value, figures) for value in values}
                pixels = pixels_that_fit(max(texts.values(), key=len), cell)
                if pixels >= legible:
                    self._font, self._texts = theme.numbers_font(pixels), texts
                    return

    def paint(
        self,
        painter: QPainter,
        edges: tuple[list[int], list[int]],
        dirty: QRect,
        selected: Collection[Cell],
        current: Cell,
        wrong: Cell | None,
        focused: bool,
    ) -> None:
        """Paint the cells in `dirty`; `edges` are the tops of rows and lefts of columns, and where the last ends."""
        look, (tops, lefts) = theme.current(), edges
        middle = len(self._weights) // 2, len(self._weights[0]) // 2
        if self._font is not None:
            painter.setFont(self._font)
        for row, (top, below) in enumerate(pairwise(tops)):
            if below <= dirty.top() or top > dirty.bottom():
                continue
            for column, (left, right) in enumerate(pairwise(lefts)):
                weight, place = self._weights[row][column], (row, column)
                ground, ink = colours(look.name, shade(weight, self._largest))
                if place == wrong:
                    ground, ink = QColor(look.panel), QColor(look.error)
                rect = QRect(left, top, right - left - 1, below - top - 1)
                painter.fillRect(rect, ground)
                if place in selected and place != current:
                    painter.fillRect(rect, SELECTED)
                if self._font is not None:
                    painter.setPen(ink)
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._texts[weight])
                if place == middle:
                    _corners(painter, rect, ink)
                if place == wrong:
                    _frame(painter, rect, QColor(look.error))
                elif place == current:
                    _frame(painter, rect, QColor(look.text if focused else look.quiet))


def short(value: float, figures: int) -> str:
    """A weight in few characters: 0.1111, −2."""
    return f"{value:.{figures}g}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")


def pixels_that_fit(text: str, cell: QSize) -> int:
    """The largest size of the font in which a text fits a cell."""
    measure = QFontMetrics(theme.numbers_font(100))
    across = 100 * (cell.width() - 5) / max(1, measure.horizontalAdvance(text))
    return int(min(across, 0.72 * cell.height(), LARGEST_TEXT))


def _frame(painter: QPainter, rect: QRect, colour: QColor) -> None:
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))


def _corners(painter: QPainter, rect: QRect, ink: QColor) -> None:
    """Mark the cell that lies on the pixel itself."""
    arm = max(2, min(6, rect.width() // 5))
    painter.setPen(QPen(ink, 1))
    box = rect.adjusted(3, 3, -4, -4) if rect.width() > 20 else rect.adjusted(1, 1, -2, -2)
    for x, right in ((box.left(), 1), (box.right(), -1)):
        for y, down in ((box.top(), 1), (box.bottom(), -1)):
            painter.drawLine(x, y, x + right * arm, y)
            painter.drawLine(x, y, x, y + down * arm)
