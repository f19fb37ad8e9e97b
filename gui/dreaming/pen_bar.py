"""What the pen draws with: a bar over the canvas while one paints."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from engine.dream.light import Pen
from gui import theme
from gui.controls import NumberControl
from gui.segments import Segments

KINDS = {
    "Light": "The left mouse button adds light, the right one takes it away",
    "Dark": "The left mouse button takes light away, the right one adds it",
}
CONTROL_WIDTH = 240


class PenBar(QWidget):
    """Light or dark, size and strength. `changed` carries another pen, `done` says that it is put away."""

    changed = Signal(object)
    kind_changed = Signal(bool)  # whether it is dark
    done = Signal()

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.kind = Segments("Pen", KINDS)
        self.kind.chosen.connect(lambda number: self.kind_changed.emit(number == 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme.SPACE)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.kind)
        self._controls: dict[str, NumberControl] = {}
        for setting in Pen.settings():
            control = NumberControl(setting)
            control.setMaximumWidth(CONTROL_WIDTH)
            control.setToolTip(setting.help)
            control.changing.connect(lambda value, name=setting.name: self._take(**{name: value}))
            control.changed.connect(lambda value, name=setting.name: self._take(**{name: value}))
            self._controls[setting.name] = control
            row.addWidget(QLabel(setting.label, objectName="quiet"))
            row.addWidget(control, 1)
        done = QToolButton(autoRaise=True, accessibleName="Put the pen away", toolTip="Put the pen away (Esc)")
        theme.with_icon(done, "close")
        done.clicked.connect(self.done)
        row.addWidget(done)
        self._show()

    def _take(self, **changes: float) -> None:
        self.pen = replace(self.pen, **changes)
        self._show()
        self.changed.emit(self.pen)

    def _show(self) -> None:
        for name, control in self._controls.items():
            control.show_value(getattr(self.pen, name))
