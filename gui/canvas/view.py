"""Which part of a picture is in sight, and how large."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QPointF, QRectF, QSizeF

from engine.editing.comparison import have_like_proportions

SMALLEST, LARGEST = 1 / 64, 64.0
MARGIN = 16
MOST_ALIKE = 2.0
"""Up to this ratio of their sides, pictures of other proportions are compared at the same scale."""


@dataclass(frozen=True)
class View:
    """A scale, 1 being one pixel of the picture on one pixel of the screen, and the point of the picture (x, y) in
    the middle, in shares of its size. The same view shows the same share of pictures of any size."""

    scale: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def frame(self, pane: QRectF, size: QSizeF) -> QRectF:
        """Where the whole of a picture lies that is `size` at a scale of 1, in the coordinates of `pane`."""
        width, height = size.width() * self.scale, size.height() * self.scale
        return QRectF(pane.center().x() - self.x * width, pane.center().y() - self.y * height, width, height)

    def zoomed(self, scale: float, about: QPointF, pane: QRectF, size: QSizeF) -> Self:
        """Another scale; what is under the point `about` stays there."""
        anchor = share_at(self.frame(pane, size), about)
        scale = min(LARGEST, max(SMALLEST, scale))
        offset = about - pane.center()
        x = anchor.x() - offset.x() / (size.width() * scale)
        y = anchor.y() - offset.y() / (size.height() * scale)
        return replace(self, scale=scale, x=_within(x), y=_within(y))

    def moved(self, by: QPointF, size: QSizeF) -> Self:
        """The picture taken along by some pixels of the screen; its middle point stays in the picture."""
        x = self.x - by.x() / (size.width() * self.scale)
        y = self.y - by.y() / (size.height() * self.scale)
        return replace(self, x=_within(x), y=_within(y))


def fitting(pane: QRectF, sizes: Iterable[QSizeF], largest: float) -> View:
    """The view that shows pictures whole, as large as they go but not above the scale `largest`."""
    room = max(32.0, pane.width() - 2 * MARGIN), max(32.0, pane.height() - 2 * MARGIN)
    scale = min(min(room[0] / size.width(), room[1] / size.height()) for size in sizes)
    if scale >= 4 and largest >= 2:
        scale = math.floor(scale)  # whole pixels where nobody misses the rest
    return View(min(largest, max(SMALLEST, scale)))


def logical_size(width: int, height: int, ratio: float) -> QSizeF:
    """How large a picture is at a scale of 1 on a screen with `ratio` pixels to a unit of its coordinates."""
    return QSizeF(width / ratio, height / ratio)


def beside(size: QSizeF, other: QSizeF) -> QSizeF:
    """How large to show a picture of size `other` for comparison with one of `size`.

    Proportions that are alike are laid over each other, so that the same share of both is in the same place. Others
    keep their shape: cropped and turned ones are shown at the same scale, so that what is in both is equally large;
    very different sizes fill as much of the screen.
    """
    if have_like_proportions(size.width(), size.height(), other.width(), other.height()):
        return size
    larger = math.sqrt(size.width() * size.height() / (other.width() * other.height()))
    return other if 1 / MOST_ALIKE <= larger <= MOST_ALIKE else other * larger


def share_at(frame: QRectF, point: QPointF) -> QPointF:
    """A point in shares of a frame: (0, 0) is its top left corner, (1, 1) its bottom right one."""
    return QPointF((point.x() - frame.left()) / frame.width(), (point.y() - frame.top()) / frame.height())


def on_screen_pixels(frame: QRectF, ratio: float) -> QRectF:
    """The frame with its corner on a pixel of the screen, so that pictures at 100 % are drawn pixel for pixel, and no
    thinner than one, so that a long strip is seen when it is fitted."""
    left, top = round(frame.left() * ratio) / ratio, round(frame.top() * ratio) / ratio
    return QRectF(left, top, max(frame.width(), 1 / ratio), max(frame.height(), 1 / ratio))


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))
