"""Progress on standard error, and jobs that are closed whatever happens."""

from __future__ import annotations

import pytest

from engine import terminal
from engine.jobs import Job, Rest
from engine.terminal import columns, follow


class Terminal:
    """Standard error that remembers, on a terminal or elsewhere."""

    def __init__(self, alive: bool) -> None:
        self.said = ""
        self._alive = alive

    def write(self, text: str) -> int:
        self.said += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return self._alive


def counting(log: list[str]) -> Job[str]:
    try:
        yield 1
        yield None
        yield Rest(0.01)
        yield 2
        return "done"
    finally:
        log.append("closed")


@pytest.fixture(autouse=True)
def _always_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "REDRAWN", 0)
    monkeypatch.setattr(terminal, "QUIET_LINE", 0)


def test_on_a_terminal_one_line_is_written_again_and_wiped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal(alive=True)
    monkeypatch.setattr(terminal.sys, "stderr", screen)
    assert follow(counting([]), lambda report: f"at {report}") == "done"
    wipe = "\r\x1b[K"
    assert screen.said == f"{wipe}at 1{wipe}at 2{wipe}"


def test_a_bar_shows_the_share_that_is_done_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, log = Terminal(alive=True), Terminal(alive=False)
    for stream in (screen, log):
        monkeypatch.setattr(terminal.sys, "stderr", stream)
        follow(counting([]), lambda report: f"at {report}", lambda report: report / 2)
    wipe = "\r\x1b[K"
    assert screen.said == f"{wipe}[{'#' * 15}{'.' * 15}] at 1{wipe}[{'#' * 30}] at 2{wipe}"
    assert log.said == "at 1\nat 2\n"


def test_elsewhere_lines_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Terminal(alive=False)
    monkeypatch.setattr(terminal.sys, "stderr", log)
    follow(counting([]), lambda report: f"at {report}")
    assert log.said == "at 1\nat 2\n"


def test_the_job_is_closed_when_something_goes_wrong() -> None:
    log: list[str] = []
    job = counting(log)  # held here, so that nothing else closes it

    def interrupted(report: int) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow(job, interrupted)
    assert log == ["closed"]


def test_columns_are_aligned() -> None:
    assert columns([["a", "first"], ["long", "second"]]) == ["a     first", "long  second"]
    assert columns([]) == []


@pytest.mark.parametrize(("alive", "before"), [(True, "\r\x1b[K"), (False, "")])
def test_a_remark_has_a_line_of_its_own(alive: bool, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal(alive)
    monkeypatch.setattr(terminal.sys, "stderr", screen)
    terminal.remark("Something else.")
    assert screen.said == f"{before}Something else.\n"
