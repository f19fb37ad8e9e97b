"""Jobs that tell what becomes of them."""

from __future__ import annotations

from engine.jobs import Job


def counting(to: int, log: list[str] | None = None) -> Job[str]:
    """Report 1, 2 … `to` and return "done"; say in `log` that `finally` ran."""
    try:
        yield from range(1, to + 1)
        return "done"
    finally:
        if log is not None:
            log.append("closed")


def endless(log: list[str] | None = None) -> Job[None]:
    try:
        while True:
            yield
    finally:
        if log is not None:
            log.append("closed")
