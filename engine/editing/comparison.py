"""Before and after in one picture, in full resolution."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.depth import as_dtype
from engine.errors import UserError
from engine.filters.geometry import Resize
from engine.image import Image, save
from engine.jobs import Job

ALIKE = 0.02
"""Pictures whose proportions differ by less are laid over each other edge to edge."""
GAP = 0.01
"""Between two pictures side by side, in shares of their width."""


class Compare(enum.Enum):
    """How before and after are shown together."""

    OFF = "off"
    LEFT_RIGHT = "left | right"
    TOP_BOTTOM = "top | bottom"
    SIDE_BY_SIDE = "side by side"

    @property
    def is_split(self) -> bool:
        return self in (Compare.LEFT_RIGHT, Compare.TOP_BOTTOM)


class ComparisonError(UserError):
    """Two pictures that cannot be compared as asked."""


@dataclass(frozen=True)
class Comparison:
    """How to show before and after together; a split line is at `share` of the width or the height."""

    how: Compare
    share: float = 0.5

    def __call__(self, before: Image, after: Image) -> Image:
        """One picture of both, with the metadata of `after`; before is resized where it was another size.

        Raises ComparisonError for a split of pictures of different proportions.
        """
        if self.how is Compare.OFF:
            return after
        alike = have_like_proportions(before.width, before.height, after.width, after.height)
        if alike:
            before = Resize(after.width, after.height)(before)
        elif self.how.is_split:
            raise ComparisonError(
                "Before and after have different proportions, so they cannot be split by a line; "
                "choose side by side to see both whole."
            )
        one, other = _of_one_kind(before, after)
        return after.with_pixels(self._split(one, other) if self.how.is_split else _side_by_side(one, other))

    def _split(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        pixels = after.copy()
        if self.how is Compare.LEFT_RIGHT:
            line = round(self.share * after.shape[1])
            pixels[:, :line] = before[:, :line]
        else:
            line = round(self.share * after.shape[0])
            pixels[:line] = before[:line]
        return pixels


def have_like_proportions(width: float, height: float, other_width: float, other_height: float) -> bool:
    """Whether pictures of two sizes can be laid over each other edge to edge; pooling may leave out a few pixels."""
    return abs(math.log(other_width * height / (other_height * width))) < ALIKE


def save_comparison(comparison: Comparison, before: Image, after: Image, path: Path) -> Job[Path]:
    """Write before and after as one picture; return the path. Raises ImageError and ComparisonError."""
    yield
    image = comparison(before, after)
    yield
    save(image, path)
    return path


def _of_one_kind(before: Image, after: Image) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of two pictures in the depth of the second, with colour or alpha where one of them has some."""
    colour, alpha = before.is_colour or after.is_colour, before.has_alpha or after.has_alpha
    one, other = (_as_kind(image, after.dtype, colour, alpha) for image in (before, after))
    return one, other


def _as_kind(image: Image, dtype: np.dtype, colour: bool, alpha: bool) -> np.ndarray:
    pixels = as_dtype(image.pixels, dtype)
    parts = [pixels[:, :, : 3 if image.is_colour else 1]]
    if colour and not image.is_colour:
        parts = 3 * parts
    if alpha:
        opaque = np.full((*pixels.shape[:2], 1), Image(pixels).white, dtype)
        parts.append(pixels[:, :, -1:] if image.has_alpha else opaque)
    return np.concatenate(parts, axis=2)


def _side_by_side(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Both on white, the smaller one in the middle of the height."""
    gap = max(1, round(GAP * (before.shape[1] + after.shape[1])))
    height, width = max(before.shape[0], after.shape[0]), before.shape[1] + gap + after.shape[1]
    pixels = np.full((height, width, after.shape[2]), Image(after).white, after.dtype)
    for part, left in ((before, 0), (after, before.shape[1] + gap)):
        top = (height - part.shape[0]) // 2
        pixels[top : top + part.shape[0], left : left + part.shape[1]] = part
    return pixels
