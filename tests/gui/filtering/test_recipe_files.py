"""Recipes come from files and from the shelf, and go to files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from gui.main_window import MainWindow
from tests.gui.filtering.hands import add, shows

Wait = Callable[[Callable[[], bool]], None]


def test_a_recipe_goes_through_a_file(
    opened: MainWindow, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "recipe.json")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
    add(opened, "sobel")
    add(opened, "invert")
    opened.filtering.files.ask_save_recipe()
    opened.filtering.recipe.remove()
    opened.filtering.recipe.remove()
    opened.filtering.files.ask_recipe()
    wait(lambda: shows(opened, "sobel", "invert"))
    assert opened.filtering.model.undo_name == "Load recipe"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('{"filter": "blurr"}', "no filter 'blurr'"),
        ('{"filter": "median", "settings": {"size": 4}}', "size must be odd"),
        ('{"filter": "median", "settings": {"sise": 3}}', "no setting 'sise'"),
        ("17", "names its filter"),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(
    opened: MainWindow, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, said: str
) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(f'{{"recipe": 1, "steps": [{step}]}}')
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    add(opened, "invert")
    opened.filtering.files.ask_recipe()
    assert opened.filtering.message.isVisible()
    assert said in opened.filtering.message.text
    wait(lambda: shows(opened, "invert"))


def test_a_shipped_recipe_takes_the_place_of_the_one_in_use(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    opened.filtering.files.take_recipe("mosaic")
    wait(lambda: shows(opened, "mean-pooling:size=8,enlarge=yes"))
    opened.filtering.model.undo()
    wait(lambda: shows(opened, "invert"))
