"""The recipes that come with the program, by name."""

from __future__ import annotations

import json
import os
from pathlib import Path

from engine.filters.recipe import Recipe
from engine.params import ParameterError

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "recipes"


def recipe_presets() -> dict[str, str]:
    """What each shipped recipe makes of a picture, in one line, by its name."""
    return {path.stem: json.loads(path.read_text("utf-8"))["help"] for path in sorted(SHIPPED.glob("*.json"))}


def recipe_file(source: str | os.PathLike[str]) -> Path:
    """The file of a shipped recipe, by its name, or else the file itself. Raises ParameterError."""
    shipped = SHIPPED / f"{os.fspath(source)}.json"
    if shipped.parent == SHIPPED and shipped.is_file():
        return shipped
    if not Path(source).exists():
        names = ", ".join(recipe_presets())
        raise ParameterError(f"There is no recipe {os.fspath(source)!r}: name one of {names}, or a file.")
    return Path(source)


def find_recipe(source: str | os.PathLike[str]) -> Recipe:
    """A recipe by the name of a shipped one, or else by its file. Raises ParameterError."""
    return Recipe.load(recipe_file(source))
