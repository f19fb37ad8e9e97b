"""Recipes as text, as scripts and as presets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from engine.filters import FILTERS
from engine.filters.recipe import Recipe, Step
from engine.image import load
from gui.filtering import recipe_actions
from gui.filtering.preset_gallery import PresetGallery
from gui.filtering.recipe_actions import RecipeActions
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]
SOME = Recipe(tuple(map(Step.parse, ("median:size=5@luminance", "sobel@5,5,20x10", "invert"))))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person's own recipes go."""
    monkeypatch.setattr(recipe_actions, "own_recipes", lambda: tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture
def actions(opened: MainWindow) -> RecipeActions:
    opened.filtering.recipe.take_recipe("Begin", SOME)
    return opened.filtering.recipe_actions


def recipe(window: MainWindow) -> Recipe:
    return window.filtering.model.document.recipe


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def gallery(window: MainWindow) -> PresetGallery:
    window.filtering.recipe_actions.open_gallery()
    return window.filtering.recipe_actions.gallery


def titles(gallery: PresetGallery) -> list[str]:
    return [gallery.tiles.item(row).text() for row in range(gallery.tiles.count())]


def choose(gallery: PresetGallery, name: str) -> None:
    gallery.tiles.setCurrentRow(titles(gallery).index(name))


def test_a_recipe_is_copied_and_pasted_by_its_keys(opened: MainWindow, actions: RecipeActions, wait: Wait) -> None:
    opened.activateWindow()
    wait(opened.isActiveWindow)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(opened, Qt.Key.Key_C, both)
    assert Recipe.from_json(clipboard()) == SOME
    opened.filtering.recipe.take_recipe("Nothing", Recipe())
    QTest.keyClick(opened, Qt.Key.Key_V, both)
    assert recipe(opened) == SOME
    assert opened.filtering.model.undo_name == "Paste recipe"
    assert opened.filtering.recipe.chosen == 0
    opened.filtering.model.undo()
    assert recipe(opened) == Recipe()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no recipe on the clipboard"),
        ("a shopping list", "no recipe on the clipboard"),
        ("{" * 1_000_001, "no recipe on the clipboard"),
        ("{" * 9_000, "not JSON"),
        ("[" * 90_000 + "{", "not JSON"),
        ("{}", "not one of ours"),
        ('{"recipe": 1, "steps": [{"filter": "blurr"}]}', "no filter 'blurr'"),
        ('{"recipe": 1, "steps": [{"filter": "invert", "region": {"left": -1}}]}', "left must be"),
    ],
)
def test_wrong_text_is_refused_in_one_sentence(
    opened: MainWindow, actions: RecipeActions, text: str, said: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    actions.paste()
    assert opened.filtering.message.isVisible()
    assert said in opened.filtering.message.text
    assert "\n" not in opened.filtering.message.text
    assert recipe(opened) == SOME


def test_the_copied_and_the_saved_script_do_what_the_recipe_does(
    opened: MainWindow, actions: RecipeActions, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    actions.ask_save_script()
    actions.copy_script()
    script = tmp_path / "mine.py"
    assert script.read_text("utf-8") == clipboard()
    root = str(Path(__file__).parents[3])
    subprocess.run(
        [sys.executable, script, photo, tmp_path / "out.png"], check=True, timeout=120, env={"PYTHONPATH": root}
    )
    np.testing.assert_array_equal(load(tmp_path / "out.png").pixels, SOME(load(photo)).pixels)


def test_a_script_that_cannot_be_written_is_said(
    opened: MainWindow, actions: RecipeActions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "mine.py"), ""))
    actions.ask_save_script()
    assert "cannot be written" in opened.filtering.message.text


def test_an_empty_recipe_is_not_carried_away(opened: MainWindow) -> None:
    QGuiApplication.clipboard().setText("as it was")
    actions = opened.filtering.recipe_actions
    for carry in (actions.copy, actions.copy_script, actions.ask_save_script, actions.ask_save_preset):
        opened.filtering.message.hide()
        carry()
        assert "no filter in the recipe" in opened.filtering.message.text
    assert clipboard() == "as it was"
    assert not gallery(opened).save_button.isEnabled()


def test_the_gallery_shows_what_each_preset_makes_of_the_picture(
    opened: MainWindow, actions: RecipeActions, wait: Wait
) -> None:
    shown = gallery(opened)
    assert "Neon" in titles(shown)
    choose(shown, "Neon")
    wait(lambda: shown._thumbnails.find(shown.preset.recipe) is not None)
    assert "Sobel" in shown._about.text()
    assert not shown.delete_button.isEnabled()
    QTest.keyClick(shown.tiles, Qt.Key.Key_Delete)
    assert "Neon" in titles(shown)
    QTest.keyClick(shown.tiles, Qt.Key.Key_Return)
    assert not shown.isVisible()
    assert [step.filter.name for step in recipe(opened).steps] == ["median", "sobel", "gamma"]
    assert opened.filtering.model.undo_name == "Preset Neon"


def test_a_preset_of_ones_own_is_saved_used_and_deleted(
    opened: MainWindow, actions: RecipeActions, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    shown = gallery(opened)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Mine", True))
    shown.save_button.click()
    assert titles(shown)[0] == "Mine"
    assert shown.preset.recipe == SOME
    shown.reject()
    opened.filtering.recipe.take_recipe("Nothing", Recipe())
    choose(gallery(opened), "Mine")
    QTest.mouseClick(shown._use, Qt.MouseButton.LeftButton)
    assert recipe(opened) == SOME
    choose(gallery(opened), "Mine")
    QTest.keyClick(shown.tiles, Qt.Key.Key_Delete)
    assert "Mine" not in titles(shown)
    assert list(folder.iterdir()) == []


def test_a_preset_is_replaced_only_after_a_question(
    opened: MainWindow, actions: RecipeActions, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Mine", True))
    actions.ask_save_preset()
    before = (folder / "mine.json").read_bytes()
    opened.filtering.recipe.add(FILTERS["median"])
    for answer, replaced in ((QMessageBox.StandardButton.No, False), (QMessageBox.StandardButton.Yes, True)):
        monkeypatch.setattr(QMessageBox, "question", lambda *_, answer=answer: answer)
        actions.ask_save_preset()
        assert ((folder / "mine.json").read_bytes() != before) is replaced
    assert Recipe.load(folder / "mine.json") == recipe(opened)


def test_a_bad_name_is_refused_and_cancelling_writes_nothing(
    opened: MainWindow, actions: RecipeActions, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    warned: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *said: warned.append(said[-1]))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("x" * 61, True))
    actions.ask_save_preset()
    assert "1 to 60 letters" in warned[0]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Mine", False))
    actions.ask_save_preset()
    assert not folder.exists()


def test_a_damaged_preset_is_complained_about_and_the_others_are_shown(
    opened: MainWindow, actions: RecipeActions, folder: Path
) -> None:
    folder.mkdir()
    (folder / "bad.json").write_text("nonsense")
    shown = gallery(opened)
    assert "bad.json" in shown._about.text()
    assert "Neon" in titles(shown)
