"""The colours of weights: orange above 0, blue below it, the stronger the larger; legible in both looks."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from engine.params import Matrix
from gui import theme

SHADES = 32
FAINTEST, STRONGEST = 0.16, 0.9
DARK_INK, LIGHT_INK = "#141414", "#ffffff"


def shade(weight: float, largest: float) -> int:
    """Which of the colours a weight has, from -SHADES to SHADES; the root keeps small weights in sight."""
    if weight == 0 or largest == 0:
        return 0
    steps = max(1, round(SHADES * (abs(weight) / largest) ** 0.5))
    return steps if weight > 0 else -steps


@lru_cache(maxsize=256)
def colours(look_name: str, shade: int) -> tuple[QColor, QColor]:
    """The background of a cell and the ink on it, in the look of a name."""
    look = theme.DARK if look_name == theme.DARK.name else theme.LIGHT
    if shade == 0:
        return QColor(look.raised), QColor(look.quiet)
    share = FAINTEST + (STRONGEST - FAINTEST) * abs(shade) / SHADES
    end, begin = QColor(look.accent if shade > 0 else look.second), QColor(look.raised)
    ground = QColor.fromRgbF(
        (1 - share) * begin.redF() + share * end.redF(),
        (1 - share) * begin.greenF() + share * end.greenF(),
        (1 - share) * begin.blueF() + share * end.blueF(),
    )
    return ground, QColor(max((DARK_INK, LIGHT_INK), key=lambda ink: _contrast(QColor(ink), ground)))


def largest_of(weights: Matrix) -> float:
    return max(max(max(row), -min(row)) for row in weights)


def glyph(weights: Matrix, side: int = 18) -> QIcon:
    """A kernel as a small picture of its colours."""
    ratio = 2
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    largest, cell = largest_of(weights), side / max(len(weights), len(weights[0]))
    top, left = (side - cell * len(weights)) / 2, (side - cell * len(weights[0])) / 2
    for row, cells in enumerate(weights):
        for column, weight in enumerate(cells):
            ground, _ = colours(theme.current().name, shade(weight, largest))
            painter.fillRect(QRectF(left + column * cell, top + row * cell, cell, cell), ground)
    painter.end()
    return QIcon(pixmap)


def _contrast(ink: QColor, ground: QColor) -> float:
    """How well one colour is read on another, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
