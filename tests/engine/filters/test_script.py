"""Recipes as Python scripts: run as they are printed, they give the same pictures."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.filters import FILTERS
from engine.filters.recipe import Recipe, Step, to_python
from engine.image import Image, load, save
from tests.engine.filters.test_contract import settings_of
from tests.reference.pictures import random_picture

ROOT = Path(__file__).parent.parent.parent.parent
PICTURE = Image(random_picture(1, (37, 45, 4), np.uint16))


def recipe_of(*steps: str) -> Recipe:
    return Recipe(tuple(map(Step.parse, steps)))


@pytest.fixture
def run_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a script on the picture as Python would, in this process, and return what it wrote."""
    save(PICTURE, tmp_path / "in.png")

    def run(script: str) -> Image:
        (tmp_path / "script.py").write_text(script, "utf-8")
        monkeypatch.setattr(sys, "argv", ["script.py", str(tmp_path / "in.png"), str(tmp_path / "out.png")])
        runpy.run_path(str(tmp_path / "script.py"), run_name="__main__")
        return load(tmp_path / "out.png")

    return run


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_a_script_of_every_filter_in_every_setting_gives_the_same_picture(name: str, run_script) -> None:
    for variant in settings_of(FILTERS[name]):
        np.testing.assert_array_equal(run_script(to_python(Recipe((Step(variant),)))).pixels, variant(PICTURE).pixels)


@pytest.mark.parametrize(
    "steps",
    [
        ["median:size=5@red+alpha@3,4,10x9", "sobel@luminance", "invert@5,5,100x2"],
        ["custom-kernel:weights=1 2;3 4.5,signed=absolute", "custom-kernel:weights=1,divisor=0.3"],
        ["custom-kernel:normalise=yes,weights=" + ";".join([" ".join(["1.25"] * 31)] * 31)],
        [],
    ],
)
def test_limits_tables_and_orders_are_kept(steps: list[str], run_script) -> None:
    recipe = recipe_of(*steps)
    np.testing.assert_array_equal(run_script(to_python(recipe)).pixels, recipe(PICTURE).pixels)


def test_all_filters_fit_into_one_script(run_script) -> None:
    """No name of one filter hides that of another."""
    kinds = [kind for kind in FILTERS.values() if kind()(PICTURE).pixels.shape[:2] == PICTURE.pixels.shape[:2]]
    recipe = Recipe(tuple(Step(kind()) for kind in kinds))
    assert len(kinds) > 20
    np.testing.assert_array_equal(run_script(to_python(recipe)).pixels, recipe(PICTURE).pixels)


def test_only_what_differs_from_the_defaults_is_written() -> None:
    recipe = recipe_of("greyscale", "median:size=5,border=reflect", "sobel:border=wrap,scale=2@red@1,2,3x4")
    off = Step(FILTERS["invert"](), on=False)
    assert to_python(Recipe((*recipe.steps, off))) == (
        '"""Greyscale, Median, Sobel: python script.py IN OUT"""\n'
        "\n"
        "import sys\n"
        "\n"
        "from engine.filters.edges import Sobel\n"
        "from engine.filters.rank import Median\n"
        "from engine.filters.recipe import Region, Step\n"
        "from engine.filters.tone import Greyscale\n"
        "from engine.image import load, save\n"
        "\n"
        "image = load(sys.argv[1])\n"
        "image = Greyscale()(image)\n"
        "image = Median(size=5)(image)\n"
        'image = Step(Sobel(scale=2, border="wrap"), channels=("red",), '
        "region=Region(left=1, top=2, width=3, height=4))(image)\n"
        "save(image, sys.argv[2])\n"
    )


def test_a_script_runs_by_itself(tmp_path: Path) -> None:
    recipe = recipe_of("median:size=5@luminance", "max-pooling:size=3")
    save(PICTURE, tmp_path / "in.png")
    (tmp_path / "script.py").write_text(to_python(recipe), "utf-8")
    done = subprocess.run(
        [sys.executable, "script.py", "in.png", "out.png"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    np.testing.assert_array_equal(load(tmp_path / "out.png").pixels, recipe(PICTURE).pixels)
