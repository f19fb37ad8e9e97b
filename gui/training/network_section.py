"""What is trained: the card of the network in use, and the way to its layers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import platformdirs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.errors import UserError
from engine.nn.draft import Walk
from engine.nn.own_presets import delete_own, read_own, save_own
from engine.nn.preset import Preset
from engine.nn.presets import PRESETS, suited, usual_preset
from gui import theme
from gui.training.card import Card
from gui.training.card_button import CardButton
from gui.training.card_picker import CardPicker
from gui.training.session import RunState, Session

EDIT = "Add, remove and change the layers of the network (Ctrl+L)"
WHILE_IT_RUNS = "Stop the training first to choose another network."


def networks_folder() -> Path:
    """The folder of a person's own networks."""
    return Path(platformdirs.user_data_dir("neural-darkroom", appauthor=False)) / "networks"


class NetworkSection(QWidget):
    """Has the session choose its network. `edit_wanted` asks for the editor of its layers, `said` carries what there is
    to say and ways on, `failed` an error."""

    edit_wanted = Signal()
    said = Signal(str, object)
    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._own: dict[str, Preset] = {}
        self.button = CardButton("Network", "What is trained; click to choose (Ctrl+Shift+D)")
        self.picker = CardPicker("Networks", self)
        self.tools = QWidget()  # what can be done with it, to stand beside the heading
        self.edit_button = QToolButton(text="Edit layers…", autoRaise=True, toolTip=EDIT)
        theme.with_icon(self.edit_button, "pencil-outline")
        self.edit_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tip = "Delete this network of your own"
        self.delete_button = QToolButton(autoRaise=True, toolTip=tip, accessibleName=tip)
        theme.with_icon(self.delete_button, "trash-can-outline")
        self._fault = QLabel(objectName="fault", wordWrap=True)
        self._mend = QPushButton(toolTip="Choose a network that suits the data")
        self._lay_out()
        self.button.clicked.connect(self._open)
        self.picker.picked.connect(self.choose)
        self.edit_button.clicked.connect(self.edit_wanted)
        self.delete_button.clicked.connect(self.delete)
        self._mend.clicked.connect(self._choose_usual)
        for signal in (session.data_changed, session.preset_changed):
            signal.connect(self.show_network)
        session.state_changed.connect(self._show_state)
        self._read()
        self.show_network()

    def choose(self, key: str) -> None:
        """Choose the network of a card."""
        known = {_key(preset): preset for preset in (*PRESETS.values(), *self._own.values(), self._session.preset)}
        self._session.choose_preset(known[key])

    def keep(self, preset: Preset) -> None:
        """Use a network of one's own, and keep it by its name."""
        self._session.edit_preset(preset)
        self._save(preset)

    def free_name(self) -> str:
        """A name that none of one's own networks has."""
        names = ("My network", *(f"My network {number}" for number in range(2, len(self._own) + 3)))
        return next(name for name in names if name not in self._own)

    def delete(self) -> None:
        """Delete the network in use from one's own; it stays in use."""
        preset = self._own.get(self._session.preset.title)
        if preset is None or self._session.preset.name:
            self.said.emit("Only a network of your own can be deleted; this one came with the program.", {})
            return
        try:
            delete_own(preset.title, networks_folder())
        except UserError as error:
            self.failed.emit(error)
            return
        self._read()
        self.show_network()
        self.said.emit(f"Deleted the network {preset.title}.", {"Bring it back": lambda: self._save(preset)})

    def show_network(self) -> None:
        """Show which network is in use, and whether it fits the data."""
        card = self._card(self._session.preset)
        self.button.show_card(replace(card, fault=""))
        self._fault.setText(card.fault)
        self._fault.setVisible(bool(card.fault))
        self._mend.setVisible(bool(card.fault))
        if (data := self._session.dataset) is not None:
            self._mend.setText(f"Use {usual_preset(data).title}")
        is_kept = not self._session.preset.name and self._session.preset.title in self._own
        self.delete_button.setVisible(is_kept)

    def _save(self, preset: Preset) -> None:
        try:
            save_own(preset, networks_folder())
        except UserError as error:
            self.failed.emit(error)
        self._read()
        self.show_network()

    def _open(self) -> None:
        self._read()
        data = self._session.dataset
        presets = [*self._own.values(), *PRESETS.values()]
        ordered = suited(presets, data) if data else presets
        self.picker.pop_up(list(map(self._card, ordered)), _key(self._session.preset), self.button)

    def _read(self) -> None:
        found = read_own(networks_folder())
        self._own = {preset.title: preset for preset in found.presets}
        if found.complaints:
            self.said.emit(found.complaints[0], {})

    def _choose_usual(self) -> None:
        if (data := self._session.dataset) is not None:
            self._session.choose_preset(usual_preset(data))

    def _card(self, preset: Preset) -> Card:
        data = self._session.dataset
        walk = preset.walk(data) if data else None
        return Card(
            _key(preset),
            preset.title,
            preset.help,
            "  ·  ".join(filter(None, [_about(walk) if walk and not walk.fault else "", preset.reaches])),
            fault=f"Does not fit this data: {walk.fault.reason}" if walk and walk.fault else "",
            badge="" if preset.name else "Own",
        )

    def _show_state(self) -> None:
        is_idle = self._session.state is RunState.IDLE
        self.button.lock("" if is_idle else WHILE_IT_RUNS)
        self.edit_button.setEnabled(is_idle)
        self.edit_button.setToolTip(EDIT if is_idle else WHILE_IT_RUNS)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE // 2)
        row.addWidget(self.delete_button)
        row.addWidget(self.edit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        for widget in (self.button, self._fault, self._mend):
            column.addWidget(widget)


def _key(preset: Preset) -> str:
    return preset.name or f"own: {preset.title}"


def _about(walk: Walk) -> str:
    """The layers that learn and how many numbers they keep."""
    return f"{' → '.join(f'{width:,}' for width in walk.widths)}  ·  {sum(walk.parameters):,} parameters"
