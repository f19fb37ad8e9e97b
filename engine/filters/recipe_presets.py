"""Recipes with a name: those that come with the program, and a person's own."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from engine.filters.recipe import Recipe
from engine.params import ParameterError
from engine.preset_files import check_name, json_files, read_text, write_preset

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "recipes"
LARGEST_FILE = 1_000_000
"""Bytes; a hundred steps need a tenth of it."""


@dataclass(frozen=True)
class RecipePreset:
    """A recipe by its name, what it makes of a picture in one line, its file, and whether it is a person's own."""

    name: str
    help: str
    recipe: Recipe
    path: Path
    own: bool = False


@dataclass(frozen=True)
class RecipeShelf:
    """The presets that were found, a person's own first, and a sentence for each file that is none."""

    presets: tuple[RecipePreset, ...]
    complaints: tuple[str, ...]


def read_recipes(folder: Path | None = None) -> RecipeShelf:
    """Read the recipes that come with the program, and those in a person's own folder.

    A damaged file is skipped and complained about; a folder that is not there holds none.
    """
    found = []
    complaints = []
    for path in [*(json_files(folder) if folder is not None else []), *json_files(SHIPPED)]:
        try:
            found.append(_load(path))
        except ParameterError as error:
            complaints.append(f"The recipe {path.name} is left out: {str(error).rstrip('.')}.")
    found.sort(key=lambda preset: (not preset.own, preset.name.casefold()))
    return RecipeShelf(tuple(found), tuple(complaints))


def save_recipe(name: str, recipe: Recipe, folder: Path) -> Path:
    """Write a recipe to a person's own folder, which is made if needed; return its file.

    One of the same name is replaced, no other file is. Raises ParameterError for a name that is empty or too long, and
    where it cannot be written.
    """
    plain = {"name": check_name(name.strip()), **json.loads(recipe.to_json())}
    text = json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    return write_preset(folder, plain["name"], text, lambda path: _load(path).name, "recipe")


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


def _load(path: Path) -> RecipePreset:
    """Raises ParameterError."""
    text = read_text(path, LARGEST_FILE, "recipe")
    recipe = Recipe.from_json(text)
    plain = json.loads(text)
    named = path.stem.replace("-", " ").capitalize()
    name, help = plain.get("name", named), plain.get("help", "")
    if not isinstance(name, str) or not isinstance(help, str):
        raise ParameterError("its name and its help must be text")
    return RecipePreset(check_name(name), help, recipe, path, path.parent != SHIPPED)
