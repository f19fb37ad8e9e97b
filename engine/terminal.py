"""What the command line says: results to standard output, progress and errors to standard error."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from engine.jobs import Job, Rest

Result = TypeVar("Result")
REDRAWN, QUIET_LINE = 0.1, 5.0
"""Seconds between two states of the progress line, on a terminal and where it goes to a file."""

BAR = 30
"""Letters in a whole bar."""


def follow(job: Job[Result], describe: Callable[[Any], str], share: Callable[[Any], float] | None = None) -> Result:
    """Run a job to its end and return its result, saying how far it is: `describe` puts a report into words.

    On a terminal one line is written again and again; elsewhere a line now and then. `share` says how much of the
    work is done, 0…1: a bar then stands before the words on a terminal.
    """
    alive = sys.stderr.isatty()
    pause = REDRAWN if alive else QUIET_LINE
    said = time.monotonic() - (pause if alive else 0)
    try:
        while True:
            try:
                report = next(job)
            except StopIteration as end:
                return end.value
            if report is not None and not isinstance(report, Rest) and time.monotonic() - said >= pause:
                said = time.monotonic()
                text = describe(report)
                _say(f"{_bar(share(report))} {text}" if share and alive else text, alive)
    finally:
        job.close()
        if alive:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def remark(text: str) -> None:
    """Say something in a line of its own, above the progress line if there is one."""
    sys.stderr.write(f"\r\x1b[K{text}\n" if sys.stderr.isatty() else f"{text}\n")
    sys.stderr.flush()


def _bar(share: float) -> str:
    full = int(BAR * share)
    return f"[{'#' * full}{'.' * (BAR - full)}]"


def _say(text: str, alive: bool) -> None:
    if alive:
        text = "\r\x1b[K" + text[: shutil.get_terminal_size().columns - 1]
    sys.stderr.write(text if alive else text + "\n")
    sys.stderr.flush()


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as aligned lines."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))] if rows else []
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
