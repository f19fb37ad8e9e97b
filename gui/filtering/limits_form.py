"""What a step of a recipe is limited to: some of the channels, a rectangle of the picture."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.filters.limit import COLOURS, Channel, Region
from engine.filters.recipe import Step
from engine.image import Image
from gui import theme
from gui.controls import NumberField

NAMES = {
    Channel.RED: "Red", Channel.GREEN: "Green", Channel.BLUE: "Blue", Channel.LUMINANCE: "Luma", Channel.ALPHA: "Alpha",
}  # fmt: skip
FIELDS = (("left", "X"), ("top", "Y"), ("width", "Width"), ("height", "Height"))


class LimitsForm(QWidget):
    """Shows the limits of a step; `changed` carries the new channels and the new region when a person changes one."""

    changed = Signal(tuple, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extent = (1, 1)
        self._channels: tuple[Channel, ...] = ()
        self._region: Region | None = None
        self._all = self._segment("All", "The filter acts on all channels")
        self._all.clicked.connect(lambda: self._take((), self._region))
        self._buttons = {channel: self._channel_button(channel) for channel in Channel}
        self._whole = self._segment("Whole picture", "The filter acts on the whole picture")
        self._rectangle = self._segment("Rectangle", "The filter acts in a rectangle only")
        self._choice = QButtonGroup(self)
        for button in (self._whole, self._rectangle):
            self._choice.addButton(button)
        self._whole.clicked.connect(lambda: self._take(self._channels, None))
        self._rectangle.clicked.connect(lambda: self._take(self._channels, self._region or self._middle()))
        self._fields = {name: self._field(name, label) for name, label in FIELDS}
        self._numbers = self._lay_out_numbers()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(QLabel("Channels", objectName="quiet"))
        column.addLayout(_side_by_side(self._all, *self._buttons.values()))
        column.addSpacing(theme.SPACE // 2)
        column.addWidget(QLabel("Region (px)", objectName="quiet"))
        column.addLayout(_side_by_side(self._whole, self._rectangle))
        column.addWidget(self._numbers)

    def show_limits(self, step: Step, image: Image) -> None:
        """Show what a step is limited to; channels that the picture does not have cannot be chosen."""
        self._channels, self._region = step.channels, step.region
        there = {
            Channel.LUMINANCE,
            *(COLOURS if image.is_colour else ()),
            *([Channel.ALPHA] if image.has_alpha else ()),
        }
        self._all.setChecked(not step.channels)
        for channel, button in self._buttons.items():
            button.setChecked(channel in step.channels)
            button.setEnabled(channel in there or channel in step.channels)
            missing = "" if channel in there else ": this picture has none"
            button.setToolTip(f"The filter acts on {channel.value}{missing}")
        (self._rectangle if step.region else self._whole).setChecked(True)
        with QSignalBlocker(self):  # a field that is hidden takes what was typed into it and not meant yet
            self._numbers.setVisible(step.region is not None)
        self._show_region()

    def bound(self, width: int, height: int) -> None:
        """Regions lie in a picture of this size: the one that the step is put on."""
        if (width, height) != self._extent:
            self._extent = width, height
            self._show_region()

    def _show_region(self) -> None:
        if (region := self._region) is None:
            return
        width, height = self._extent
        largest = {"left": width - 1, "top": height - 1, "width": width, "height": height}
        for name, field in self._fields.items():
            with QSignalBlocker(field):
                field.setRange(int(name in ("width", "height")), max(largest[name], getattr(region, name)))
                field.setValue(getattr(region, name))

    def _middle(self) -> Region:
        """The middle of the picture, half as wide and half as high: something to begin with."""
        whole_width, whole_height = self._extent
        width, height = max(1, whole_width // 2), max(1, whole_height // 2)
        return Region((whole_width - width) // 2, (whole_height - height) // 2, width, height)

    def _toggled(self, channel: Channel, on: bool) -> None:
        """Choose a channel or no longer; luminance takes the place of the colours it is made of, and they its."""
        others = set(self._channels) - {channel}
        if on and channel is Channel.LUMINANCE:
            others -= set(COLOURS)
        elif on and channel in COLOURS:
            others -= {Channel.LUMINANCE}
        chosen = others | ({channel} if on else set())
        self._take(tuple(one for one in Channel if one in chosen), self._region)

    def _typed(self) -> None:
        self._take(self._channels, Region(**{name: round(field.value()) for name, field in self._fields.items()}))

    def _take(self, channels: tuple[Channel, ...], region: Region | None) -> None:
        self._all.setChecked(not channels)  # also where nothing changes: a segment is never left without a choice
        if (channels, region) != (self._channels, self._region):
            self.changed.emit(channels, region)

    def _channel_button(self, channel: Channel) -> QPushButton:
        button = self._segment(NAMES[channel], f"The filter acts on {channel.value}")
        button.setAccessibleName(f"Only {channel.value}")
        button.clicked.connect(lambda on: self._toggled(channel, on))
        return button

    def _field(self, name: str, label: str) -> NumberField:
        field = NumberField()
        field.setDecimals(0)
        field.setMinimumWidth(0)
        field.setMaximumWidth(16_777_215)
        field.setToolTip(f"{label} of the rectangle: {Region.setting(name).help}")
        field.setAccessibleName(f"{label} of the region")
        field.valueChanged.connect(self._typed)
        return field

    def _lay_out_numbers(self) -> QWidget:
        numbers = QWidget()
        grid = QGridLayout(numbers)
        grid.setContentsMargins(0, theme.SPACE // 2, 0, 0)
        grid.setSpacing(theme.SPACE)
        for place, (name, text) in enumerate(FIELDS):
            label = QLabel(text, objectName="quiet")
            label.setBuddy(self._fields[name])
            grid.addWidget(label, place // 2, place % 2 * 2)
            grid.addWidget(self._fields[name], place // 2, place % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return numbers

    @staticmethod
    def _segment(text: str, tip: str) -> QPushButton:
        button = QPushButton(text, checkable=True, toolTip=tip)
        button.setProperty("segment", True)
        return button


def _side_by_side(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(0)
    for button in buttons:
        row.addWidget(button, max(4, len(button.text())))
    buttons[-1].setProperty("end", True)
    return row
