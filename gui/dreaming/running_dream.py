"""A dream that is under way beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.dream.dream import Dream
from engine.dream.dreams import DreamReport, Dreams
from engine.dream.objective import Objective
from engine.dream.plan import DreamPlan
from engine.errors import UserError
from engine.jobs import Job, Rest, paced
from engine.nn.layer import Shape
from engine.nn.network import Network
from gui.engine_thread import EngineThread, Listener

Array = np.ndarray
Pictures = Callable[[int, Shape, int], Array]
"""Makes the pictures to begin with: so many, of this shape, by this seed."""
FRAMES_PER_SECOND = 40
"""A dream takes a blink; it is slowed down so that one sees the picture form."""
REST = 0.005
"""Seconds from one look whether a dream that rests is given more to do to the next."""


class RunningDream(QObject):
    """Runs one dream after another in a slot of the engine's thread.

    A dream that has taken the steps it was given rests; it goes on from there when it is given more.
    """

    begun = Signal()  # another `dream` is there, of which there is no report yet
    reported = Signal()  # `report` is new
    state_changed = Signal()
    failed = Signal(object)  # a UserError

    def __init__(self, engine: EngineThread, slot: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._slot = engine, slot
        self.dream: Dream | None = None
        self.report: DreamReport | None = None
        self.is_running = False
        self._latest: object | None = None  # what tells the beginning that counts from older ones
        self.rests_at = 0  # the step at which there is nothing more to do

    def begin(self, network: Network, objective: Objective, plan: DreamPlan, pictures: Pictures, length: int) -> None:
        """Begin a dream that takes `length` steps, whatever the plan says; it takes the place of the one before."""
        job = _beginning(network, objective, endless(plan), pictures)
        self._latest = latest = object()
        listener = Listener(finished=partial(self._begin, latest, length), failed=partial(self._say_not_begun, latest))
        self._engine.start(self._slot, job, listener)
        self._set_running(True)

    def go_on(self, length: int) -> None:
        """Take so many steps more."""
        if self.report is not None:
            self.rests_at = self.report.step + length
            self._engine.resume(self._slot)
            self._set_running(True)

    def stop(self) -> None:
        """Let the dream rest where it is."""
        self._engine.pause(self._slot)
        self._set_running(False)

    def forget(self) -> None:
        """Have no dream any more."""
        self._engine.cancel(self._slot)
        self.dream = self.report = self._latest = None
        self._set_running(False)

    def _begin(self, which: object, length: int, dream: Dream) -> None:
        if which is not self._latest:
            return  # it was made just before another one was wanted, or none
        self.dream, self.report, self.rests_at = dream, None, length
        self.begun.emit()
        listener = Listener(report=partial(self._take_report, dream), failed=self.failed.emit)
        self._engine.start(self._slot, self._resting(dream), listener)
        if not self.is_running:
            self._engine.pause(self._slot)

    def _resting(self, dream: Dream) -> Job[Dreams]:
        """Run a dream, in the engine's thread, and take no step too many, however late the window hears of it."""
        job = paced(dream.run(), FRAMES_PER_SECOND)
        try:
            for report in job:
                yield report
                while isinstance(report, DreamReport) and report.step >= self.rests_at:
                    yield Rest(REST)
        finally:
            job.close()
        return dream.dreams

    def _take_report(self, dream: Dream, report: DreamReport) -> None:
        if dream is not self.dream:
            return
        self.report = report
        self.reported.emit()
        if report.step >= self.rests_at:
            self.stop()

    def _say_not_begun(self, which: object, error: UserError) -> None:
        if which is self._latest:
            self._set_running(False)
            self.failed.emit(error)

    def _set_running(self, is_running: bool) -> None:
        if is_running is not self.is_running:
            self.is_running = is_running
            self.state_changed.emit()


def endless(plan: DreamPlan) -> DreamPlan:
    """The same plan without an end: when to rest is for others to say."""
    return replace(plan, steps=0, rounds=0)


def _beginning(network: Network, objective: Objective, plan: DreamPlan, pictures: Pictures) -> Job[Dream]:
    yield None
    return Dream(network, objective, plan, pictures(len(objective), network.input_shape, plan.seed))
