"""One person's session from the first picture to the saved one, with mouse and keyboard only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QSlider, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from engine.command_line import run
from engine.image import load
from gui.filtering.filter_palette import FilterPalette
from gui.filtering.save_dialog import SaveDialog
from gui.main_window import MainWindow
from tests.gui.filtering.hands import drop, press, shows, steps

Wait = Callable[[Callable[[], bool]], None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def add_by_keys(window: MainWindow, words: str) -> None:
    press(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.findChild(FilterPalette).findChild(QLineEdit), words)
    QTest.keyClick(window.findChild(FilterPalette).findChild(QLineEdit), Qt.Key.Key_Return)
    assert window.filtering.recipe.cards.hasFocus()


def handle(slider: QSlider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    parts = QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    return slider.style().subControlRect(*parts).center()


def drag(slider: QSlider, by: int) -> None:
    begin = handle(slider)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=begin)
    for share in (1, 2, 3):
        QTest.mouseMove(slider, begin + QPoint(by * share // 3, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=begin + QPoint(by, 0))


def test_from_a_dropped_picture_to_a_saved_one_and_back(
    window: MainWindow, photo: Path, tmp_path: Path, wait: Wait, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target, recipe = window.filtering, tmp_path / "result.png", tmp_path / "recipe.json"
    qtbot.waitActive(window)
    drop(page, photo)
    wait(lambda: shows(window))
    for words in ("median", "sobel", "invert"):
        add_by_keys(window, words)
    wait(lambda: shows(window, "median", "sobel", "invert"))
    press(window, Qt.Key.Key_Home)
    drag(page.recipe.findChildren(QSlider)[0], 6)
    median = page.model.document.recipe.steps[0].filter
    assert median.size > 3
    wait(lambda: shows(window, f"median:size={median.size}", "sobel", "invert"))
    page.recipe.cards.setFocus()
    press(window, Qt.Key.Key_Down, CTRL | SHIFT)
    made = ("sobel", f"median:size={median.size}", "invert")
    wait(lambda: shows(window, *made))
    for left in (3, 3, 2, 1, 0):
        press(window, Qt.Key.Key_Z, CTRL)
        assert len(steps(window)) == left
    wait(lambda: shows(window))
    for _ in range(5):
        press(window, Qt.Key.Key_Z, CTRL | SHIFT)
    wait(lambda: shows(window, *made))

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(window, Qt.Key.Key_S, CTRL)
    QTest.keyClick(page.findChild(SaveDialog), Qt.Key.Key_Return)
    wait(lambda: not page.model.modified)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(recipe), ""))
    page.files.ask_save_recipe()
    assert run(["filter", str(photo), "-o", str(tmp_path / "alone.png"), "--recipe", str(recipe)]) == 0
    expected = load(tmp_path / "alone.png").pixels
    np.testing.assert_array_equal(page.result.pixels, expected)

    again = MainWindow(window.settings)
    qtbot.addWidget(again)
    again.show()
    try:
        drop(again.filtering, target)
        wait(lambda: shows(again))
        np.testing.assert_array_equal(again.filtering.result.pixels, expected)
    finally:
        again.close()
