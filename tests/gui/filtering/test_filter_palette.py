"""The palette of filters: thumbnails of the picture that is open, search, keys."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget

from engine.editing.document import Document
from engine.editing.thumbnails import thumbnails
from engine.filters import FILTERS
from engine.image import Image
from engine.jobs import finish
from gui.filtering.filter_palette import DEFAULTS, FilterPalette
from gui.filtering.thumbnails import Thumbnails
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def palette(opened: MainWindow) -> FilterPalette:
    opened.filtering.recipe.open_palette()
    return opened.filtering.findChild(FilterPalette)


def made(window: MainWindow) -> Thumbnails:
    return window.filtering.findChild(Thumbnails)


def shown(palette: FilterPalette) -> list[str]:
    tiles = palette.findChild(QListWidget)
    return [tiles.item(row).text() for row in range(tiles.count()) if not tiles.item(row).isHidden()]


def chosen(palette: FilterPalette) -> str:
    return palette.findChild(QListWidget).currentItem().text()


def test_every_filter_has_a_thumbnail_of_this_picture(opened: MainWindow, palette: FilterPalette, wait: Wait) -> None:
    recipes = list(DEFAULTS.values())
    wait(lambda: all(made(opened).find(recipe) is not None for recipe in recipes))
    image = opened.filtering.model.document.image
    expected = finish(thumbnails(image, [DEFAULTS["invert"]]))[DEFAULTS["invert"]]
    drawn = made(opened).find(DEFAULTS["invert"])
    assert drawn.size().toTuple() == (expected.shape[1], expected.shape[0])
    assert drawn.pixelColor(7, 5).getRgb()[:3] == tuple(expected[5, 7])


def test_thumbnails_are_kept_for_the_picture_and_made_anew_for_another(
    opened: MainWindow, palette: FilterPalette, wait: Wait
) -> None:
    thumbnails = made(opened)
    wait(lambda: len(thumbnails._made) == len(FILTERS))
    first = thumbnails.find(DEFAULTS["invert"])
    palette.hide()
    opened.filtering.recipe.open_palette()
    assert thumbnails.find(DEFAULTS["invert"]) is first
    palette.hide()
    opened.filtering.model.open(Document(Image(np.zeros((30, 40, 3), np.uint8))))
    opened.filtering.recipe.open_palette()
    wait(lambda: thumbnails.find(DEFAULTS["invert"]) is not None)
    assert thumbnails.find(DEFAULTS["invert"]).pixelColor(3, 3).getRgb()[:3] == (255, 255, 255)


def test_without_a_picture_it_opens_and_adds_nothing(window: MainWindow) -> None:
    window.filtering.recipe.open_palette()
    palette = window.filtering.findChild(FilterPalette)
    assert palette.isVisible()
    QTest.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Return)
    assert window.filtering.model.document is None


def test_a_search_keeps_groups_that_have_something(palette: FilterPalette) -> None:
    search = palette.findChild(QLineEdit)
    QTest.keyClicks(search, "gauss")
    assert shown(palette) == ["Edges", "Laplacian of Gaussian", "Smooth", "Gaussian blur"]
    assert chosen(palette) == "Gaussian blur"
    QTest.keyClicks(search, "xyz")
    assert shown(palette) == []
    assert palette._nothing.isVisible()
    assert "gaussxyz" in palette._nothing.text()
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert palette.isVisible()
    search.clear()
    assert len(shown(palette)) > len(FILTERS)
    assert not palette._nothing.isVisible()


def test_the_arrow_keys_pass_over_headings_and_stop_at_the_ends(opened: MainWindow, palette: FilterPalette) -> None:
    search = palette.findChild(QLineEdit)
    first = chosen(palette)
    QTest.keyClick(search, Qt.Key.Key_Up)
    assert chosen(palette) == first
    visited = {first}
    for _ in range(len(FILTERS) + 5):
        QTest.keyClick(search, Qt.Key.Key_Down)
        visited.add(chosen(palette))
    assert visited == {kind.title for kind in FILTERS.values()}
    last = chosen(palette)
    QTest.keyClick(search, Qt.Key.Key_PageUp)
    assert chosen(palette) != last
    picked = chosen(palette)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert [step.filter.title for step in opened.filtering.model.document.recipe.steps] == [picked]
    assert not palette.isVisible()


def test_a_click_picks_and_escape_closes(opened: MainWindow, palette: FilterPalette) -> None:
    tiles = palette.findChild(QListWidget)
    item = next(tiles.item(row) for row in range(tiles.count()) if tiles.item(row).text() == "Prewitt")
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=tiles.visualItemRect(item).center())
    assert [step.filter.name for step in opened.filtering.model.document.recipe.steps] == ["prewitt"]
    opened.filtering.recipe.open_palette()
    QTest.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_each_entry_says_what_it_is_to_a_screen_reader(palette: FilterPalette) -> None:
    tiles = palette.findChild(QListWidget)
    said = [tiles.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(tiles.count())]
    assert any(text and text.startswith("Median: ") for text in said)
