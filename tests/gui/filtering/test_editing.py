"""Filters are added, set, moved and switched by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QListWidget, QSlider
from pytestqt.qtbot import QtBot

from engine.filters.custom import CustomKernel
from engine.filters.rank import Median
from gui.filtering.filter_palette import FilterPalette
from gui.main_window import MainWindow
from tests.gui.filtering.hands import add, shows, steps

Wait = Callable[[Callable[[], bool]], None]


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


def test_what_is_half_typed_when_another_picture_comes_is_dropped(
    opened: MainWindow, photo: Path, wait: Wait, qtbot: QtBot
) -> None:
    qtbot.waitActive(opened)
    opened.filtering.recipe.add(Median)
    wait(lambda: shows(opened, "median:size=3"))
    number = opened.filtering.recipe._form.findChildren(QAbstractSpinBox)[0]
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "9")
    opened.filtering.open(photo)
    wait(lambda: opened.filtering.model.undo_name == "Open photo.png")
    assert steps(opened) == []
    opened.filtering.model.undo()
    wait(lambda: shows(opened, "median:size=3"))


def test_a_divisor_takes_decimals_and_0_is_refused_in_a_sentence(opened: MainWindow, wait: Wait) -> None:
    opened.filtering.recipe.add(CustomKernel)
    form = opened.filtering.recipe._form
    divisor = next(each for each in form.findChildren(QAbstractSpinBox) if each.accessibleName() == "Divisor")
    for typed in ("0.125", "0"):
        divisor.selectAll()
        QTest.keyClicks(divisor, typed)
        QTest.keyClick(divisor, Qt.Key.Key_Return)
    assert opened.filtering.message.text == "Divisor must not be 0; take 1 to leave the sum as it is."
    assert divisor.text() == "0.125"
    wait(lambda: shows(opened, "custom-kernel:divisor=0.125"))
