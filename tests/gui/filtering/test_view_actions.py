"""The View menu: ways of looking at the picture, remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from engine.editing.comparison import Compare
from engine.filters.tone import Invert
from engine.image import load
from gui.filtering.workspace import FilterWorkspace
from gui.main_window import MainWindow
from gui.settings import Settings

Wait = Callable[[Callable[[], bool]], None]


def action(page: FilterWorkspace, name: str) -> QAction:
    return next(action for action in page.actions() if action.text() == name)


def test_keys_choose_the_comparison_and_the_same_key_ends_it(opened: MainWindow) -> None:
    page, control = opened.filtering, Qt.KeyboardModifier.ShiftModifier
    seen = []
    for key, held in ((Qt.Key.Key_S, None), (Qt.Key.Key_S, control), (Qt.Key.Key_D, None), (Qt.Key.Key_D, None)):
        QTest.keyClick(page.canvas, key, held or Qt.KeyboardModifier.NoModifier)
        checked = [how for how, action in page.views.comparisons.items() if action.isChecked()]
        assert checked == [page.canvas.compare]
        seen.append(page.canvas.compare)
    assert seen == [Compare.LEFT_RIGHT, Compare.TOP_BOTTOM, Compare.SIDE_BY_SIDE, Compare.OFF]


def test_alt_and_arrows_move_the_split_line(opened: MainWindow) -> None:
    page = opened.filtering
    page.views.comparisons[Compare.LEFT_RIGHT].trigger()
    for _ in range(3):
        QTest.keyClick(page.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.canvas.split == pytest.approx(0.44)
    QTest.keyClick(page.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.canvas.split == pytest.approx(0.46)


def test_digits_zoom(opened: MainWindow) -> None:
    canvas = opened.filtering.canvas
    scales = []
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_6):
        QTest.keyClick(canvas, key)
        scales.append(canvas.scale)
    assert scales == [1, 2, 8, 32]


def test_the_choices_are_remembered(opened: MainWindow, settings: Settings) -> None:
    page = opened.filtering
    page.views.comparisons[Compare.TOP_BOTTOM].trigger()
    page.canvas.set_split(0.3)
    for name in ("Rulers", "Pixel grid"):
        action(page, name).trigger()
    opened.close()
    again = MainWindow(settings)
    page = again.filtering
    assert page.canvas.compare is Compare.TOP_BOTTOM
    assert page.canvas.split == pytest.approx(0.3)
    assert action(page, "Rulers").isChecked()
    assert not action(page, "Pixel grid").isChecked()
    again.close()


def test_settings_that_make_no_sense_are_passed_over(qtbot: object, settings: Settings) -> None:
    settings.set_text("compare", "upside down")
    settings.set_text("split", "nan")
    window = MainWindow(settings)
    assert window.filtering.canvas.compare is Compare.OFF
    assert window.filtering.canvas.split == 0.5
    window.close()


def test_the_view_goes_to_a_file_and_to_the_clipboard(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, path = opened.filtering, tmp_path / "view.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    action(page, "Save view as picture…").trigger()
    action(page, "Copy view").trigger()
    seen = page.canvas.rendered_view()
    assert QImage(str(path)).size() == seen.size()
    assert QGuiApplication.clipboard().image().convertToFormat(seen.format()).pixelColor(300, 300) == seen.pixelColor(
        300, 300
    )
    path = tmp_path / "no such folder" / "view.png"
    action(page, "Save view as picture…").trigger()
    assert "cannot be written" in page.message.text


def test_the_comparison_is_saved_whole_with_the_line_where_it_lies_in_the_picture(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait: Wait
) -> None:
    page, path = opened.filtering, tmp_path / "both.png"
    page.recipe.add(Invert)
    document = page.model.document
    assert document is not None
    before = document.image.pixels
    wait(lambda: page.result is not None and np.array_equal(page.result.pixels, 255 - before))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    save = action(page, "Save comparison as picture…")
    assert not save.isEnabled()
    page.views.comparisons[Compare.LEFT_RIGHT].trigger()
    frame = page.canvas.sights()[-1].frame
    page.canvas.set_split((frame.left() + frame.width() / 4) / page.canvas.width())
    save.trigger()
    wait(path.is_file)
    pixels = load(path).pixels
    np.testing.assert_array_equal(pixels[:, :15], before[:, :15])
    np.testing.assert_array_equal(pixels[:, 15:], 255 - before[:, 15:])
