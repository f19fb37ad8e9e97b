"""Light from a pen: what a hand draws into a dream."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.params import Declared, Range, param

Array = np.ndarray
Point = tuple[float, float]


@dataclass(frozen=True)
class Pen(Declared):
    """What a hand draws with."""

    size: float = param(2.5, "how wide the line is, in pixels of the picture", range=Range(1, 20), unit="px")
    strength: float = param(
        0.6, "how much light a line adds or takes away; 1 is from black to white", range=Range(0.05, 1)
    )


class Stroke:
    """A line that a pen draws without being lifted. However often it crosses a pixel, it changes that only once."""

    def __init__(self, shape: tuple[int, ...], pen: Pen, *, darker: bool = False) -> None:
        """`shape (H, W, C)` is that of the picture; `darker` takes light away."""
        self._pen = pen
        self._amount = -pen.strength if darker else pen.strength
        self._shape = shape
        self._covered = np.zeros(shape[:2], np.float32)
        self._last: Point | None = None

    def to(self, point: Point) -> Array:
        """Go straight on to a point (x, y), in pixels from the picture's left upper corner, and return the light that
        this adds, `(H, W, C)`, negative where it takes away. The first point is where the pen is put down."""
        line = covered(self._shape[:2], self._last or point, point, self._pen.size)
        more = np.maximum(line - self._covered, 0)
        self._last, self._covered = point, self._covered + more
        return np.repeat(np.float32(self._amount) * more[:, :, np.newaxis], self._shape[2], axis=2)


def covered(size: tuple[int, ...], begin: Point, end: Point, width: float) -> Array:
    """How much of each pixel a round-ended line covers, `(H, W)` in 0..1: it grows evenly from half a pixel outside
    the edge of the line to half a pixel inside."""
    down, across = np.indices(size, np.float32) + 0.5  # the middles of the pixels
    way_across, way_down = end[0] - begin[0], end[1] - begin[1]
    length = max(way_across**2 + way_down**2, 1e-12)
    along = ((across - begin[0]) * way_across + (down - begin[1]) * way_down) / length
    along = np.clip(along, 0, 1)
    distance = np.hypot(across - begin[0] - along * way_across, down - begin[1] - along * way_down)
    return np.clip(width / 2 + 0.5 - distance, 0, 1)
