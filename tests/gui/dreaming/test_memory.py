"""The workspace is set as it was when it was left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from engine.dream.plan import DreamPlan
from engine.dream.start import Start, StartKind
from gui.dreaming.memory import Memory
from gui.dreaming.session import Session
from gui.dreaming.workspace import DreamWorkspace
from gui.engine_thread import EngineThread
from gui.settings import Settings
from tests.gui.dreaming.hands import Wait, at_rest


def reopened(dreaming: DreamWorkspace, settings: Settings) -> Session:
    session = Session(EngineThread(dreaming))
    Memory(session, settings).bring_back()
    session._engine.close()
    return session


def test_plan_and_start_are_remembered_but_no_picture(dreaming: DreamWorkspace, settings: Settings, wait: Wait) -> None:
    session = dreaming.session
    session.set_plan(replace(session.plan, steps=33, seed=5))
    session.set_start(Start(start=StartKind.UNIFORM, brightness=0.3))
    dreaming.setup.start.source.take_test(1)
    at_rest(dreaming, wait)
    assert session.start_plan.start is StartKind.PICTURE
    again = reopened(dreaming, settings)
    assert again.plan == session.plan
    assert again.start_plan == Start(start=StartKind.UNIFORM, brightness=0.3)


@pytest.mark.parametrize("text", ["nonsense", "[1]", '{"steps": -7}', '{"of another version": 1}'])
def test_what_cannot_be_read_is_forgotten(
    qtbot: QtBot, dreaming: DreamWorkspace, settings: Settings, text: str
) -> None:
    settings.set_text("dream plan", text)
    assert reopened(dreaming, settings).plan == DreamPlan()
