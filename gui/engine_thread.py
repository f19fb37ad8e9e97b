"""The engine's job loop on a thread of its own, and its mailbox emptied into the window's thread."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer

from engine.errors import UserError
from engine.jobs import Cancelled, Event, Failed, Finished, Job, JobLoop, Report

POLL_MILLISECONDS = 16
"""Twice as often as a film's frame: what a person waits for after a slider moved is half of this on average."""


def _ignore(*_: Any) -> None:
    """What is done with a report that nobody asked for."""


@dataclass(frozen=True)
class Listener:
    """What the window does with a job's events; every function is called in the window's thread."""

    report: Callable[[Any], None] = _ignore
    finished: Callable[[Any], None] = _ignore
    failed: Callable[[UserError], None] = _ignore
    ended: Callable[[], None] = _ignore  # last of all, whether it finished, failed or was cancelled


NICENESS = 5
"""The window comes first where both want a core: it needs little, and a person waits for it."""


class _LoopThread(QThread):
    def __init__(self, loop: JobLoop) -> None:
        super().__init__()
        self._loop = loop

    def run(self) -> None:
        if sys.platform == "linux":  # where each thread has its own, and those it starts inherit it
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        self._loop.run()


class EngineThread(QObject):
    """Runs jobs in slots beside the window; a new job in a slot replaces the old one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = JobLoop()
        self._listeners: dict[int, Listener] = {}
        self._thread = _LoopThread(self._loop)
        self._timer = QTimer(self, interval=POLL_MILLISECONDS)
        self._timer.timeout.connect(self._deliver)
        self._thread.start()

    def start(self, slot: str, job: Job[Any], listener: Listener) -> None:
        """Run a job; `listener` hears of it until it ends."""
        self._listeners[self._loop.submit(slot, job)] = listener
        self._timer.start()

    def cancel(self, slot: str) -> None:
        self._loop.cancel(slot)

    def is_busy(self, slot: str) -> bool:
        """Whether a job is in the slot, running or paused."""
        return self._loop.busy(slot)

    def pause(self, slot: str) -> None:
        self._loop.pause(slot)

    def resume(self, slot: str) -> None:
        self._loop.resume(slot)

    def close(self) -> None:
        """Close every job and wait until the thread has ended."""
        self._timer.stop()
        self._loop.stop()
        self._thread.wait()

    def _deliver(self) -> None:
        for event in self._loop.collect():
            self._tell(event)
        if not self._listeners:
            self._timer.stop()

    def _tell(self, event: Event) -> None:
        if isinstance(event, Report):
            if event.ticket in self._listeners:
                self._listeners[event.ticket].report(event.value)
            return
        listener = self._listeners.pop(event.ticket)
        try:
            match event:
                case Finished(result=result):
                    listener.finished(result)
                case Failed(error=UserError() as error):
                    listener.failed(error)
                case Failed(error=error):
                    sys.excepthook(type(error), error, error.__traceback__)  # and the other events still arrive
                case Cancelled():
                    pass
        finally:
            listener.ended()
