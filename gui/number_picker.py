"""Going to one of many test pictures: by number, one on, one back, or any."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from gui import theme
from gui.controls import NumberField


class NumberPicker(QWidget):
    """`picked` carries the number a person went to."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._random = np.random.default_rng(0)
        self._field = NumberField()
        self._field.setPrefix("No. ")
        self._field.setDecimals(0)
        self._field.setFixedWidth(112)
        self._field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._field.setAccessibleName("Number of the test picture")
        self._field.setToolTip("Type the number of a test picture")
        self._field.lineEdit().setTextMargins(theme.SPACE // 2, 0, 0, 0)
        self._field.valueChanged.connect(lambda value: self.picked.emit(round(value)))
        surprise = QPushButton("Any", toolTip="Show a test picture picked at random", accessibleName="Any test picture")
        surprise.clicked.connect(self._pick_any)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE // 2)
        row.addWidget(self._arrow("chevron-left", "Previous", -1))
        row.addWidget(self._field)
        row.addWidget(self._arrow("chevron-right", "Next", 1))
        row.addWidget(surprise)
        row.addStretch(1)

    @property
    def number(self) -> int:
        return round(self._field.value())

    def pick(self, number: int) -> None:
        """Go to a number, as if it had been typed."""
        self._field.setValue(number)

    def choose_from(self, count: int) -> None:
        """Let there be so many to pick from; the number stays where there is one of it, and nothing is said."""
        with QSignalBlocker(self._field):
            self._field.setRange(0, count - 1)

    def _pick_any(self) -> None:
        self.pick(int(self._random.integers(int(self._field.maximum()) + 1)))

    def _arrow(self, icon: str, name: str, by: int) -> QToolButton:
        button = theme.with_icon(
            QToolButton(autoRaise=True, toolTip=f"{name} test picture", accessibleName=f"{name} test picture"), icon
        )
        button.clicked.connect(lambda: self.pick(self.number + by))
        return button
