"""What is written in pixels."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from engine.editing.screen import screen_picture
from engine.image import Image
from gui.canvas.layer import Layer
from gui.canvas.pixels import paint_grid, paint_values

CELL = 48


def written(pixel: np.ndarray, own: np.ndarray | None = None) -> QImage:
    """A picture of one pixel, drawn large with its values."""
    image = Image(pixel.reshape(1, 1, -1))
    layer = Layer(screen_picture(image), image if own is None else Image(own.reshape(1, 1, -1)))
    canvas, frame = QImage(CELL, CELL, QImage.Format.Format_RGB32), QRectF(0, 0, CELL, CELL)
    painter = QPainter(canvas)
    layer.paint(painter, frame, frame, 1, plain=True)
    paint_values(painter, layer, frame, frame, 1)
    painter.end()
    return canvas


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.1 has it."""
    shares = [part / 255 for part in colour.getRgb()[:3]]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", np.random.default_rng(4).integers(0, 256, (40, 3), np.uint8).tolist())
def test_letters_stand_out_from_any_colour(qapp: QApplication, colour: list[int]) -> None:
    shown = written(np.array(colour, np.uint8))
    ground = luminance(QColor(*colour))
    inks = [luminance(shown.pixelColor(x, y)) for x in range(CELL) for y in range(CELL)]
    contrasts = [(max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) for ink in inks]
    assert max(contrasts) >= 4.5


def test_there_is_a_line_for_every_channel(qapp: QApplication) -> None:
    for pixel, lines in (([200], 1), ([200, 255], 2), ([200, 200, 200], 3), ([200, 200, 200, 255], 4)):
        shown = written(np.array(pixel, np.uint8))
        inked = [any(shown.pixelColor(x, y).value() < 120 for x in range(CELL)) for y in range(CELL)]
        assert sum(below and not above for above, below in pairwise(inked)) == lines


def test_the_values_are_the_pictures_own_not_those_of_the_screen(qapp: QApplication) -> None:
    screen = written(np.array([65535], np.uint16))
    assert screen == written(np.array([255], np.uint8), own=np.array([65535], np.uint16))
    assert screen != written(np.array([255], np.uint8))


def test_lines_run_between_the_pixels_and_nowhere_else(qapp: QApplication) -> None:
    layer = Layer(screen_picture(Image(np.full((4, 6), 255, np.uint8))))
    canvas = QImage(60, 40, QImage.Format.Format_RGB32)
    frame = QRectF(0, 0, 60, 40)
    for clip in (frame, QRectF(13, 0, 47, 40)):
        canvas.fill(QColor("white"))
        painter = QPainter(canvas)
        paint_grid(painter, layer, frame, clip, 1)
        painter.end()
        dark = [x for x in range(60) if canvas.pixelColor(x, 5).value() < 255]
        assert dark == [x for x in (0, 10, 20, 30, 40, 50) if x >= clip.left()]
        assert [y for y in range(40) if canvas.pixelColor(25, y).value() < 255] == [0, 10, 20, 30]


def test_small_pixels_have_neither_lines_nor_values(qapp: QApplication) -> None:
    layer = Layer(screen_picture(Image(np.full((4, 6), 255, np.uint8))))
    canvas = QImage(42, 28, QImage.Format.Format_RGB32)
    canvas.fill(QColor("white"))
    empty = canvas.copy()
    painter = QPainter(canvas)
    paint_grid(painter, layer, QRectF(0, 0, 42, 28), QRectF(0, 0, 42, 28), 1)
    paint_values(painter, layer, QRectF(0, 0, 42, 28), QRectF(0, 0, 42, 28), 1)
    painter.end()
    assert canvas == empty
