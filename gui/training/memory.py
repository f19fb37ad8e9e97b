"""What the Train workspace remembers between starts: the data, the network and the plan."""

from __future__ import annotations

import json

from PySide6.QtCore import QObject

from engine.nn.own_presets import from_json, to_json
from engine.nn.plan import TrainingPlan
from engine.nn.preset import Preset
from engine.nn.presets import PRESETS, USUAL
from engine.params import ParameterError
from gui.settings import Settings
from gui.training.session import Session


class Memory(QObject):
    """Brings a session back to what it was about, and keeps what it is about from then on."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session)
        self._session, self._settings = session, settings
        self._plan = _plan(settings.text("plan"))  # to be followed when the data is there

    def bring_back(self) -> None:
        """Choose the network, and load the data, which the remembered plan belongs to."""
        session = self._session
        session.choose_preset(_preset(self._settings.text("network")))
        session.preset_changed.connect(self._keep_preset)
        session.data_changed.connect(self._keep_data)
        session.plan_changed.connect(self._keep_plan)
        session.choose_data(self._settings.text("data", session.source))

    def _keep_preset(self) -> None:
        preset = self._session.preset
        self._settings.set_text("network", preset.name or to_json(preset))

    def _keep_data(self) -> None:
        source, plan = self._session.source, self._plan
        self._plan = None
        if plan is not None and source == self._settings.text("data"):
            self._session.set_plan(plan)
        self._settings.set_text("data", source)

    def _keep_plan(self) -> None:
        if self._plan is None:
            self._settings.set_text("plan", json.dumps(self._session.plan.to_plain()))


def _preset(text: str) -> Preset:
    try:
        return PRESETS[text] if text in PRESETS else from_json(text)
    except ParameterError:  # of another version, or nothing yet
        return PRESETS[USUAL]


def _plan(text: str) -> TrainingPlan | None:
    try:
        return TrainingPlan.from_plain(json.loads(text)) if text else None
    except (ParameterError, ValueError, TypeError, AttributeError):
        return None
