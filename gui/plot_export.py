"""A plot in a file: as a picture, as a drawing, or as its numbers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyqtgraph.exporters
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.errors import UserError
from engine.files import write_whole

PATTERNS = "PNG (*.png);;SVG (*.svg);;CSV (*.csv)"
WIDTH = 1600
"""Pixels of a picture."""

Curves = dict[str, tuple[list[float], list[float]]]


class PlotError(UserError):
    """A plot that cannot be written."""


def ask_plot_path(parent: QWidget, suggested: str, folder: str) -> Path | None:
    """Have a person name the file; None where they change their mind."""
    path, pattern = QFileDialog.getSaveFileName(parent, "Save the plot", str(Path(folder) / suggested), PATTERNS)
    if not path:
        return None
    return Path(path) if Path(path).suffix else Path(f"{path}.{pattern[:3].lower()}")


def write_plot(item: pyqtgraph.PlotItem, curves: Curves, path: Path) -> None:
    """Write a plot in the format of its name. Raises PlotError."""
    match path.suffix.lower():
        case ".png":
            data = _png(picture(item))
        case ".svg":
            data = _svg(item)
        case ".csv":
            data = numbers(curves).encode()
        case _:
            raise PlotError(f"A plot cannot be written as {path.name}: name it .png, .svg or .csv.")
    try:
        write_whole(path, data)
    except OSError as error:
        raise PlotError(f"The plot {path} cannot be written: {error.strerror or error}.") from error


def picture(item: pyqtgraph.PlotItem) -> QImage:
    """The plot as a picture of `WIDTH` pixels."""
    exporter = pyqtgraph.exporters.ImageExporter(item)
    exporter.parameters()["width"] = WIDTH
    return exporter.export(toBytes=True)


def numbers(curves: Curves) -> str:
    """The points of the curves as lines of "curve,x,y", with a heading: a table that any program can pick apart."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["curve", "x", "y"])
    for name, (across, up) in curves.items():
        table.writerows([name, x, y] for x, y in zip(across, up, strict=True))
    return text.getvalue()


def _svg(item: pyqtgraph.PlotItem) -> bytes:
    """Drawn by Qt: the exporter of pyqtgraph stumbles over some paths."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    area = item.mapRectToScene(item.boundingRect())
    generator.setSize(area.size().toSize())
    generator.setViewBox(QRectF(QPointF(), area.size()))
    painter = QPainter(generator)
    item.scene().render(painter, QRectF(QPointF(), area.size()), area)
    painter.end()
    return bytes(buffer.data().data())


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
