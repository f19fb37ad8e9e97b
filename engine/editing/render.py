"""From a document to pixels on a screen, computing only what changed."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from engine.editing.document import Document
from engine.editing.screen import ScreenPicture, screen_picture
from engine.filters.recipe import Recipe, Step
from engine.image import Image
from engine.jobs import Job

KEPT_BYTES = 3 << 28
"""How many bytes of pictures are remembered: ten of 24 megapixels, two of 100. Screens need a third more."""


@dataclass(frozen=True, eq=False)
class Developed:
    """A picture after some steps, and the (width, height) it had before the first of them and after each."""

    image: Image
    sizes: tuple[tuple[int, int], ...]

    def after(self, step: Step) -> Developed:
        """The picture after one more step."""
        image = step(self.image)
        return Developed(image, (*self.sizes, (image.width, image.height)))


@dataclass
class RenderCache:
    """The pictures of recipe prefixes that were computed last, keyed by (picture, steps that are on)."""

    _kept: OrderedDict[tuple[Image, tuple[Step, ...]], Developed] = field(default_factory=OrderedDict)

    def find(self, image: Image, steps: tuple[Step, ...]) -> Developed | None:
        found = self._kept.get((image, steps))
        if found is not None:
            self._kept.move_to_end((image, steps))
        return found

    def keep(self, image: Image, steps: tuple[Step, ...], result: Developed) -> None:
        self._kept[(image, steps)] = result
        while len(self._kept) > 1 and sum(kept.image.pixels.nbytes for kept in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        """Let everything be computed anew."""
        self._kept.clear()


@dataclass(frozen=True)
class RenderReport:
    """Which filter is being computed, counted from 0, and of how many."""

    step: int
    steps: int


@dataclass(frozen=True, eq=False)
class Rendered:
    """A document's pixels, as numbers and as a screen shows them before and after, and the seconds it took.

    `sizes` are the (width, height) of the picture before the first step that is on, and after each of them.
    """

    document: Document
    image: Image
    before: ScreenPicture
    after: ScreenPicture
    seconds: float
    sizes: tuple[tuple[int, int], ...]

    def size_before(self, index: int) -> tuple[int, int]:
        """Width and height of the picture that a step of the recipe is put on; its region is counted in these."""
        return self.sizes[sum(step.on for step in self.document.recipe.steps[:index])]


def develop(document: Document, cache: RenderCache) -> Job[Developed]:
    """Yield a `RenderReport` before each filter; return the full-resolution result."""
    steps = tuple(step for step in document.recipe.steps if step.on)
    image, known = document.image, 0
    developed = Developed(image, ((image.width, image.height),))
    for count in range(len(steps), 0, -1):
        found = cache.find(image, steps[:count])
        if found is not None:
            developed, known = found, count
            break
    for index in range(known, len(steps)):
        yield RenderReport(index, len(steps))
        developed = developed.after(steps[index])
        cache.keep(image, steps[: index + 1], developed)
    return developed


def render(document: Document, cache: RenderCache) -> Job[Rendered]:
    """As `develop`, with what a screen shows before and after."""
    begun = time.perf_counter()
    developed = yield from develop(document, cache)
    seconds = time.perf_counter() - begun
    before, after = screen_picture(document.image), screen_picture(developed.image)
    return Rendered(document, developed.image, before, after, seconds, developed.sizes)


def unfiltered(document: Document) -> Job[Rendered]:
    """A document without its recipe, in one step: what a person looks at until the result is there."""
    return (yield from render(document.with_recipe(Recipe()), RenderCache()))
