"""The histogram and the history below the panel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QToolButton
from pytestqt.qtbot import QtBot

from engine.editing.document import Document
from engine.filters.noise import AddNoise, estimate_noise
from engine.filters.rank import Median
from engine.filters.tone import Greyscale, Invert
from engine.image import Image
from gui.filtering.histogram_view import PLOT_HEIGHT, HistogramView
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]


def counted(view: HistogramView) -> int:
    return view._after.pixels if view._after is not None else 0


def show(window: MainWindow, wait: Wait, document: Document) -> HistogramView:
    """Open a document and wait until its histogram, and not another one's, is shown."""
    page = window.filtering
    page.model.open(document)
    wait(lambda: page.histogram._counted is not None and page.histogram._counted[0] is document.image)
    wait(lambda: not page.histogram._counting)
    return page.histogram.view


def tab(window: MainWindow, name: str) -> QToolButton:
    return next(button for button in window.filtering.foot.findChildren(QToolButton) if button.text() == name)


def rows(window: MainWindow) -> list[str]:
    history = window.filtering.history
    return [history.item(row).text() for row in range(history.count())]


# -- histogram --------------------------------------------------------------------------------------------------


def test_hovering_reads_the_level_and_how_many_pixels_have_it(opened: MainWindow, wait: Wait) -> None:
    pixels = np.full((10, 20, 3), 90, np.uint8)
    pixels[:3, :, 0] = 200
    view = show(opened, wait, Document(Image(pixels)).with_added(Invert()))
    places = {level: QPoint(round(1 + (level + 0.5) / 256 * (view.width() - 2)), 30) for level in (90, 165, 200)}
    QTest.mouseMove(view, places[90])
    assert view.reading == ["Level 90", "R  140 → 0", "G  200 → 0", "B  200 → 0"]
    QTest.mouseMove(view, places[165])
    assert view.reading == ["Level 165", "R  0 → 140", "G  0 → 200", "B  0 → 200"]
    QTest.mouseMove(view, QPoint(30, PLOT_HEIGHT + 5))
    assert view.reading == []


