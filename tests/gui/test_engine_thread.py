"""Jobs beside the window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from engine.errors import UserError
from engine.jobs import Job
from gui.engine_thread import EngineThread, Listener

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def engine(qapp: object) -> Iterator[EngineThread]:
    engine = EngineThread()
    yield engine
    engine.close()


def endless(closed: list[str]) -> Job[None]:
    try:
        while True:
            yield threading.current_thread() is threading.main_thread()
    finally:
        closed.append("closed")


def raising(error: Exception) -> Job[None]:
    yield
    raise error


def test_reports_come_from_another_thread_and_arrive_in_the_windows(engine: EngineThread, wait: Wait) -> None:
    heard: list[tuple[bool, bool]] = []
    here = threading.main_thread()
    listener = Listener(report=lambda value: heard.append((value, threading.current_thread() is here)))
    engine.start("slot", endless([]), listener)
    wait(lambda: bool(heard))
    assert heard[0] == (False, True)


def test_a_newer_job_in_the_slot_closes_the_old_one(engine: EngineThread, wait: Wait) -> None:
    closed: list[str] = []
    ends: list[str] = []
    reports: list[bool] = []
    engine.start("slot", endless(closed), Listener(report=reports.append, ended=lambda: ends.append("old")))
    wait(lambda: bool(reports))
    engine.start("slot", endless([]), Listener(ended=lambda: ends.append("new")))
    wait(lambda: ends == ["old"])
    assert closed == ["closed"]


def test_a_persons_mistake_is_told_and_a_fault_of_the_program_reaches_the_hook(
    engine: EngineThread, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    hooked: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: hooked.append(str(error)))
    engine.start("one", raising(UserError("wrong")), Listener(failed=lambda error: told.append(str(error))))
    engine.start("two", raising(KeyError("fault")), Listener(failed=lambda error: told.append("never")))
    wait(lambda: bool(told) and bool(hooked))
    assert (told, hooked) == (["wrong"], ["'fault'"])


def test_closing_ends_every_job(qapp: object, wait: Wait) -> None:
    engine, closed, heard = EngineThread(), [], set()
    for slot in "abc":
        engine.start(slot, endless(closed), Listener(report=lambda _, slot=slot: heard.add(slot)))
    wait(lambda: heard == {*"abc"})
    engine.close()
    assert closed == ["closed"] * 3
