"""The controls of a form: each shows one setting's value and says when a person changes it."""

from __future__ import annotations

import enum
import math
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from engine.params import ParameterError, Setting
from gui import theme
from gui.wheel_guard import WheelGuard

SLIDER_STEPS = 1000
WIDEST_SLIDER = 1e6
"""Numbers of a wider range are typed only."""


class Control(QWidget):
    """One setting's control. `changing` carries a value on its way (a drag), `changed` one that is meant."""

    changing = Signal(object)
    changed = Signal(object)
    tall = False  # whether it wants the whole width, under its label

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.SPACE)

    def show_value(self, value: Any) -> None:
        """Show a value without saying that it changed."""
        raise TypeError(f"{type(self).__name__} does not say how it shows a value")


class _Slider(QSlider):
    """A slider that says when it is to go back to where it came from."""

    reset = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset.emit()


class NumberField(QDoubleSpinBox):
    """A number typed, or stepped with the arrow keys; written with no more figures than it needs."""

    def __init__(self) -> None:
        super().__init__()  # its buttons have no width in the style sheet; NoButtons would hide the number too
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(theme.numbers_font())
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QDoubleSpinBox.CorrectionMode.CorrectToPreviousValue)
        self.setFixedWidth(72)
        self.lineEdit().setTextMargins(0, 0, theme.SPACE // 2, 0)
        WheelGuard(self)

    def event(self, event: QEvent) -> bool:
        """Keep Undo and Redo to itself only while something is half typed; else they are for the edits of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            history = {QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo}
            if not self.lineEdit().isModified() and any(map(event.matches, history)):
                event.ignore()
                return False
        return super().event(event)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let any number be typed; one beyond the range becomes the nearest in it, anything else the old one."""
        number, is_number = self.locale().toDouble(text.removeprefix(self.prefix()).strip())
        is_number = is_number and math.isfinite(number)
        return (QValidator.State.Acceptable if is_number else QValidator.State.Intermediate), text, position

    def valueFromText(self, text: str) -> float:
        number, _ = self.locale().toDouble(text.removeprefix(self.prefix()).strip())
        return min(self.maximum(), max(self.minimum(), number))

    def textFromValue(self, value: float) -> str:
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text


class NumberControl(Control):
    """A slider with the number beside it: dragged, typed, or stepped with the arrow keys."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._whole = setting.type is int
        self._range = setting.range
        self._slider = _Slider(Qt.Orientation.Horizontal)
        self._number = NumberField()
        low, high = (self._range.low, self._range.high) if self._range else (-1e9, 1e9)
        self._number.setRange(low, high)
        self._number.setDecimals(0 if self._whole else self._decimals())
        self._number.setSingleStep((self._range and self._range.step) or (1 if self._whole else (high - low) / 100))
        self._slider.setRange(0, self._slider_steps())
        self._slider.setVisible(self._range is not None and self._range.high - self._range.low <= WIDEST_SLIDER)
        self.row.addWidget(self._slider, 1)
        self.row.addWidget(self._number, 0 if self._slider.isVisibleTo(self) else 1)
        if not self._slider.isVisibleTo(self):
            self._number.setMaximumWidth(16_777_215)
        self.setFocusProxy(self._number)
        WheelGuard(self._slider)
        self._slider.setAccessibleName(setting.label)
        self._number.setAccessibleName(setting.label)
        self._slider.valueChanged.connect(self._slid)
        self._slider.sliderReleased.connect(lambda: self.changed.emit(self._value()))
        self._slider.reset.connect(self._reset)
        self._number.valueChanged.connect(self._typed)

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self._number):
            self._number.setValue(value)
        if not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._place(value))

    def _reset(self) -> None:
        """Back to the value that the setting comes with."""
        self.show_value(self.setting.default)
        self.changed.emit(self.setting.default)

    def _decimals(self) -> int:
        if not self._range or self._range.high - self._range.low > WIDEST_SLIDER:
            return 6
        step = self._range.step or 0.01
        smallest = min(step, self._range.low) if self._range.logarithmic else step
        return max(0, min(6, math.ceil(-math.log10(smallest) - 1e-9)))

    def _slider_steps(self) -> int:
        if self._range and self._range.logarithmic:
            return SLIDER_STEPS
        if self._range and self._range.step:
            return min(10_000, round((self._range.high - self._range.low) / self._range.step))
        if self._range and self._whole:
            return min(10_000, round(self._range.high - self._range.low))
        return SLIDER_STEPS

    def _place(self, value: float) -> int:
        """Where on the slider a value is."""
        if self._range is None:
            return 0
        low, high = self._range.low, self._range.high
        if self._range.logarithmic:
            share = math.log(max(value, low) / low) / math.log(high / low)
        else:
            share = (value - low) / (high - low)
        return round(share * self._slider.maximum())

    def _slid(self, place: int) -> None:
        if self._range is None:
            return
        share = place / self._slider.maximum()
        low, high = self._range.low, self._range.high
        value = low * (high / low) ** share if self._range.logarithmic else low + (high - low) * share
        with QSignalBlocker(self._number):
            self._number.setValue(value)
        (self.changing if self._slider.isSliderDown() else self.changed).emit(self._value())

    def _typed(self, value: float) -> None:
        try:
            checked = self.setting.check(self._value())
        except ParameterError:  # an even number where odd ones are taken: the next odd one is meant
            checked = self.setting.check(min(value + 1, self._number.maximum()))
        self.show_value(checked)
        self.changed.emit(checked)

    def _value(self) -> float | int:
        return round(self._number.value()) if self._whole else self._number.value()


class ChoiceControl(Control):
    """One of a few: buttons side by side for up to three, a list for more."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._choices = list(setting.type)
        names = [_choice_name(str(choice.value)) for choice in self._choices]
        self._buttons: QButtonGroup | None = None
        self._list: QComboBox | None = None
        if len(names) <= 3 and sum(map(len, names)) <= 24:
            self._buttons = QButtonGroup(self)
            self.row.setSpacing(0)
            for index, name in enumerate(names):
                button = QPushButton(name, checkable=True)
                button.setProperty("segment", True)
                self._buttons.addButton(button, index)
                self.row.addWidget(button, max(5, len(name)))
            self._buttons.button(len(names) - 1).setProperty("end", True)
            self._buttons.idClicked.connect(lambda index: self.changed.emit(self._choices[index]))
            self.setFocusProxy(self._buttons.button(0))
        else:
            self._list = QComboBox()
            self._list.addItems(names)
            WheelGuard(self._list)
            self._list.setAccessibleName(setting.label)
            self._list.activated.connect(lambda index: self.changed.emit(self._choices[index]))
            self.row.addWidget(self._list, 1)
            self.setFocusProxy(self._list)

    def show_value(self, value: enum.Enum) -> None:
        index = self._choices.index(value)
        if self._buttons is not None:
            self._buttons.button(index).setChecked(True)
        if self._list is not None:
            self._list.setCurrentIndex(index)


class SwitchControl(Control):
    """Yes or no."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._box = QCheckBox()
        self._box.setAccessibleName(setting.label)
        self._box.clicked.connect(lambda checked: self.changed.emit(checked))
        self.row.addWidget(self._box)
        self.setFocusProxy(self._box)

    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)


class TextControl(Control):
    """A line of text."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._line = QLineEdit()
        self._line.setAccessibleName(setting.label)
        self._line.editingFinished.connect(lambda: self.changed.emit(self._line.text()))
        self.row.addWidget(self._line)
        self.setFocusProxy(self._line)

    def show_value(self, value: str) -> None:
        self._line.setText(value)


def _choice_name(value: str) -> str:
    """How a choice reads: "max-pooling" is Max pooling; an abbreviation, which has no vowels, is in capitals."""
    words = value.replace("-", " ")
    return words.capitalize() if set(words) & set("aeiouy") else words.upper()
