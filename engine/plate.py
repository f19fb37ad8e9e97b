"""Pictures side by side with captions, and curves, drawn for a file: what the tour and the dreams write."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

Array = np.ndarray
PAPER, INK, QUIET, LINE = (24, 24, 24), (232, 232, 232), (158, 158, 158), (58, 58, 58)
COLOURS = ((255, 122, 69), (90, 169, 230))
GAP, CAPTION = 12, 24
FINE = 2
"""Curves are drawn this many times larger and reduced, which makes their edges smooth."""


@dataclass(frozen=True)
class Tile:
    """A picture `(H, W, C)` uint8 and what stands below it, at its left and at its right."""

    pixels: Array
    caption: str
    remark: str = ""


def sheet(tiles: Sequence[Tile], columns: int) -> Pillow.Image:
    """Tiles of one size in rows, on dark paper."""
    height, width = tiles[0].pixels.shape[:2]
    across, down = width + GAP, height + CAPTION + GAP
    page = Pillow.new("RGB", (columns * across + GAP, math.ceil(len(tiles) / columns) * down + GAP), PAPER)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(15)
    for number, tile in enumerate(tiles):
        left, top = GAP + number % columns * across, GAP + number // columns * down
        page.paste(Pillow.fromarray(tile.pixels.squeeze()), (left, top))
        text = top + height + 4
        draw.text((left, text), _fitting(tile.caption, width - font.getlength(tile.remark) - 6, font), INK, font)
        draw.text((left + width, text), tile.remark, QUIET, font, anchor="ra")
    return page


def enlarged(pixels: Array, side: int) -> Array:
    """Each pixel as a square of so many that the longer side is about `side`: large, and crisp."""
    times = max(1, side // max(pixels.shape[:2]))
    return pixels.repeat(times, axis=0).repeat(times, axis=1)


def _fitting(text: str, width: float, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> str:
    """As much of a text as there is room for."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


@dataclass(frozen=True)
class Panel:
    """A plot of curves by name, each its values over x; all panels of a chart share the axis below."""

    title: str
    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    low: float
    high: float
    unit: str = ""


def chart(panels: Sequence[Panel], x_title: str, size: tuple[int, int] = (900, 360)) -> Pillow.Image:
    """Panels side by side, each with its title, ticks and the names of its curves."""
    page = Pillow.new("RGB", (size[0] * FINE, size[1] * FINE), PAPER)
    width = size[0] * FINE // len(panels)
    for number, panel in enumerate(panels):
        _draw_panel(page, panel, x_title, (number * width, 0, (number + 1) * width, size[1] * FINE))
    return page.resize(size, Pillow.Resampling.LANCZOS)


def _draw_panel(page: Pillow.Image, panel: Panel, x_title: str, place: tuple[int, int, int, int]) -> None:
    draw = ImageDraw.Draw(page)
    font, title_font = ImageFont.load_default(13 * FINE), ImageFont.load_default(16 * FINE)
    left, top, right, bottom = place[0] + 64 * FINE, 52 * FINE, place[2] - 24 * FINE, place[3] - 56 * FINE
    longest = max(xs[-1] for xs, _ in panel.curves.values())

    def point(x: float, y: float) -> tuple[float, float]:
        share = (min(max(y, panel.low), panel.high) - panel.low) / (panel.high - panel.low)
        return left + x / longest * (right - left), bottom - share * (bottom - top)

    draw.text((left, 16 * FINE), panel.title, INK, title_font)
    for value in ticks(panel.low, panel.high):
        y = point(0, value)[1]
        draw.line((left, y, right, y), LINE, FINE)
        draw.text((left - 8 * FINE, y), f"{value:g}{panel.unit}", QUIET, font, anchor="rm")
    for value in ticks(0, longest):
        draw.text((point(value, 0)[0], bottom + 8 * FINE), f"{value:g}", QUIET, font, anchor="ma")
    draw.text(((left + right) / 2, bottom + 28 * FINE), x_title, QUIET, font, anchor="ma")
    legend = float(right)
    for (name, (xs, ys)), colour in zip(panel.curves.items(), COLOURS, strict=False):
        draw.line([point(x, y) for x, y in zip(xs, ys, strict=True)], colour, 2 * FINE, joint="curve")
        draw.text((legend, 19 * FINE), name, colour, font, anchor="ra")
        legend -= font.getlength(name) + 16 * FINE


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values from `low` to `high`, at most `most`: steps of 1, 2 or 5 times a power of ten."""
    step = _step(high - low, most)
    return [
        round(step * index, 10) for index in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    ]


def round_up(high: float) -> float:
    """The first tick that is not below `high`, for an axis that begins at zero."""
    step = _step(high, 6)
    return round(step * math.ceil(high / step - 1e-9), 10)


def _step(extent: float, most: int) -> float:
    least = extent / (most - 1)
    power = 10.0 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10, 20) if times * power >= least * (1 - 1e-9))
