"""A rectangle dragged on the picture limits the chosen filter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.filters.geometry import Resize
from engine.filters.limit import Region
from engine.filters.pooling import MaxPooling
from engine.filters.recipe import Recipe, Step
from engine.filters.tone import Greyscale, Invert
from gui.controls import NumberField
from gui.filtering.workspace import FilterWorkspace
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def page(opened: MainWindow) -> FilterWorkspace:
    """The Filter workspace with a photo of 60 × 40 and the selection tool in the hand."""
    opened.filtering.region.tool.trigger()
    return opened.filtering


def use(page: FilterWorkspace, wait: Wait, *steps: Step) -> None:
    page.recipe.take_recipe("Try", Recipe(steps))
    settle(page, wait)


def settle(page: FilterWorkspace, wait: Wait) -> None:
    """Wait until the picture on screen is the recipe put on the photo."""
    document = page.model.document
    assert document is not None
    wanted = document.recipe(document.image).pixels
    wait(lambda: page.result is not None and np.array_equal(page.result.pixels, wanted))


def select(page: FilterWorkspace, left: int, top: int, right: int, bottom: int) -> None:
    """Drag over pixels of the picture that is shown, from the middle of one to the middle of the last."""
    canvas = page.canvas
    begin, end = (middle_of(page, *place) for place in ((left, top), (right - 1, bottom - 1)))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(canvas, (begin + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def middle_of(page: FilterWorkspace, x: int, y: int) -> QPoint:
    frame, image = page.canvas.sights()[-1].frame, page.result
    assert image is not None
    across, down = frame.width() / image.width, frame.height() / image.height
    return QPoint(int(frame.left() + (x + 0.5) * across), int(frame.top() + (y + 0.5) * down))


def regions(page: FilterWorkspace) -> list[Region | None]:
    assert page.model.document is not None
    return [step.region for step in page.model.document.recipe.steps]


def test_a_drag_limits_the_chosen_filter_in_one_undo_step(page: FilterWorkspace, wait: Wait) -> None:
    use(page, wait, Step(Greyscale()), Step(Invert()))
    page.recipe.choose(1)
    select(page, 10, 5, 30, 25)
    assert regions(page) == [None, Region(10, 5, 20, 20)]
    settle(page, wait)
    assert page.model.undo_name == "Limit Invert"
    page.model.undo()
    assert regions(page) == [None, None]
    assert page.canvas.selection is None
    page.model.redo()
    assert page.canvas.selection == Region(10, 5, 20, 20)


def test_choosing_another_filter_shows_its_region(page: FilterWorkspace, wait: Wait) -> None:
    one, other = Region(1, 2, 3, 4), Region(5, 6, 7, 8)
    use(page, wait, Step(Greyscale(), region=one), Step(Invert()), Step(Invert(), region=other))
    shown = []
    for row in range(3):
        page.recipe.choose(row)
        shown.append(page.canvas.selection)
    assert shown == [one, None, other]


def test_escape_drops_the_limit_and_then_the_tool(page: FilterWorkspace, wait: Wait) -> None:
    use(page, wait, Step(Invert(), region=Region(1, 2, 3, 4)))
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_Escape)
    assert regions(page) == [None]
    assert page.region.tool.isChecked()
    QTest.keyClick(page.canvas, Qt.Key.Key_Escape)
    assert not page.region.tool.isChecked()
    assert not page.region.drop.isEnabled()


def test_without_a_filter_the_selection_waits_for_the_first_one(page: FilterWorkspace, wait: Wait) -> None:
    select(page, 10, 5, 30, 25)
    assert page.canvas.selection == Region(10, 5, 20, 20)
    page.recipe.add(Invert)
    assert regions(page) == [Region(10, 5, 20, 20)]
    assert page.model.undo_name == "Add Invert"
    page.recipe.add(Greyscale)
    assert regions(page) == [Region(10, 5, 20, 20), None]


def test_a_selection_that_waits_can_be_dropped(page: FilterWorkspace, wait: Wait) -> None:
    select(page, 10, 5, 30, 25)
    page.region.drop.trigger()
    page.recipe.add(Invert)
    assert regions(page) == [None]


def test_the_region_is_counted_in_the_picture_that_the_filter_gets(page: FilterWorkspace, wait: Wait) -> None:
    use(page, wait, Step(MaxPooling(2)), Step(Invert()), Step(Resize(120)))
    page.recipe.choose(1)
    select(page, 20, 12, 60, 40)  # of 120 × 80 pixels; the filter gets 30 × 20
    assert regions(page)[1] == Region(5, 3, 10, 7)
    settle(page, wait)
    assert page.message.isHidden()


def test_the_fields_of_a_region_know_the_picture_that_the_filter_gets(page: FilterWorkspace, wait: Wait) -> None:
    use(page, wait, Step(Resize(120)), Step(Invert(), region=Region(0, 0, 5, 5)), Step(MaxPooling(2)))
    page.recipe.choose(1)
    fields = {each.accessibleName(): each for each in page.recipe.findChildren(NumberField)}
    limits = {name: fields[f"{name} of the region"].maximum() for name in ("X", "Y", "Width", "Height")}
    assert limits == {"X": 119, "Y": 79, "Width": 120, "Height": 80}
    page.recipe.limit_to(None)
    next(each for each in page.recipe.findChildren(QPushButton) if each.text() == "Rectangle").click()
    assert regions(page)[1] == Region(30, 20, 60, 40)


def test_a_filter_that_changes_the_size_is_not_limited(page: FilterWorkspace, wait: Wait) -> None:
    use(page, wait, Step(MaxPooling(2)))
    select(page, 2, 2, 10, 10)
    assert regions(page) == [None]
    assert page.canvas.selection is None
    assert "changes the size" in page.message.text


def test_the_readout_tells_position_values_and_selection(opened: MainWindow, page: FilterWorkspace, wait: Wait) -> None:
    use(page, wait, Step(Invert()))
    select(page, 10, 5, 30, 25)
    settle(page, wait)
    QTest.mouseMove(page.canvas, middle_of(page, 12, 7))
    document = page.model.document
    assert document is not None
    before = document.image.pixels[7, 12]
    said = opened._position.text()
    assert said.startswith("x 12  y 7 ")
    assert f"{' '.join(map(str, before))}  →  {' '.join(map(str, 255 - before))}" in said
    assert "selected 20 × 20 px at 10, 5" in said
    assert opened._facts.text().startswith("60 × 40, RGB, 8 bit")
