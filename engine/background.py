"""Work that cannot be interrupted, as a job that can."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from engine.jobs import Job, Rest

Result = TypeVar("Result")
WAIT, REST = 0.004, 0.02
"""Seconds in which a job waits for its thread, and in which it lets other jobs work."""


def in_background(work: Callable[[], Result]) -> Job[Result]:
    """Do something on a thread of its own, and return or raise what comes of it.

    Of several pieces of work that were begun and given up, at most one works on; the others never begin.
    """
    piece = _Piece(work)
    # a daemon, so that a window can be closed before something is done that nobody will want
    thread = threading.Thread(target=piece.run, name="background", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(WAIT)
            yield Rest(REST)
    finally:
        piece.wanted = False
    if piece.error is not None:
        raise piece.error
    return piece.results[0]


_one_at_a_time = threading.Lock()


@dataclass
class _Piece(Generic[Result]):
    work: Callable[[], Result]
    wanted: bool = True
    results: list[Result] = field(default_factory=list)
    error: BaseException | None = None

    def run(self) -> None:
        with _one_at_a_time:
            if not self.wanted:
                return
            try:
                self.results.append(self.work())
            except BaseException as error:  # raised again where the job is stepped
                self.error = error
