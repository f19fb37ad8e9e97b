"""Where a session begins: with the last work, or with a sample photo that is already filtered."""

from __future__ import annotations

from pathlib import Path

from engine.data.bundled import PHOTOS, bundled
from engine.filters.edges import Sobel
from engine.filters.rank import Median
from engine.filters.recipe import Recipe, Step
from engine.filters.tone import Greyscale, Invert
from engine.params import ParameterError
from gui.settings import Settings

SAMPLE_RECIPE = Recipe((Step(Greyscale()), Step(Median(5)), Step(Sobel()), Step(Invert())))
"""A pencil drawing: the edges of a smoothed photo, dark on white."""


def sample_photo() -> Path:
    """The photo of a flower that is on screen at the first start."""
    return bundled(PHOTOS[1])


def remembered_document(settings: Settings) -> tuple[Path, Recipe] | None:
    """The picture and the recipe of the last session, or None where they are gone or make no sense."""
    path = Path(settings.text("picture"))
    try:
        recipe = Recipe.from_json(settings.text("recipe"))
    except ParameterError:
        return None
    return (path, recipe) if path.is_file() else None
