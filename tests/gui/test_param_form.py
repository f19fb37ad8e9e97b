"""Forms that are built from declarations."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton, QSlider, QTableView, QWidget
from pytestqt.qtbot import QtBot

from engine.params import Declared, Matrix, Odd, Range, When, param
from gui.controls import NumberField
from gui.param_form import ParamForm


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Many(enum.Enum):
    A = "first"
    B = "second"
    C = "third"
    D = "fourth"


@dataclass(frozen=True)
class Example(Declared):
    size: int = param(3, "an odd size", range=Odd(1, 9), unit="px")
    rate: float = param(0.01, "how fast", range=Range(0.0001, 1.0, logarithmic=True))
    colour: Colour = param(Colour.RED, "one of two")
    many: Many = param(Many.A, "one of four")
    flip: bool = param(False, "turned round")
    weights: Matrix = param(((0.0, 1.0, 0.0),) * 3, "a table")


@pytest.fixture
def form(qtbot: QtBot) -> ParamForm:
    form = ParamForm()
    qtbot.addWidget(form)
    form.show_value(Example())
    form.show()
    return form


@pytest.fixture
def changes(form: ParamForm) -> list[Example]:
    changes: list[Example] = []
    form.changed.connect(changes.append)
    return changes


def test_the_slider_offers_each_value_of_the_range_and_no_other(form: ParamForm, changes: list[Example]) -> None:
    slider = form.findChildren(QSlider)[0]
    for place in range(slider.maximum() + 1):
        slider.setValue(place)
    assert [change.size for change in changes] == [1, 3, 5, 7, 9]


def test_a_logarithmic_slider_goes_by_ratios(form: ParamForm, changes: list[Example]) -> None:
    slider = form.findChildren(QSlider)[1]
    slider.setValue(slider.maximum() // 4)
    assert changes[-1].rate == pytest.approx(0.001, rel=0.02)
    slider.setValue(slider.maximum())
    assert changes[-1].rate == 1.0


def test_choices_switches_and_lists_say_what_was_picked(form: ParamForm, changes: list[Example]) -> None:
    buttons = {button.text(): button for button in form.findChildren(QPushButton)}
    buttons["Blue"].click()
    assert changes[-1].colour is Colour.BLUE
    form.findChild(QCheckBox).click()
    assert changes[-1].flip is True
    listed = next(box for box in form.findChildren(QComboBox) if box.count() == 4)
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_Down)
    assert changes[-1].many is Many.B
    assert changes[-1].colour is Colour.BLUE


def test_showing_a_value_says_nothing(form: ParamForm, changes: list[Example]) -> None:
    form.show_value(Example(size=9, rate=0.5, colour=Colour.BLUE, many=Many.D, flip=True))
    assert changes == []
    assert form.findChildren(QSlider)[0].value() == 4


@pytest.mark.parametrize(("typed", "meant"), [("999", 9), ("4", 5), ("-3", 1), ("", 3), ("x", 3), ("7", 7)])
def test_what_is_typed_becomes_the_nearest_that_is_allowed_or_stays(form: ParamForm, typed: str, meant: int) -> None:
    number = form.findChildren(NumberField)[0]
    number.selectAll()
    QTest.keyClick(number, Qt.Key.Key_Delete)
    QTest.keyClicks(number, typed)
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert form.value.size == meant
    assert number.text() == str(meant)


def test_every_control_has_a_name_and_a_tooltip(form: ParamForm) -> None:
    for kind in (QSlider, QComboBox, QCheckBox, QTableView):
        assert all(control.accessibleName() for control in form.findChildren(kind))
    assert "an odd size" in form.findChildren(QLineEdit)[0].parent().parent().parent().toolTip().lower()


@dataclass(frozen=True)
class Dependent(Declared):
    colour: Colour = param(Colour.RED, "one of two")
    warmth: float = param(1.0, "how warm", range=Range(0, 9), when=When("colour", (Colour.RED,)))


def test_a_setting_without_effect_is_disabled_and_says_why(qtbot: QtBot) -> None:
    form = ParamForm()
    qtbot.addWidget(form)
    form.show_value(Dependent())
    form.show()
    slider = form.findChild(QSlider)
    assert slider.isEnabled()
    buttons = {button.text(): button for button in form.findChildren(QPushButton)}
    buttons["Blue"].click()
    assert not slider.isEnabled()
    assert "only with colour red" in form._places["warmth"].toolTip()
    form.show_value(Dependent())
    assert slider.isEnabled()
    assert "only" not in form._places["warmth"].toolTip()


def test_a_double_click_takes_the_slider_back_to_its_default(form: ParamForm, changes: list[Example]) -> None:
    form.show_value(Example(size=9))
    slider = form.findChildren(QSlider)[0]
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton)
    assert changes[-1] == Example(size=3)
    assert form.findChildren(NumberField)[0].value() == 3


def _turn_wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    place, down = QPointF(widget.mapToGlobal(middle)), QPoint(0, -120)
    QApplication.sendEvent(
        widget, QWheelEvent(middle, place, QPoint(), down, buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)
    )


@pytest.mark.parametrize("kind", [QSlider, NumberField, QComboBox])
def test_the_wheel_changes_only_what_has_the_focus(
    form: ParamForm, changes: list[Example], qtbot: QtBot, kind: type[QWidget]
) -> None:
    form.show_value(Example(size=5))
    control = form.findChildren(kind)[0]
    form.activateWindow()
    form.findChildren(QCheckBox)[0].setFocus()
    _turn_wheel(control)
    assert not changes
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    _turn_wheel(control)
    assert changes or (kind is QComboBox and control.currentIndex() == 1)
