"""What the Dream workspace remembers between starts: how is dreamt, and what dreams begin with."""

from __future__ import annotations

import json
from typing import TypeVar

from PySide6.QtCore import QObject

from engine.dream.morph import MorphPlan
from engine.dream.plan import DreamPlan
from engine.dream.start import Start, StartKind
from engine.params import Declared, ParameterError
from gui.dreaming.session import Session
from gui.settings import Settings

Plan = TypeVar("Plan", bound=Declared)


class Memory(QObject):
    """Brings a session, before it has a network, back to how it was set, and keeps how it is set from then on.

    A picture to begin with is not kept.
    """

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session)
        self._session, self._settings = session, settings

    def bring_back(self) -> None:
        """Set the session as it was."""
        session = self._session
        session.plan = self._read("dream plan", DreamPlan)
        session.start_plan = self._read("dream start", Start)
        session.morph = self._read("morph plan", MorphPlan)
        session.settings_changed.emit()
        session.settings_changed.connect(self._keep)

    def _keep(self) -> None:
        session = self._session
        plans: dict[str, Declared] = {"dream plan": session.plan, "morph plan": session.morph}
        if session.start_plan.start is not StartKind.PICTURE:
            plans["dream start"] = session.start_plan
        for name, plan in plans.items():
            self._settings.set_text(name, json.dumps(plan.to_plain()))

    def _read(self, name: str, kind: type[Plan]) -> Plan:
        try:
            return kind.from_plain(json.loads(self._settings.text(name) or "{}"))
        except (ParameterError, ValueError, TypeError, AttributeError):  # of another version
            return kind()
