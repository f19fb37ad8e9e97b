"""Thumbnails of recipes on the picture that is open: computed beside the window, kept as long as it is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from engine.editing.thumbnails import thumbnails
from engine.filters.recipe import Recipe
from engine.image import Image
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.qimage import qimage_over
from gui.warm_up import WarmUp

SLOT = "thumbnails"


class Thumbnails(QObject):
    """What recipes make of one picture, by recipe. `changed` is sent whenever there are more.

    Recipes whose filters are still being compiled wait until they are.
    """

    changed = Signal()

    def __init__(self, engine: EngineThread, warm_up: WarmUp, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._warm_up = warm_up
        self._warm_up.progressed.connect(self._begin)
        self._wanted: tuple[Recipe, ...] = ()
        self._image: Image | None = None
        self._made: dict[Recipe, QImage] = {}

    def want(self, image: Image | None, recipes: Iterable[Recipe]) -> None:
        """Begin to make those that are not there yet; those of another picture are forgotten."""
        if image is not self._image:
            self._image, self._made = image, {}
        self._wanted = tuple(recipes)
        self._begin()

    def stop(self) -> None:
        """Leave the rest for another time, so that nothing waits for them."""
        self._wanted = ()
        self._engine.cancel(SLOT)

    def find(self, recipe: Recipe) -> QImage | None:
        """The thumbnail of a recipe, or None while it is not there."""
        return self._made.get(recipe)

    def _begin(self) -> None:
        missing = [recipe for recipe in self._wanted if recipe not in self._made and self._warm_up.is_ready(recipe)]
        if self._image is not None and missing:
            take = partial(self._take, self._image)
            self._engine.start(SLOT, thumbnails(self._image, missing), Listener(take, take))

    def _take(self, image: Image, made: Mapping[Recipe, np.ndarray]) -> None:
        if image is self._image:
            self._made |= {recipe: qimage_over(pixels) for recipe, pixels in made.items() if recipe not in self._made}
            self.changed.emit()


def draw_thumbnail(painter: QPainter, tile: QRect, picture: QImage | None, icon: str) -> None:
    """Draw a thumbnail whole into a tile with round corners; an icon while there is none."""
    look = theme.current()
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(tile), 4, 4)
    painter.fillPath(shape, QColor(look.canvas))
    if picture is None:
        middle = QRect(0, 0, 20, 20)
        middle.moveCenter(tile.center())
        theme.icon(icon, colour=look.faint).paint(painter, middle)
    else:
        painter.setClipPath(shape)
        shown = QSizeF(picture.size()).scaled(QSizeF(tile.size()), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, shown.width(), shown.height())
        place.moveCenter(QRectF(tile).center())
        reduced = picture.width() >= shown.width()  # what is enlarged keeps its pixels: pooling is meant to show them
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, reduced)
        painter.drawImage(place, picture)
    painter.restore()