def test_the_arrow_keys_read_too_and_luminance_is_one_row(opened: MainWindow, wait: Wait) -> None:
    view = show(opened, wait, Document(Image(np.full((10, 20, 3), 130, np.uint8))))
    tab_button = next(b for b in opened.filtering.histogram.findChildren(QToolButton) if b.text() == "Luminance")
    QTest.mouseClick(tab_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.reading == ["Level 130", "200"]
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.reading == ["Level 0", "0"]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.reading == ["Level 255", "0"]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.reading == []


def test_what_is_clipped_is_told(opened: MainWindow, wait: Wait) -> None:
    pixels = np.full((10, 20, 3), 90, np.uint8)
    pixels[0, :, 2] = 0
    pixels[1, :1] = 255
    view = show(opened, wait, Document(Image(pixels)))
    assert view.accessibleDescription() == "10 % of the pixels at black, 0.5 % at white"


def test_the_higher_pile_is_drawn_higher_and_the_logarithm_lifts_the_lower(opened: MainWindow, wait: Wait) -> None:
    pixels = np.repeat(np.array([40, 41, 42, 43, 44, 45, 46, 47, 200], np.uint8), [250] * 8 + [20])[np.newaxis]
    view = show(opened, wait, Document(Image(pixels)))

    def height(level: int) -> int:
        drawn = view.grab().toImage()
        x = round(1 + (level + 0.5) / 256 * (view.width() - 2))
        ground = drawn.pixelColor(round(view.width() / 2), 10)
        return sum(_far(drawn.pixelColor(x, y), ground) for y in range(2, PLOT_HEIGHT - 2))

    assert height(43) > 0.9 * PLOT_HEIGHT
    assert 3 <= height(200) < 0.15 * PLOT_HEIGHT
    log = next(b for b in opened.filtering.histogram.findChildren(QToolButton) if b.text() == "Log")
    log.click()
    assert 0.4 * PLOT_HEIGHT < height(200) < 0.7 * PLOT_HEIGHT
    assert opened.settings.text("histogram scale") == "Log"


def _far(one: QColor, other: QColor) -> bool:
    return abs(one.lightness() - other.lightness()) > 12


def test_the_noise_before_and_after_is_told_in_the_units_of_the_picture(opened: MainWindow, wait: Wait) -> None:
    noisy = AddNoise(strength=4)(Image(np.full((120, 120, 3), 128, np.uint8)))
    show(opened, wait, Document(noisy).with_added(Median(5)))
    said = opened.filtering.histogram.noise
    was, now = (estimate_noise(image).overall for image in (noisy, Median(5)(noisy)))
    wait(lambda: said.text() == f"{was:.1f} → {now:.2f} of 255")
    assert was == pytest.approx(10.2, rel=0.1)
    assert "Immerkær" in said.toolTip()


def test_a_grey_result_of_a_colour_picture_is_shown_beside_it(opened: MainWindow, wait: Wait) -> None:
    view = show(opened, wait, Document(Image(np.full((10, 20, 3), 130, np.uint8))).with_added(Greyscale()))
    view.read(130)
    assert view.reading == ["Level 130", "200"]
    assert not view.grab().isNull()


def test_a_drag_is_followed_and_ends_with_the_histogram_of_its_end(opened: MainWindow, wait: Wait) -> None:
    page = opened.filtering
    page.recipe.add(Median)
    slider = page.recipe.findChildren(QSlider)[0]
    slider.setSliderDown(True)
    for place in range(1, 8):
        slider.setValue(place)
    slider.setSliderDown(False)
    wait(lambda: page.histogram._counted is not None and page.histogram._counted[1] is page.result)
    wait(lambda: not page.histogram._counting)
    expected = np.histogram(Median(15)(page.model.document.image).pixels[:, :, 0], 256, (0, 256))[0]
    wait(lambda: bool(np.array_equal(page.histogram.view._after.colours[0], expected)))


def test_nothing_is_counted_while_it_is_not_seen(opened: MainWindow, wait: Wait, photo: Path) -> None:
    page = opened.filtering
    page.foot.toggle("History")
    image = Image(np.full((10, 20, 3), 130, np.uint8))
    page.model.open(Document(image))
    wait(lambda: page.result is image)
    assert page.histogram._counted is None or page.histogram._counted[0] is not image
    page.foot.toggle("Histogram")
    wait(lambda: counted(page.histogram.view) == 200)


# -- history ----------------------------------------------------------------------------------------------------


def test_every_edit_is_a_row_and_a_click_goes_to_it(opened: MainWindow, wait: Wait) -> None:
    page = opened.filtering
    page.foot.toggle("History")
    page.recipe.add(Median)
    page.recipe.add(Invert)
    page.recipe.switch()
    assert rows(opened) == ["Open photo.png", "Add Median", "Add Invert", "Switch Invert off"]
    assert page.history.currentRow() == 3
    QTest.mouseClick(
        page.history.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.history.visualItemRect(page.history.item(1)).center(),
    )
    assert [step.filter.name for step in page.model.document.recipe.steps] == ["median"]
    assert len(rows(opened)) == 4
    page.model.redo()
    assert page.history.currentRow() == 2
    page.model.undo()
    page.model.undo()
    assert page.history.currentRow() == 0


def test_the_arrow_keys_walk_the_history(opened: MainWindow) -> None:
    page = opened.filtering
    page.foot.toggle("History")
    page.recipe.add(Median)
    page.recipe.add(Invert)
    page.history.setFocus()
    QTest.keyClick(page.history, Qt.Key.Key_Up)
    assert page.model.undo_name == "Add Median"
    QTest.keyClick(page.history, Qt.Key.Key_Home)
    assert page.model.undo_name == ""
    QTest.keyClick(page.history, Qt.Key.Key_End)
    assert page.model.undo_name == "Add Invert"


def test_an_edit_after_going_back_takes_the_place_of_what_was_undone(opened: MainWindow) -> None:
    page = opened.filtering
    page.recipe.add(Median)
    page.recipe.add(Invert)
    page.model.go_to(0)
    page.recipe.add(Greyscale)
    assert rows(opened) == ["Open photo.png", "Add Greyscale"]
    page.recipe.duplicate()
    page.recipe.remove()
    assert rows(opened) == ["Open photo.png", "Add Greyscale", "Duplicate Greyscale", "Remove Greyscale"]


def test_a_drag_is_no_row_until_it_is_let_go(opened: MainWindow) -> None:
    page = opened.filtering
    page.recipe.add(Median)
    slider = page.recipe.findChildren(QSlider)[0]
    slider.setSliderDown(True)
    slider.setValue(3)
    assert rows(opened) == ["Open photo.png", "Add Median"]
    slider.setSliderDown(False)
    assert rows(opened) == ["Open photo.png", "Add Median", "Change Median"]


# -- tabs -------------------------------------------------------------------------------------------------------


def test_a_tab_shows_its_page_and_folds_it_away_and_the_next_start_remembers(
    opened: MainWindow, qtbot: QtBot, wait: Wait
) -> None:
    foot, page = opened.filtering.foot, opened.filtering
    assert page.histogram.isVisible()
    assert not page.history.isVisible()
    QTest.mouseClick(tab(opened, "History"), Qt.MouseButton.LeftButton)
    assert page.history.isVisible()
    assert not page.histogram.isVisible()
    QTest.mouseClick(tab(opened, "History"), Qt.MouseButton.LeftButton)
    assert foot.shown == ""
    assert not page.history.isVisible()
    again = MainWindow(opened.settings)
    try:
        assert again.filtering.foot.shown == ""
    finally:
        again.close()
    qtbot.waitActive(opened)
    QTest.keyClick(opened, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.histogram.isVisible()
    QTest.keyClick(opened, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert page.history.isVisible()
    assert opened.settings.text("panel foot") == "History"
