"""What inside the network is dreamt of: a neuron, a channel or a layer, and how many of them at once."""

from __future__ import annotations

from math import prod

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from engine.dream.hidden import HiddenObjective, Part
from gui import theme
from gui.controls import NumberField
from gui.dreaming.session import Session
from gui.wheel_guard import WheelGuard

AT_ONCE = (1, 4, 9, 16, 25, 36, 64)


class HiddenSettings(QWidget):
    """Shows the session's hidden objective, and has it dream of another."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.layer = QComboBox(accessibleName="Layer", toolTip="In which layer of the network")
        self.part = QComboBox(accessibleName="Part", toolTip="How much of the layer's answer is to be strong")
        self.unit = NumberField()
        self.unit.setDecimals(0)
        self.unit.setMinimumWidth(72)
        self.unit.setMaximumWidth(16_777_215)  # else the whole column is as narrow
        self.unit.setAccessibleName("Number of the unit")
        self.count = QComboBox(accessibleName="How many at once", toolTip="So many pictures, of units that follow")
        for count in AT_ONCE:
            self.count.addItem(f"{count} at once" if count > 1 else "1 alone", count)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE)
        grid.setVerticalSpacing(theme.SPACE)
        grid.setColumnStretch(1, 1)
        rows = (("Layer", self.layer), ("Part", self.part), ("Number", self.unit), ("Pictures", self.count))
        for row, (name, control) in enumerate(rows):
            label = QLabel(name, objectName="quiet")
            label.setBuddy(control)
            label.setFixedWidth(100)
            grid.addWidget(label, row, 0)
            grid.addWidget(control, row, 1)
        self._about = QLabel(objectName="quiet", wordWrap=True)
        grid.addWidget(self._about, len(rows), 0, 1, 2)
        for combo in (self.layer, self.part, self.count):
            WheelGuard(combo)
            combo.activated.connect(lambda _: self._choose())
        self.unit.valueChanged.connect(lambda _: self._choose())
        session.network_changed.connect(self._fill)
        session.settings_changed.connect(self._show)
        self._fill()

    def _choose(self) -> None:
        """Dream of what is chosen, of no more than the layer has."""
        layer, part = self.layer.currentData(), self.part.currentData()
        if layer is None:
            return
        if part not in self._parts(layer):
            part = Part.NEURON
        most = self._most(layer, part)
        count = max(count for count in AT_ONCE if count <= min(self.count.currentData(), most))
        first = min(round(self.unit.value()), most - count)
        self._session.set_hidden(HiddenObjective(layer, range(first, first + count), part))

    def _fill(self) -> None:
        network = self._session.network
        with QSignalBlocker(self.layer):
            self.layer.clear()
            specs, shapes = (network.specs, network.shapes[1:]) if network is not None else ((), [])
            for number, (spec, shape) in enumerate(zip(specs[:-1], shapes, strict=False)):
                self.layer.addItem(f"{number + 1}: {spec.title()}, {' × '.join(map(str, shape))}", number)
        self._show()

    def _show(self) -> None:
        hidden = self._session.hidden
        if self._session.network is None or self.layer.findData(hidden.layer) < 0:
            return
        most = self._most(hidden.layer, hidden.part)
        with QSignalBlocker(self.layer), QSignalBlocker(self.part), QSignalBlocker(self.unit):
            self.layer.setCurrentIndex(self.layer.findData(hidden.layer))
            self.part.clear()
            for part in self._parts(hidden.layer):
                self.part.addItem(part.value.capitalize(), part)
            self.part.setCurrentIndex(self.part.findData(hidden.part))
            self.unit.setRange(0, most - 1)
            self.unit.setValue(int(hidden.units[0]))
        self.unit.setEnabled(hidden.part is not Part.LAYER)
        self.unit.setToolTip(f"The first that is dreamt of, from 0 to {most - 1}")
        self.count.setCurrentIndex(max(0, self.count.findData(len(hidden))))
        self._about.setText(ABOUT[hidden.part])

    def _parts(self, layer: int) -> tuple[Part, ...]:
        """A layer that answers with maps has channels."""
        assert self._session.network is not None
        shape = self._session.network.shapes[layer + 1]
        return tuple(Part) if len(shape) == 3 else (Part.NEURON, Part.LAYER)

    def _most(self, layer: int, part: Part) -> int:
        """How many there are to choose from."""
        assert self._session.network is not None
        shape = self._session.network.shapes[layer + 1]
        return {Part.NEURON: prod(shape), Part.CHANNEL: shape[-1], Part.LAYER: AT_ONCE[-1]}[part]


ABOUT = {
    Part.NEURON: "The picture to which one number of the layer answers most.",
    Part.CHANNEL: "The picture to which one of the layer's maps answers most, all over.",
    Part.LAYER: "The picture to which the whole layer answers most; each begins with other noise.",
}
