"""What is done with the sum of a kernel: divisor, offset, negative results, flip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.filters.custom import CustomKernel
from engine.filters.kernel_text import read_number
from engine.params import ParameterError
from gui import theme
from gui.controls import Control
from gui.kernel_editor.number_line import NumberLine
from gui.param_form import control_for

PLACES = {"normalise": (0, 2), "signed": (1, 0), "flip": (1, 2), "offset": (2, 0)}
LABELS = {"signed": "Negative", "offset": "Offset (%)"}


class SettingsRows(QWidget):
    """The settings of a custom kernel beside its weights; `changing` and `changed` carry it, `changed` what was set."""

    changing = Signal(object)
    changed = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kernel = CustomKernel()
        self._controls: dict[str, Control] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE)
        grid.setVerticalSpacing(theme.SPACE)
        grid.setColumnStretch(1, 1)
        self._divisor = NumberLine()
        self._divisor.setAccessibleName("Divisor")
        self._divisor.setToolTip(_tip("divisor"))
        self._divisor.typed.connect(self._divide)
        label = QLabel("Divisor", objectName="quiet", toolTip=_tip("divisor"))
        label.setBuddy(self._divisor)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self._divisor, 0, 1)
        for name, (row, column) in PLACES.items():
            self._add(grid, name, row, column)

    def show_kernel(self, kernel: CustomKernel) -> None:
        """Show the settings; a divisor that is the sum of the weights is shown as that."""
        self._kernel = kernel
        for name, control in self._controls.items():
            control.show_value(getattr(kernel, name))
        self._divisor.setEnabled(not kernel.normalise)
        self._divisor.show_number(float(f"{kernel.effective()[1]:.6g}") if kernel.normalise else kernel.divisor)

    def _add(self, grid: QGridLayout, name: str, row: int, column: int) -> None:
        setting = CustomKernel.setting(name)
        control = self._controls[name] = control_for(setting)
        text = LABELS.get(name, setting.label)
        tip = _tip(name)
        control.setAccessibleName(setting.label)
        control.setAccessibleDescription(setting.help)
        control.setToolTip(tip)
        control.changing.connect(lambda value: self._take(name, value, self.changing.emit))
        control.changed.connect(
            lambda value: self._take(name, value, lambda kernel: self._change(kernel, setting.label))
        )
        label = QLabel(text, objectName="quiet", toolTip=tip)
        label.setBuddy(control)
        if column:
            grid.addWidget(label, row, column + 1)
            grid.addWidget(control, row, column)
        else:
            grid.addWidget(label, row, 0)
            grid.addWidget(control, row, 1, 1, 3 if name == "offset" else 1)

    def _change(self, kernel: CustomKernel, label: str) -> None:
        self.changed.emit(kernel, f"Change {label.lower()}")

    def _divide(self, text: str) -> None:
        try:
            divisor = read_number(text)
        except ParameterError as error:
            self._refuse(str(error))
        else:
            self._take("divisor", divisor, lambda kernel: self._change(kernel, "divisor"))

    def _take(self, name: str, value: Any, send: Any) -> None:
        try:
            kernel = replace(self._kernel, **{name: value})
        except ParameterError as error:
            self._refuse(f"{error}.")
        else:
            send(kernel)

    def _refuse(self, text: str) -> None:
        self.show_kernel(self._kernel)
        self.refused.emit(text[0].upper() + text[1:])


def _tip(name: str) -> str:
    help = CustomKernel.setting(name).help
    return help[0].upper() + help[1:]
