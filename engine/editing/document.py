"""What the Filter workspace edits: a picture and the recipe that is put on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from engine.filters.filter import Filter
from engine.filters.limit import Channel, Region
from engine.filters.recipe import Recipe, Step
from engine.image import Image, load
from engine.jobs import Job


@dataclass(frozen=True)
class Document:
    """A picture, where it came from (None: pasted) and its recipe. Every edit returns a new document."""

    image: Image
    path: Path | None = None
    recipe: Recipe = field(default_factory=Recipe)
    name: str = "Pasted picture"  # where it came from no file

    @property
    def title(self) -> str:
        return self.path.name if self.path else self.name

    def differs(self, before: Self) -> str:
        """In a few words, the first step that the document before did not have so: "size 5", or ""."""
        if self.image is not before.image:
            return ""
        were = before.recipe.steps
        for index, step in enumerate(self.recipe.steps):
            if index >= len(were) or step != were[index]:
                return step.filter.describe()
        return ""

    def with_added(self, filter: Filter, at: int | None = None) -> Self:
        """Put a filter at place `at`, or last."""
        steps = self.recipe.steps
        at = len(steps) if at is None else at
        return self._with_steps((*steps[:at], Step(filter), *steps[at:]))

    def with_duplicated(self, index: int) -> Self:
        """Put a copy of a step, its limits and its switch included, behind it."""
        steps = self.recipe.steps
        return self._with_steps((*steps[: index + 1], *steps[index:]))

    def with_filter(self, index: int, filter: Filter) -> Self:
        """Replace the filter of a step, leaving its switch as it is."""
        return self._with_step(index, replace(self.recipe.steps[index], filter=filter))

    def with_limits(self, index: int, channels: tuple[Channel, ...], region: Region | None) -> Self:
        """Let a step act only on some channels (none named: on all) and in a region (None: everywhere)."""
        return self._with_step(index, replace(self.recipe.steps[index], channels=channels, region=region))

    def with_switched(self, index: int) -> Self:
        """Switch a step off, or on again."""
        step = self.recipe.steps[index]
        return self._with_step(index, replace(step, on=not step.on))

    def without(self, index: int) -> Self:
        """Remove a step."""
        return self._with_steps(self.recipe.steps[:index] + self.recipe.steps[index + 1 :])

    def with_moved(self, index: int, to: int) -> Self:
        """Take a step out and put it at place `to` of those that are left."""
        rest = [*self.recipe.steps[:index], *self.recipe.steps[index + 1 :]]
        return self._with_steps((*rest[:to], self.recipe.steps[index], *rest[to:]))

    def with_recipe(self, recipe: Recipe) -> Self:
        return replace(self, recipe=recipe)

    def _with_step(self, index: int, step: Step) -> Self:
        steps = self.recipe.steps
        return self._with_steps((*steps[:index], step, *steps[index + 1 :]))

    def _with_steps(self, steps: tuple[Step, ...]) -> Self:
        return replace(self, recipe=Recipe(steps))


def open_document(path: Path, recipe: Recipe | None = None) -> Job[Document]:
    """Load a picture and put a recipe on it (none: an empty one). Raises ImageError."""
    yield
    return Document(load(path), path, recipe or Recipe())
