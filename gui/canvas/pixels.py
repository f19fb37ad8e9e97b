"""Pixels looked at one by one: the lines between them, their values written in them."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QStaticText

from gui import theme
from gui.canvas.layer import BACKDROP, Layer

GRID_FROM = 8.0
"""The scale from which lines are drawn between the pixels."""
LINE = 0x66333333
"""A grey, 40 % opaque: alpha, red, green and blue, these times the opacity."""
VALUES_FROM = 32.0
"""The scale from which values are written in the pixels."""
SMALLEST_LETTERS, LARGEST_LETTERS = 6, 18
"""In units of the screen: on one of twice the density, three lines fit somewhat later."""
BALANCED = 0.179
"""The relative luminance on which black and white letters are equally legible (WCAG 2.1, contrast ratio)."""


def paint_grid(painter: QPainter, layer: Layer, frame: QRectF, clip: QRectF, ratio: float) -> None:
    """Thin lines between the pixels that are in sight, where they are large enough."""
    seen = frame.intersected(clip)
    if layer.scale_in(frame, ratio) < GRID_FROM or seen.isEmpty():
        return
    columns, rows = _in_sight(layer, frame, seen)
    xs = (frame.left() - seen.left() + np.arange(columns.start, columns.stop + 1) * frame.width() / layer.width) * ratio
    ys = (frame.top() - seen.top() + np.arange(rows.start, rows.stop + 1) * frame.height() / layer.height) * ratio
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(seen, _lines(xs, max(1, round(seen.width() * ratio)), upright=True))
    painter.drawImage(seen, _lines(ys, max(1, round(seen.height() * ratio)), upright=False))


def _lines(places: np.ndarray, length: int, *, upright: bool) -> QImage:
    """A picture one pixel high, or wide, that is stretched to all lines at once: Qt draws single ones slowly."""
    marks = np.zeros(length, np.uint32)
    places = np.rint(places).astype(int)
    marks[places[(places >= 0) & (places < length)]] = LINE
    shape = (length, 1) if upright else (1, length)
    return QImage(marks.data, *shape, 4 * shape[0], QImage.Format.Format_ARGB32_Premultiplied).copy()


def has_values(layer: Layer, frame: QRectF, ratio: float) -> bool:
    """Whether the pixels are large enough to write in."""
    return layer.scale_in(frame, ratio) >= VALUES_FROM


def paint_values(painter: QPainter, layer: Layer, frame: QRectF, clip: QRectF, ratio: float) -> None:
    """The values of the pixels in sight, one channel a line, in black or white, whichever is legible."""
    seen = frame.intersected(clip)
    if not has_values(layer, frame, ratio) or seen.isEmpty():
        return
    columns, rows = _in_sight(layer, frame, seen)
    values = layer.values[rows.start : rows.stop, columns.start : columns.stop]
    texts = _texts(values)
    dark = _needs_white(layer.shown[rows.start : rows.stop, columns.start : columns.stop])
    across, down = frame.width() / layer.width, frame.height() / layer.height
    lines, longest = values.shape[2], max(len(text) for row in texts for pixel in row for text in pixel)
    size = math.floor(min(down / (1.15 * lines + 0.4), across / (0.64 * longest + 0.4), LARGEST_LETTERS))
    if size < SMALLEST_LETTERS:
        return
    step = 1.15 * size
    for white in (False, True):
        painter.setFont(_font(size, white))
        painter.setPen(QColor("white" if white else "black"))
        for row, column in np.argwhere(dark == white).tolist():
            middle = frame.left() + (columns.start + column + 0.5) * across
            top = frame.top() + (rows.start + row + 0.5) * down - lines * step / 2
            for line, text in enumerate(texts[row][column]):
                written, width, lead = _written(text, size, white)
                painter.drawStaticText(QPointF(middle - width / 2, top + line * step + lead), written)


def _in_sight(layer: Layer, frame: QRectF, seen: QRectF) -> tuple[range, range]:
    """The columns and the rows of the picture that are in sight."""
    across, down = layer.width / frame.width(), layer.height / frame.height()
    return (
        range(math.floor((seen.left() - frame.left()) * across + 1e-6),
              min(layer.width, math.ceil((seen.right() - frame.left()) * across - 1e-6))),
        range(math.floor((seen.top() - frame.top()) * down + 1e-6),
              min(layer.height, math.ceil((seen.bottom() - frame.top()) * down - 1e-6))),
    )  # fmt: skip


def _texts(values: np.ndarray) -> list[list[list[str]]]:
    if values.dtype == np.float32:
        return [[[f"{value:.3f}" for value in pixel] for pixel in row] for row in values.tolist()]
    return [[[str(value) for value in pixel] for pixel in row] for row in values.tolist()]


def _needs_white(pixels: np.ndarray) -> np.ndarray:
    """Where letters must be white: on colours of small relative luminance, transparent ones on their backdrop."""
    colour = pixels[:, :, :3].astype(np.float64)
    if pixels.shape[2] == 4:
        opaque = pixels[:, :, 3:] / 255
        colour = colour * opaque + BACKDROP * (1 - opaque)
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance = linear[:, :, 0] if linear.shape[2] == 1 else linear @ (0.2126, 0.7152, 0.0722)
    return np.asarray(luminance < BALANCED)


def _font(size: int, white: bool) -> QFont:
    """Black letters look thinner than white ones, so they are a little bolder."""
    font = theme.numbers_font(size)
    font.setWeight(QFont.Weight.Normal if white else QFont.Weight.Medium)
    return font


@lru_cache(maxsize=4096)
def _written(text: str, size: int, white: bool) -> tuple[QStaticText, float, float]:
    """A text laid out once, how wide it is, and how far to move it so that its figures fill the line."""
    laid = QStaticText(text)
    laid.prepare(font=_font(size, white))
    return laid, laid.size().width(), (1.15 * size - laid.size().height()) / 2
