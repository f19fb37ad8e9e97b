"""The recipes that come with the program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.filters.recipe import Recipe, Step
from engine.filters.recipe_presets import find_recipe, read_recipes, recipe_presets, save_recipe
from engine.image import Image
from engine.params import ParameterError


@pytest.mark.parametrize("name", list(recipe_presets()))
def test_every_shipped_recipe_changes_a_picture_and_says_how(name: str) -> None:
    image = Image(np.random.default_rng(0).integers(0, 256, (40, 50, 3), np.uint8))
    result = find_recipe(name)(image)
    assert not np.array_equal(result.pixels, image.pixels)
    assert result.pixels.std() > 0
    assert recipe_presets()[name]


def test_a_file_is_found_by_its_path_and_what_is_not_there_is_said(tmp_path: Path) -> None:
    recipe = Recipe((Step.parse("median:size=5"),))
    recipe.save(tmp_path / "own.json")
    assert find_recipe(tmp_path / "own.json") == recipe
    for missing in ("nonsense", "../recipes/mosaic", str(tmp_path / "none.json")):
        with pytest.raises(ParameterError, match="pencil-drawing"):
            find_recipe(missing)


def test_a_saved_recipe_is_found_again_before_the_shipped_ones(tmp_path: Path) -> None:
    recipe = Recipe((Step.parse("median:size=5@red@1,2,30x40"), Step.parse("invert")))
    path = save_recipe("Größe? Nr. 1/2", recipe, tmp_path / "new" / "folder")
    shelf = read_recipes(tmp_path / "new" / "folder")
    assert shelf.complaints == ()
    first = shelf.presets[0]
    assert (first.name, first.recipe, first.path, first.own) == ("Größe? Nr. 1/2", recipe, path, True)
    assert [preset.name for preset in shelf.presets[1:]] == [preset.name for preset in read_recipes().presets]
    assert "Pencil drawing" in [preset.name for preset in shelf.presets if not preset.own]
    assert Recipe.load(path) == recipe  # and it is a recipe file like any other


def test_the_same_name_replaces_and_another_one_does_not(tmp_path: Path) -> None:
    save_recipe("mine", Recipe((Step.parse("invert"),)), tmp_path)
    save_recipe("Mine!", Recipe((Step.parse("sobel"),)), tmp_path)
    save_recipe(" mine ", Recipe((Step.parse("median"),)), tmp_path)
    own = {preset.name: preset.recipe for preset in read_recipes(tmp_path).presets if preset.own}
    assert own == {"mine": Recipe((Step.parse("median"),)), "Mine!": Recipe((Step.parse("sobel"),))}


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "two\nlines"])
def test_a_name_that_is_none_is_refused_and_nothing_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="name must have"):
        save_recipe(name, Recipe(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b'{"recipe": 1, "steps": [], "name": 3}', b"[" * 100_000, b" " * 1_000_001, b'{"a": 1}'],
)
def test_a_damaged_recipe_is_left_out_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    shelf = read_recipes(tmp_path)
    assert shelf.presets == read_recipes().presets
    assert len(shelf.complaints) == 1
    assert shelf.complaints[0].startswith("The recipe bad.json is left out: ")
    assert shelf.complaints[0].endswith(".")
    assert not shelf.complaints[0].endswith("..")


def test_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="cannot be written"):
        save_recipe("mine", Recipe(), tmp_path / "file")
