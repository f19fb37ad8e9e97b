"""Long computations as generators, and the loop that steps them.

A `Job` yields a report (or None, or `Rest`) often and returns its result. To pause it is not to ask for the next step;
to cancel it is to close it, which runs its `finally`. In a script or a test a job is a plain `for` loop.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from engine import cores

Result = TypeVar("Result")
Job = Generator[Any, None, Result]


def finish(job: Job[Result]) -> Result:
    """Run a job to its end, dropping its reports, and return its result."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


@dataclass(frozen=True)
class Rest:
    """Yielded by a job that has nothing to do for a while: a loop steps the others and comes back after `seconds`.

    Who runs a job with a plain `for` may ignore it, and is done sooner.
    """

    seconds: float


def paced(job: Job[Result], per_second: float) -> Job[Result]:
    """The same job with at most so many reports a second, so that a person can watch."""
    shown = -math.inf
    try:
        while True:
            report = next(job)
            if report is not None:
                if (early := shown + 1 / per_second - time.monotonic()) > 0:
                    yield Rest(early)
                shown = time.monotonic()
            yield report
    except StopIteration as end:
        return end.value
    finally:
        job.close()


@dataclass(frozen=True)
class Report:
    """What a job said on its way; a newer report of the same slot replaces one that was not collected."""

    slot: str
    ticket: int
    value: Any


@dataclass(frozen=True)
class Finished:
    """A job came to its end with a result."""

    slot: str
    ticket: int
    result: Any


@dataclass(frozen=True)
class Failed:
    """A job raised an exception."""

    slot: str
    ticket: int
    error: Exception


@dataclass(frozen=True)
class Cancelled:
    """A job was closed before its end, by `cancel` or by a newer job in its slot."""

    slot: str
    ticket: int


Event = Report | Finished | Failed | Cancelled


@dataclass
class _Running:
    slot: str
    ticket: int
    job: Job[Any]
    paused: bool = False
    closing: bool = False
    due: float = -math.inf  # on the monotonic clock; until then it rests

    def wants_step(self) -> bool:
        return self.closing or (not self.paused and self.due <= time.monotonic())


@dataclass
class JobLoop:
    """Steps every running job in turn, on whichever thread calls `run` or `step`.

    `submit`, `cancel`, `pause`, `resume`, `stop` and `collect` may be called from any thread. A slot holds one
    job: a new one closes the old, so the newest wins. Events wait in a mailbox that keeps, for each slot, the
    latest report and every ending, so a slow reader never makes it grow.
    """

    _jobs: list[_Running] = field(default_factory=list)
    _reports: dict[str, Report] = field(default_factory=dict)
    _endings: list[Event] = field(default_factory=list)
    _stepping: _Running | None = None
    _thread: int = 0  # the one that steps
    _tickets: int = 0
    _stopped: bool = False
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def submit(self, slot: str, job: Job[Any]) -> int:
        """Put a job in a slot, closing the one that is there; return the ticket its events will carry."""
        with self._changed:
            self._close(slot)
            self._tickets += 1
            self._jobs.append(_Running(slot, self._tickets, job))
            self._changed.notify_all()
            return self._tickets

    def cancel(self, slot: str) -> None:
        """Close the job in a slot, if there is one."""
        with self._changed:
            self._close(slot)
            self._changed.notify_all()

    def pause(self, slot: str) -> None:
        """Ask the job in a slot for no further step until `resume`."""
        self._set_paused(slot, True)

    def resume(self, slot: str) -> None:
        """Go on with a paused job."""
        self._set_paused(slot, False)

    def busy(self, slot: str) -> bool:
        """Whether a job is in the slot, running or paused."""
        with self._changed:
            return any(running.slot == slot and not running.closing for running in self._jobs)

    def collect(self) -> list[Event]:
        """Take what has happened since the last call: for each slot its endings and its latest report."""
        with self._changed:
            events = [*self._reports.values(), *self._endings]
            self._endings, self._reports = [], {}
            return sorted(events, key=lambda event: event.ticket)  # stable: a last report stays before its ending

    def step(self) -> bool:
        """Take one step of each job that is not paused; return whether there was anything to do."""
        with self._changed:
            turn = [running for running in self._jobs if running.wants_step()]
        for running in turn:
            if self._stopped:
                break
            self._step(running)
        return bool(turn)

    def run(self) -> None:
        """Step jobs until `stop`, sleeping while there is nothing to do; then close those that are left."""
        while not self._stopped:
            if not self.step():
                with self._changed:
                    self._changed.wait_for(self._has_work, self._longest_sleep())
        for running in list(self._jobs):
            running.closing = True
            self._step(running)

    def stop(self) -> None:
        """Make `run` return soon, interrupting the step under way."""
        with self._changed:
            self._stopped = True
            if self._stepping is not None:
                cores.interrupt(self._thread)
            self._changed.notify_all()

    def _has_work(self) -> bool:
        return self._stopped or any(running.wants_step() for running in self._jobs)

    def _longest_sleep(self) -> float | None:
        """Seconds until the first resting job wants to go on, or None where none rests."""
        dues = [running.due for running in self._jobs if not running.paused]
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def _set_paused(self, slot: str, paused: bool) -> None:
        with self._changed:
            for running in self._jobs:
                if running.slot == slot:
                    running.paused = paused
            self._changed.notify_all()

    def _close(self, slot: str) -> None:
        for running in self._jobs:
            if running.slot == slot:
                running.closing = True
                if running is self._stepping:
                    cores.interrupt(self._thread)

    def _step(self, running: _Running) -> None:
        with self._changed:
            self._stepping, self._thread = running, threading.get_ident()
            closing = running.closing
        ending: Event | None = None
        report = None
        try:
            if closing:
                running.job.close()
                ending = Cancelled(running.slot, running.ticket)
            else:
                report = next(running.job)
        except StopIteration as end:
            ending = Finished(running.slot, running.ticket, end.value)
        except cores.Interrupted:
            ending = Cancelled(running.slot, running.ticket)
        except Exception as error:
            ending = Failed(running.slot, running.ticket, error)
        self._after(running, report, ending)

    def _after(self, running: _Running, report: Any, ending: Event | None) -> None:
        with self._changed:
            self._stepping = None
            cores.clear_interrupt(self._thread)  # it was meant for this step only
            if ending is not None:
                self._jobs.remove(running)
                dropped = running.closing and not isinstance(ending, Failed)
                self._endings.append(Cancelled(running.slot, running.ticket) if dropped else ending)
            if isinstance(report, Rest):
                running.due = time.monotonic() + report.seconds
            elif report is not None and not running.closing:
                self._reports[running.slot] = Report(running.slot, running.ticket, report)
