"""The recipes that come with the program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.filters.recipe import Recipe, Step
from engine.filters.recipe_presets import find_recipe, recipe_presets
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
