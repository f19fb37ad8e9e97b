"""Small pictures of what recipes make of a picture, for menus and galleries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from engine.editing.screen import screen_picture, screen_pixels
from engine.errors import UserError
from engine.filters.geometry import Crop, Resize
from engine.filters.limit import Region
from engine.filters.recipe import Recipe, Step
from engine.image import Image
from engine.jobs import Job

WIDTH, HEIGHT = 192, 128
"""The pixels of a thumbnail before filtering: twice as many as a tile on the screen has points across and down."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The middle of a picture as small as a thumbnail, 8 bit.

    A pixel `(x, y)` of the picture is at `((x - left) * scale, (y - top) * scale)` in it.
    """

    image: Image
    left: float
    top: float
    scale: float

    def fitted(self, recipe: Recipe) -> Recipe:
        """A recipe as it is on the sample: regions where they are, the size of the picture left alone."""
        steps = (self._fitted(step) for step in recipe.steps if not isinstance(step.filter, Crop | Resize))
        return Recipe(tuple(step for step in steps if step is not None))

    def _fitted(self, step: Step) -> Step | None:
        """A step with its region moved and scaled; None where the region lies beside the sample."""
        if step.region is None:
            return step
        region = step.region
        left = max(0, floor((region.left - self.left) * self.scale))
        top = max(0, floor((region.top - self.top) * self.scale))
        right = min(self.image.width, ceil((region.left + region.width - self.left) * self.scale))
        bottom = min(self.image.height, ceil((region.top + region.height - self.top) * self.scale))
        if right <= left or bottom <= top:
            return None
        return replace(step, region=Region(left, top, right - left, bottom - top))


def sample(image: Image) -> Sample:
    """The largest part of a picture with the shape of a thumbnail, around its middle, reduced to its size."""
    levels = screen_picture(image).levels
    level = next((level for level in reversed(levels) if _cut(level)[0] >= WIDTH), levels[0])
    width, height = _cut(level)
    top, left = (level.shape[0] - height) // 2, (level.shape[1] - width) // 2
    reduced = Image(level[top : top + height, left : left + width])
    if width > WIDTH:
        reduced = Resize(width=WIDTH, height=HEIGHT)(reduced)
    to_level = image.width / level.shape[1]
    return Sample(reduced, left * to_level, top * to_level, reduced.width / width / to_level)


def thumbnails(image: Image, recipes: Iterable[Recipe]) -> Job[Mapping[Recipe, np.ndarray]]:
    """What each recipe makes of the sample of a picture, as a screen shows it: uint8, 1, 3 or 4 channels.

    Yield the ones that are done, after each. A recipe that does not go with the picture has none.
    """
    yield
    small = sample(image)
    done: dict[Recipe, np.ndarray] = {}
    for recipe in recipes:
        yield dict(done)
        try:
            done[recipe] = screen_pixels(small.fitted(recipe)(small.image))
        except UserError:
            continue
    return done


def _cut(level: np.ndarray) -> tuple[int, int]:
    """Width and height of the largest part that has the shape of a thumbnail."""
    height, width = level.shape[:2]
    return max(1, min(width, height * WIDTH // HEIGHT)), max(1, min(height, width * HEIGHT // WIDTH))
