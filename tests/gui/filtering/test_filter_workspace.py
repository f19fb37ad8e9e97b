"""The Filter workspace, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QFileDialog, QLineEdit, QListWidget, QSlider
from pytestqt.qtbot import QtBot

from engine.filters.recipe import Recipe, Step
from engine.image import Image, load
from engine.save_options import SaveOptions
from gui.filtering.filter_palette import FilterPalette
from gui.filtering.save_dialog import SaveDialog
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]


def shows(window: MainWindow, *steps: str) -> bool:
    """Whether the pixels on screen are those of a recipe, computed by the engine alone."""
    workspace = window.filtering
    if workspace.result is None or workspace.model.document is None:
        return False
    expected = Recipe(tuple(map(Step.parse, steps)))(workspace.model.document.image)
    shown = workspace.result.pixels
    return shown.shape == expected.pixels.shape and bool(np.array_equal(shown, expected.pixels))


def add(window: MainWindow, words: str) -> None:
    """Add a filter as a person does who never touches the mouse: Ctrl+K, a few letters, Return."""
    window.filtering.recipe.open_palette()
    search = window.filtering.findChild(FilterPalette).findChild(QLineEdit)
    QTest.keyClicks(search, words)
    QTest.keyClick(search, Qt.Key.Key_Return)


def steps(window: MainWindow) -> list[str]:
    document = window.filtering.model.document
    return [step.filter.name for step in document.recipe.steps] if document else []


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.filtering.dropEvent(
        QDropEvent(
            QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_starts_with_a_sample_photo_that_is_already_filtered(window: MainWindow, wait: Wait) -> None:
    window.filtering.open_first(None)
    wait(lambda: window.filtering.result is not None)
    assert len(steps(window)) > 1
    assert window.filtering.result.width == 640


def test_a_dropped_picture_is_shown_as_it_is(window: MainWindow, photo: Path, wait: Wait) -> None:
    drop(window, photo)
    wait(lambda: shows(window))
    assert window.filtering._title.text() == "photo.png"


def test_filters_found_by_typing_are_applied_in_order(opened: MainWindow, wait: Wait) -> None:
    add(opened, "median")
    add(opened, "sobel")
    wait(lambda: shows(opened, "median", "sobel"))
    assert steps(opened) == ["median", "sobel"]


def test_dragging_a_slider_shows_each_value_and_its_release_is_one_undo_step(opened: MainWindow, wait: Wait) -> None:
    add(opened, "median")
    slider = opened.filtering.recipe._form.findChildren(QSlider)[0]
    slider.setSliderDown(True)
    for place in (1, 2, 3):
        slider.setValue(place)
    wait(lambda: shows(opened, "median:size=7"))
    slider.setSliderDown(False)
    assert steps(opened) == ["median"]
    opened.filtering.model.undo()
    wait(lambda: shows(opened, "median:size=3"))
    opened.filtering.model.undo()
    wait(lambda: shows(opened))
    opened.filtering.model.redo()
    opened.filtering.model.redo()
    wait(lambda: shows(opened, "median:size=7"))


def test_an_even_number_typed_for_an_odd_size_becomes_odd(opened: MainWindow, wait: Wait) -> None:
    add(opened, "median")
    number = opened.filtering.recipe._form.findChildren(QAbstractSpinBox)[0]
    number.selectAll()
    QTest.keyClicks(number, "4")
    QTest.keyClick(number, Qt.Key.Key_Return)
    wait(lambda: shows(opened, "median:size=5"))


def test_steps_are_switched_off_moved_duplicated_and_removed(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    add(opened, "sobel")
    panel = opened.filtering.recipe
    panel.switch()
    wait(lambda: shows(opened, "invert"))
    panel.switch()
    panel.shift(-1)
    wait(lambda: shows(opened, "sobel", "invert"))
    panel.duplicate()
    wait(lambda: shows(opened, "sobel", "sobel", "invert"))
    panel.remove()  # and the one below it is chosen
    panel.remove()
    wait(lambda: shows(opened, "sobel"))
    for _ in range(6):
        opened.filtering.model.undo()
    wait(lambda: shows(opened, "invert", "sobel"))
    assert opened.filtering.model.undo_name == "Add Sobel"


def test_dragging_a_card_reorders_the_recipe(opened: MainWindow, wait: Wait) -> None:
    for words in ("invert", "sobel", "median"):
        add(opened, words)
    cards = opened.filtering.recipe.findChild(QListWidget)
    model = cards.model()
    model.moveRow(model.index(2, 0).parent(), 2, model.index(0, 0).parent(), 0)
    assert steps(opened) == ["median", "invert", "sobel"]
    model.moveRow(model.index(0, 0).parent(), 0, model.index(0, 0).parent(), 3)
    assert steps(opened) == ["invert", "sobel", "median"]


def test_the_saved_file_is_what_the_screen_shows(
    opened: MainWindow, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(opened, "sobel")
    target = tmp_path / "out.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    opened.filtering.files.ask_save()
    QTest.keyClick(opened.filtering.findChild(SaveDialog), Qt.Key.Key_Return)
    wait(target.exists)
    wait(lambda: shows(opened, "sobel"))
    np.testing.assert_array_equal(load(target).pixels, opened.filtering.result.pixels)


def test_saving_where_nothing_can_be_written_is_said_in_the_window(
    opened: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    opened.filtering.files.write(tmp_path / "no such folder" / "out.png", SaveOptions())
    wait(opened.filtering.message.isVisible)
    assert "cannot be written" in opened.filtering.message.text


@pytest.mark.parametrize("content", [b"not a picture", b"", b"\x89PNG\r\n\x1a\n broken"])
def test_a_bad_file_leaves_the_picture_and_says_why(
    opened: MainWindow, wait: Wait, tmp_path: Path, content: bytes
) -> None:
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    bad = tmp_path / "bad.png"
    bad.write_bytes(content)
    drop(opened, bad)
    wait(opened.filtering.message.isVisible)
    assert "bad.png" in opened.filtering.message.text
    assert shows(opened, "invert")


def test_a_picture_is_pasted_and_the_result_copied(opened: MainWindow, wait: Wait) -> None:
    picture = QImage(5, 4, QImage.Format.Format_RGB888)
    picture.fill(0x336699)
    QGuiApplication.clipboard().setImage(picture)
    opened.filtering.paste()
    wait(lambda: opened.filtering.result is not None and opened.filtering.result.width == 5)
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    opened.filtering.copy()
    assert QGuiApplication.clipboard().image().pixelColor(2, 2).getRgb()[:3] == (0xCC, 0x99, 0x66)


def test_holding_the_key_shows_the_picture_before(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    canvas = opened.filtering.canvas
    after = canvas.grab().toImage()
    canvas.setFocus()
    QTest.keyPress(canvas, Qt.Key.Key_Backslash)
    before = canvas.grab().toImage()
    QTest.keyRelease(canvas, Qt.Key.Key_Backslash)
    assert before != after
    assert canvas.grab().toImage() == after


def test_the_status_bar_names_the_pixel_under_the_cursor(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    said: list[str] = []
    opened.filtering.status.connect(said.append)
    opened.filtering.canvas.hovered.emit(3, 2)
    red = int(opened.filtering.model.document.image.pixels[2, 3, 0])
    assert "x 3  y 2" in said[-1]
    assert f"  {red} " in said[-1]
    assert f"→  {255 - red} " in said[-1]


def test_the_next_start_brings_back_picture_and_recipe(opened: MainWindow, wait: Wait) -> None:
    add(opened, "sobel")
    opened.filtering.remember()
    again = MainWindow(opened.settings)
    try:
        again.filtering.open_first(None)
        wait(lambda: shows(again, "sobel"))
    finally:
        again.close()


def test_recent_pictures_are_listed_newest_first(opened: MainWindow, photo: Path, tmp_path: Path, wait: Wait) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(photo.read_bytes())
    opened.filtering.open(other)
    wait(lambda: opened.filtering.model.document.path == other)
    opened.filtering._list_recent()
    assert [action.text() for action in opened.filtering.recent.actions()] == ["other.png", "photo.png"]


def test_a_transparent_picture_is_shown_over_a_checkerboard(window: MainWindow, wait: Wait) -> None:
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, 20:, 3] = 255
    from engine.editing.document import Document

    window.filtering.model.open(Document(Image(pixels)))
    window.filtering.canvas.set_grid(False)
    wait(lambda: window.filtering.result is not None)
    shown = window.filtering.canvas.grab().toImage()
    middle = shown.height() // 2
    left = {shown.pixelColor(x, middle).value() for x in range(shown.width() // 2 - 60, shown.width() // 2 - 10)}
    right = {shown.pixelColor(x, middle).value() for x in range(shown.width() // 2 + 10, shown.width() // 2 + 60)}
    assert right == {0}
    assert len(left) == 2


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


def test_the_look_changes_at_once_and_is_remembered(opened: MainWindow) -> None:
    dark = opened.filtering.canvas.grab().toImage().pixelColor(1, 1)
    opened._set_theme("light")
    light = opened.filtering.canvas.grab().toImage().pixelColor(1, 1)
    assert light.lightness() > dark.lightness() + 100
    assert opened.settings.text("theme") == "light"


def test_a_name_without_an_ending_gets_the_suggested_one(
    opened: MainWindow, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "result"), ""))
    opened.filtering.files.ask_save()
    QTest.keyClick(opened.filtering.findChild(SaveDialog), Qt.Key.Key_Return)
    wait((tmp_path / "result.png").exists)


def test_shortcuts_work_wherever_the_focus_is(opened: MainWindow, wait: Wait, qtbot: QtBot) -> None:
    add(opened, "invert")
    qtbot.waitActive(opened)
    rail = opened._buttons.button(0)
    rail.setFocus()
    QTest.keyClick(rail, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: shows(opened))
    QTest.keyClick(rail, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert opened.filtering.findChild(FilterPalette).isVisible()


@pytest.mark.parametrize(
    ("typed", "picked"), [("gaussian", "gaussian-blur"), ("bright", "brightness-contrast"), ("pool", "max-pooling")]
)
def test_the_search_prefers_names_that_begin_so(opened: MainWindow, typed: str, picked: str) -> None:
    add(opened, typed)
    assert steps(opened) == [picked]


def test_an_undo_chooses_what_it_undid(opened: MainWindow) -> None:
    for words in ("invert", "sobel", "median"):
        add(opened, words)
    panel = opened.filtering.recipe
    panel.choose(0)
    panel.remove()
    panel.choose(1)
    opened.filtering.model.undo()
    assert panel.chosen == 0
    assert panel._name.text() == "Invert"


def test_opening_another_picture_can_be_undone(opened: MainWindow, photo: Path, tmp_path: Path, wait: Wait) -> None:
    add(opened, "invert")
    other = tmp_path / "other.png"
    other.write_bytes(photo.read_bytes())
    opened.filtering.open(other)
    wait(lambda: opened.filtering.model.document.path == other and shows(opened))
    assert opened.filtering.model.undo_name == "Open other.png"
    opened.filtering.model.undo()
    wait(lambda: opened.filtering.model.document.path == photo and shows(opened, "invert"))


def test_a_shipped_recipe_takes_the_place_of_the_one_in_use(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    opened.filtering.files.take_recipe("mosaic")
    wait(lambda: shows(opened, "mean-pooling:size=8,enlarge=yes"))
    opened.filtering.model.undo()
    wait(lambda: shows(opened, "invert"))
