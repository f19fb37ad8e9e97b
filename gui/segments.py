"""A few choices side by side, one of which holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segments(QWidget):
    """Buttons by their text, each with what it is for as its tooltip. `chosen` carries the number of another choice."""

    chosen = Signal(int)

    def __init__(self, name: str, choices: Mapping[str, str]) -> None:
        super().__init__(accessibleName=name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (text, tip) in enumerate(choices.items()):
            button = QPushButton(text, checkable=True, toolTip=tip, accessibleName=f"{name}: {text}")
            button.setProperty("segment", True)
            button.setMinimumWidth(button.sizeHint().width() + 16)
            button.setProperty("end", number == len(choices) - 1)
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._tell)

    @property
    def current(self) -> int:
        return self._group.checkedId()

    def button(self, number: int) -> QPushButton:
        found = self._group.button(number)
        assert isinstance(found, QPushButton)
        return found

    def choose(self, number: int) -> None:
        """Have a choice hold; `chosen` says so if it is another one."""
        self._group.button(number).setChecked(True)

    def _tell(self, number: int, on: bool) -> None:
        if on:
            self.chosen.emit(number)
