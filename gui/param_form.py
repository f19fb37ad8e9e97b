"""A form for any declared value: one labelled control a setting, built from the declaration."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.params import Declared, Matrix, ParameterError, Setting
from gui import theme
from gui.controls import ChoiceControl, Control, NumberControl, SwitchControl, TextControl
from gui.elided import ElidedLabel
from gui.matrix_control import MatrixControl


class ParamForm(QWidget):
    """Shows the settings of a declared value. `changing` is sent while a slider is dragged, `changed` when an
    edit is done; both carry the new value. `refused` carries a sentence about one that does not go with the others."""

    changing = Signal(object)
    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, only: tuple[str, ...] | None = None) -> None:
        super().__init__(parent)
        self._only = only
        self._value: Declared | None = None
        self._locked: frozenset[str] = frozenset()
        self._reason = ""
        self._controls: dict[str, Control] = {}
        self._places: dict[str, QWidget] = {}  # a setting's row: its label and its control
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE + theme.SPACE // 2)

    @property
    def value(self) -> Declared | None:
        return self._value

    def show_value(self, value: Declared | None) -> None:
        """Show a value; the controls are built anew only where it is of another kind."""
        if type(value) is not type(self._value):
            self._build(value)
        self._value = value
        for name, control in self._controls.items():
            control.show_value(getattr(value, name))
        self._show_what_counts()

    def lock(self, names: Collection[str], reason: str) -> None:
        """Let some settings stand as they are, for a reason; "" lets them all be changed."""
        self._locked, self._reason = frozenset(names if reason else ()), reason
        self._show_what_counts()

    def enter(self) -> bool:
        """Give the first control the focus; return whether there is one."""
        control = next((control for control in self._controls.values() if control.isEnabled()), None)
        if control is not None:
            control.setFocus(Qt.FocusReason.TabFocusReason)
        return control is not None

    def tab_after(self, before: QWidget) -> None:
        """Let Tab go from a widget through the controls; new ones would come after everything else in the window."""
        for control in self._controls.values():
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else Qt leaves it where it is
            QWidget.setTabOrder(before, control)
            before = control

    def _build(self, value: Declared | None) -> None:
        for control in self._controls.values():
            control.blockSignals(True)  # what was typed and not meant yet is lost with its field, not meant for another
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._controls, self._places = {}, {}
        for setting in value.settings() if value else ():
            if self._only is None or setting.name in self._only:
                self._rows.addWidget(self._row(setting))

    def _row(self, setting: Setting) -> QWidget:
        control = control_for(setting)
        control.setAccessibleName(setting.label)
        control.setAccessibleDescription(setting.help)
        control.changing.connect(lambda value: self._take(setting, value, self.changing))
        control.changed.connect(lambda value: self._take(setting, value, self.changed))
        self._controls[setting.name] = control
        row = self._places[setting.name] = QWidget(toolTip=self._tip(setting))
        layout = QVBoxLayout(row) if control.tall else QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        label = QLabel(setting.label + (f" ({setting.unit})" if setting.unit else ""), objectName="quiet")
        label.setBuddy(control)
        if not control.tall:
            label.setFixedWidth(100)
            label.setWordWrap(True)
        layout.addWidget(label)
        layout.addWidget(control, 1)
        return row

    def _take(self, setting: Setting, value: Any, signal: Any) -> None:
        if self._value is None:
            return
        try:
            self._value = replace(self._value, **{setting.name: value})
        except ParameterError as error:
            self.show_value(self._value)
            self.refused.emit(f"{str(error)[0].upper()}{str(error)[1:].rstrip('.')}.")
            return
        self._show_what_counts()
        signal.emit(self._value)

    def _show_what_counts(self) -> None:
        """Grey the settings that have no effect beside the others or that are locked, and say why."""
        if (value := self._value) is None:
            return
        for name, row in self._places.items():
            setting = value.setting(name)
            counts = setting.counts_in(value)
            row.setEnabled(counts and name not in self._locked)
            why = f"\nNo effect here: it counts only {setting.when.describe()}." if setting.when and not counts else ""
            row.setToolTip(self._tip(setting) + (f"\n{self._reason}" if name in self._locked else why))

    @staticmethod
    def _tip(setting: Setting) -> str:
        tip = setting.help[0].upper() + setting.help[1:]
        if setting.range is not None:
            tip += f" ({setting.range.describe()}{setting.unit and ' ' + setting.unit})"
            tip += "\nDouble-click the slider to go back to where it came from."
        return tip


def control_for(setting: Setting) -> Control:
    """The control that fits a setting's type."""
    if isinstance(setting.type, type) and issubclass(setting.type, enum.Enum):
        return ChoiceControl(setting)
    kinds: dict[Any, type[Control]] = {Matrix: MatrixControl, bool: SwitchControl, str: TextControl}
    return kinds.get(setting.type, NumberControl)(setting)


class Foldout(QWidget):
    """A heading that hides or shows what is below it, for settings that most people leave alone; `set_note` says beside
    it what is set there."""

    opened = Signal()  # by a person's hand

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._button = QToolButton(text=title, checkable=True, objectName="fold")
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.toggled.connect(self._show)
        self._button.clicked.connect(lambda is_open: self.opened.emit() if is_open else None)
        self.setFocusProxy(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        self._note = ElidedLabel(objectName="quiet")
        heading = QHBoxLayout()
        heading.setSpacing(theme.SPACE)
        heading.addWidget(self._button)
        heading.addWidget(self._note, 1)
        column.addLayout(heading)
        column.addWidget(content)
        self._show(False)

    def set_open(self, is_open: bool) -> None:
        """Show what is below the heading, or hide it."""
        self._button.setChecked(is_open)

    def set_note(self, text: str) -> None:
        """Say beside the heading what is set below it."""
        self._note.setText(text)
        self._note.setToolTip(text)

    def _show(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        theme.with_icon(self._button, "chevron-down" if is_open else "chevron-right")
