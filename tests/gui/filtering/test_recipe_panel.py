"""The cards of the recipe and the limits of a step, driven by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.editing.document import Document
from engine.filters import FILTERS
from engine.filters.recipe import Channel, Recipe, Region, Step
from engine.image import Image
from gui.controls import NumberField
from gui.filtering.limits_form import LimitsForm
from gui.filtering.recipe_panel import RecipePanel
from gui.filtering.step_cards import EYE_WIDTH, StepCards, limits_line, settings_line
from gui.main_window import MainWindow
from gui.param_form import Foldout

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def panel(opened: MainWindow) -> RecipePanel:
    """The panel with three steps: invert, median, sobel; the last is chosen."""
    panel = opened.filtering.recipe
    for name in ("invert", "median", "sobel"):
        panel.add(FILTERS[name])
    return panel


def document(panel: RecipePanel) -> Document:
    document = panel._model.document
    assert document is not None
    return document


def names(panel: RecipePanel) -> list[str]:
    return [step.filter.name + ("" if step.on else " off") for step in document(panel).recipe.steps]


def card(panel: RecipePanel, row: int) -> QRect:
    return panel.cards.visualItemRect(panel.cards.item(row))


def click(panel: RecipePanel, row: int, across: int = 60) -> None:
    place = QPoint(across, card(panel, row).center().y())
    QTest.mouseClick(panel.cards.viewport(), Qt.MouseButton.LeftButton, pos=place)


def press(panel: RecipePanel, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(panel.cards, key, modifier)


def buttons(panel: RecipePanel) -> dict[str, QPushButton]:
    return {button.text(): button for button in panel.findChild(LimitsForm).findChildren(QPushButton)}


def test_a_click_on_a_card_chooses_it_and_one_on_its_eye_switches_it(panel: RecipePanel) -> None:
    click(panel, 0)
    assert (panel.chosen, panel._name.text()) == (0, "Invert")
    eye = panel.cards.viewport().width() - EYE_WIDTH // 2
    click(panel, 1, eye)
    assert names(panel) == ["invert", "median off", "sobel"]
    assert panel._model.undo_name == "Switch Median off"
    place = QPoint(eye, card(panel, 1).center().y())
    QTest.mouseDClick(panel.cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(panel) == ["invert", "median", "sobel"]
    QTest.mouseClick(panel.cards.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert names(panel) == ["invert", "median", "sobel"]


def test_the_cards_are_worked_with_the_keyboard_alone(panel: RecipePanel, wait: Wait) -> None:
    panel.window().activateWindow()
    wait(panel.window().isActiveWindow)
    panel.cards.setFocus()
    press(panel, Qt.Key.Key_Up)
    assert panel.chosen == 1
    press(panel, Qt.Key.Key_Space)
    assert names(panel) == ["invert", "median off", "sobel"]
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(panel, Qt.Key.Key_Up, both)
    assert names(panel) == ["median off", "invert", "sobel"]
    press(panel, Qt.Key.Key_Down, both)
    press(panel, Qt.Key.Key_Down, both)
    assert names(panel) == ["invert", "sobel", "median off"]
    press(panel, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert names(panel) == ["invert", "sobel", "median off", "median off"]
    press(panel, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert names(panel) == ["invert", "sobel", "median off", "median"]
    press(panel, Qt.Key.Key_Delete)
    press(panel, Qt.Key.Key_Delete)
    assert names(panel) == ["invert", "sobel"]
    press(panel, Qt.Key.Key_Return)
    assert panel._form.isAncestorOf(panel.window().focusWidget())


def test_the_context_menu_offers_what_can_be_done_with_a_step(panel: RecipePanel) -> None:
    offered = {action.text(): action for action in panel.cards.actions()}
    assert set(offered) >= {"Duplicate filter", "Remove filter", "Move filter up", "Switch filter on or off"}
    panel.choose(0)
    offered["Remove filter"].trigger()
    assert names(panel) == ["median", "sobel"]
    while panel.chosen >= 0:
        panel.remove()
    assert not any(action.isEnabled() for action in panel.cards.actions())


def test_a_card_says_its_settings_and_limits_in_one_line() -> None:
    assert settings_line(Step.parse("invert")) == ""
    assert settings_line(Step.parse("median")) == "size 3 px"
    assert settings_line(Step.parse("median:size=5,border=wrap")) == "size 5 px, border wrap"
    assert limits_line(Step.parse("median@red+blue@10,20,30x40")) == "red and blue, 30 × 40 px at 10, 20"
    assert limits_line(Step.parse("median")) == ""


def test_a_limited_step_has_a_badge_and_says_so(panel: RecipePanel) -> None:
    panel.choose(0)
    plain = panel.cards.grab(card(panel, 1)).toImage()
    panel.choose(1)
    panel._limits.changed.emit((Channel.GREEN,), Region(1, 2, 30, 20))
    panel.choose(0)
    limited = panel.cards.grab(card(panel, 1)).toImage()
    assert plain != limited
    assert "green, 30 × 20 px at 1, 2" in panel.cards.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "green" in panel.cards.item(1).toolTip()


def test_channels_are_chosen_one_by_one_and_each_choice_is_undone_by_itself(panel: RecipePanel, wait: Wait) -> None:
    by_name = buttons(panel)
    by_name["Red"].click()
    by_name["Blue"].click()
    assert document(panel).recipe.steps[2].channels == (Channel.RED, Channel.BLUE)
    assert panel._model.undo_name == "Limit Sobel"
    by_name["Luma"].click()  # is made of them, so it takes their place
    assert document(panel).recipe.steps[2].channels == (Channel.LUMINANCE,)
    by_name["Green"].click()
    assert document(panel).recipe.steps[2].channels == (Channel.GREEN,)
    by_name["Green"].click()
    assert document(panel).recipe.steps[2].channels == ()
    assert by_name["All"].isChecked()
    by_name["All"].click()
    assert by_name["All"].isChecked()
    for _ in range(4):
        panel._model.undo()
    assert [name for name, button in by_name.items() if button.isChecked()] == ["Red", "Whole picture"]
    expected = Recipe(tuple(map(Step.parse, ("invert", "median", "sobel@red"))))(document(panel).image)
    workspace = panel.window().filtering
    wait(lambda: workspace.result is not None and np.array_equal(workspace.result.pixels, expected.pixels))


def test_a_region_is_typed_and_given_up_again(panel: RecipePanel, wait: Wait) -> None:
    panel._limits_fold.set_open(True)
    by_name = buttons(panel)
    by_name["Rectangle"].click()
    assert document(panel).recipe.steps[2].region == Region(15, 10, 30, 20)  # the middle of 60 × 40
    fields = {field.accessibleName(): field for field in panel.findChild(LimitsForm).findChildren(NumberField)}
    for name, typed in (("X", "5"), ("Y", "7"), ("Width", "9999"), ("Height", "3")):
        field = fields[f"{name} of the region"]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert document(panel).recipe.steps[2].region == Region(5, 7, 60, 3)  # no wider than the picture
    expected = Recipe(tuple(map(Step.parse, ("invert", "median", "sobel@5,7,60x3"))))(document(panel).image)
    workspace = panel.window().filtering
    wait(lambda: workspace.result is not None and np.array_equal(workspace.result.pixels, expected.pixels))
    by_name["Whole picture"].click()
    assert document(panel).recipe.steps[2].region is None
    panel._model.undo()
    assert document(panel).recipe.steps[2].region == Region(5, 7, 60, 3)
    panel.limit_to(Region(1, 2, 3, 4))  # as a rectangle drawn on the picture does
    assert fields["Width of the region"].value() == 3
    panel.limit_to(None)
    assert by_name["Whole picture"].isChecked()


def test_channels_that_the_picture_does_not_have_cannot_be_chosen(opened: MainWindow) -> None:
    panel = opened.filtering.recipe
    panel.add(FILTERS["invert"])
    assert {name for name, button in buttons(panel).items() if not button.isEnabled()} == {"Alpha"}
    panel._model.open(Document(Image(np.zeros((4, 5, 2), np.uint8))).with_added(FILTERS["invert"]()))
    assert {name for name, button in buttons(panel).items() if not button.isEnabled()} == {"Red", "Green", "Blue"}


def test_the_limits_are_in_sight_where_there_are_some(panel: RecipePanel) -> None:
    form = panel.findChild(LimitsForm)
    assert not form.isVisible()
    panel.limit_to(Region(1, 2, 3, 4))
    assert form.isVisible()
    panel.choose(0)
    assert not form.isVisible()
    panel.choose(2)
    assert form.isVisible()
    assert isinstance(form.parentWidget(), Foldout)


def test_unfolded_limits_are_scrolled_into_sight(panel: RecipePanel, wait: Wait) -> None:
    panel.window().filtering.panel.parentWidget().window().resize(1280, 640)
    QTest.mouseClick(panel._limits_fold.focusProxy(), Qt.MouseButton.LeftButton)
    buttons(panel)["Rectangle"].click()
    height = panel.findChild(LimitsForm).findChildren(NumberField)[-1]
    wait(lambda: not height.visibleRegion().isEmpty())


def test_a_duplicate_has_the_limits_too(panel: RecipePanel) -> None:
    panel.limit_to(Region(1, 2, 3, 4))
    panel.duplicate()
    assert document(panel).recipe.steps[3] == document(panel).recipe.steps[2]
    assert panel.chosen == 3


def test_a_long_recipe_scrolls_and_the_form_stays_in_sight(panel: RecipePanel) -> None:
    for _ in range(12):
        panel.add(FILTERS["median"])
    cards = panel.findChild(StepCards)
    assert cards.height() < 320
    assert cards.viewport().rect().contains(card(panel, panel.chosen).center())
    assert cards.verticalScrollBar().maximum() > 0
