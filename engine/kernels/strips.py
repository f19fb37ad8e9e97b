"""A picture some rows at a time, with what surrounds them: large ones need little memory beside the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np

from engine.jobs import Job
from engine.kernels.border import OUTSIDE, Border, source_index
from engine.params import ParameterError

Result = TypeVar("Result")
STRIP_ELEMENTS = 1 << 20
"""About how many elements of the result a strip holds: enough to keep all cores busy, few enough for the cache."""


def strips(rows: int, row_elements: int) -> Iterator[slice]:
    """Slices that together cover `range(rows)`, each of about STRIP_ELEMENTS elements."""
    count = max(1, min(rows, rows * row_elements // STRIP_ELEMENTS))
    for number in range(count):
        yield slice(rows * number // count, rows * (number + 1) // count)


def by_strips(rows: int, row_elements: int, compute: Callable[[slice], np.ndarray]) -> Job[np.ndarray]:
    """Compute an array some rows at a time, yielding None in between; `compute` makes the rows of a slice."""
    parts = list(strips(rows, row_elements))
    first = compute(parts[0])
    if len(parts) == 1:
        return first
    result = np.empty((rows, *first.shape[1:]), first.dtype)
    result[parts[0]] = first
    for part in parts[1:]:
        yield None
        result[part] = compute(part)
    return result


def over_strips(
    pixels: np.ndarray,
    window: tuple[int, int],
    border: Border,
    compute: Callable[[np.ndarray], Result],
    outside: float | np.ndarray = 0.0,
) -> Iterator[tuple[slice, Result]]:
    """For each strip of the result its rows, and what `compute` makes of the pixels that they need.

    `compute` is given a strip of `pixels (H, W, C)` with what surrounds it, so that it looks at whole windows `(h, w)`
    only: border "valid". `outside` is the pixel assumed by the border "constant". The centre of a window is
    `(h // 2, w // 2)`. Raises ParameterError where a picture is smaller than its window and the border is "valid".
    """
    (height, width), (tall, wide) = pixels.shape[:2], window
    lines = source_index(height, tall // 2, tall - 1 - tall // 2, border)
    columns = source_index(width, wide // 2, wide - 1 - wide // 2, border)
    rows, across = len(lines) - tall + 1, len(columns) - wide + 1
    if min(rows, across) < 1:
        raise ParameterError(
            f"The picture ({width} × {height}) is smaller than the window ({wide} × {tall}): take another border."
        )
    left = 0 if border is Border.VALID else wide // 2
    for strip in strips(rows, across * pixels.shape[2]):
        body = _lines(pixels, lines[strip.start : strip.stop + tall - 1], outside)
        sides = [_columns(body, part, outside) for part in (columns[:left], columns[left + width :])]
        yield strip, compute(np.concatenate([sides[0], body, sides[1]], axis=1) if len(columns) > width else body)


def middle(strip: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """The pixels of a strip that have a whole window around them: those that a result is for."""
    (tall, wide), (height, width) = window, strip.shape[:2]
    top, left = tall // 2, wide // 2
    return strip[top : top + height - tall + 1, left : left + width - wide + 1]


def _lines(pixels: np.ndarray, lines: np.ndarray, outside: float | np.ndarray) -> np.ndarray:
    if lines[0] >= 0 and (np.diff(lines) == 1).all():
        return pixels[lines[0] : lines[-1] + 1]
    body = pixels[lines]
    body[lines == OUTSIDE] = outside
    return body


def _columns(body: np.ndarray, columns: np.ndarray, outside: float | np.ndarray) -> np.ndarray:
    side = body[:, columns]
    side[:, columns == OUTSIDE] = outside
    return side
