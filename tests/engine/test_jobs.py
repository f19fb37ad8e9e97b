"""The loop that steps jobs: newest wins, cancel runs `finally`, and nothing that ends goes unheard."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from engine import cores
from engine.jobs import Cancelled, Failed, Finished, Job, JobLoop, Report, Rest, finish, paced


@pytest.fixture(autouse=True)
def _no_interrupt_left() -> Iterator[None]:
    yield
    assert not cores._interrupted, "an interrupt outlived the step it was meant for"


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


def run_dry(loop: JobLoop) -> None:
    while loop.step():
        pass


def test_finish_drops_reports_and_returns_the_result() -> None:
    assert finish(counting(3)) == "done"


def test_a_job_ends_with_its_last_report_and_its_result() -> None:
    loop = JobLoop()
    ticket = loop.submit("a", counting(3))
    run_dry(loop)
    assert loop.collect() == [Report("a", ticket, 3), Finished("a", ticket, "done")]
    assert loop.collect() == []


def test_jobs_of_different_slots_take_turns() -> None:
    order: list[str] = []

    def job(name: str) -> Job[None]:
        for _ in range(3):
            order.append(name)
            yield

    loop = JobLoop()
    loop.submit("a", job("a"))
    loop.submit("b", job("b"))
    run_dry(loop)
    assert "".join(order) == "ababab"


def test_only_the_latest_report_waits() -> None:
    loop = JobLoop()
    ticket = loop.submit("a", counting(1000))
    for _ in range(500):
        loop.step()
    assert loop.collect() == [Report("a", ticket, 500)]


def test_the_newest_job_of_a_slot_wins() -> None:
    log: list[str] = []
    loop = JobLoop()
    old = loop.submit("preview", counting(5, log))
    loop.step()
    new = loop.submit("preview", counting(2))
    assert new > old
    run_dry(loop)
    assert log == ["closed"]
    assert [event for event in loop.collect() if not isinstance(event, Report)] == [
        Cancelled("preview", old),
        Finished("preview", new, "done"),
    ]


def test_a_job_in_another_slot_is_left_alone() -> None:
    loop = JobLoop()
    loop.submit("a", counting(2))
    loop.cancel("b")
    run_dry(loop)
    assert isinstance(loop.collect()[-1], Finished)


def test_cancel_runs_finally_and_is_told() -> None:
    log: list[str] = []
    loop = JobLoop()
    ticket = loop.submit("a", endless(log))
    loop.step()
    loop.cancel("a")
    assert not loop.busy("a")
    run_dry(loop)
    assert log == ["closed"]
    assert loop.collect() == [Cancelled("a", ticket)]


def test_a_job_cancelled_before_its_first_step_never_begins() -> None:
    log: list[str] = []
    loop = JobLoop()
    ticket = loop.submit("a", counting(2, log))
    loop.cancel("a")
    run_dry(loop)
    assert log == []
    assert loop.collect() == [Cancelled("a", ticket)]


def test_a_paused_job_takes_no_step_until_it_is_resumed() -> None:
    loop = JobLoop()
    ticket = loop.submit("a", counting(3))
    loop.step()
    loop.pause("a")
    assert not loop.step()
    assert loop.busy("a")
    assert loop.collect() == [Report("a", ticket, 1)]
    loop.resume("a")
    run_dry(loop)
    assert loop.collect()[-1] == Finished("a", ticket, "done")


def test_a_paused_job_can_be_cancelled() -> None:
    log: list[str] = []
    loop = JobLoop()
    loop.submit("a", endless(log))
    loop.step()
    loop.pause("a")
    loop.cancel("a")
    run_dry(loop)
    assert log == ["closed"]


def test_an_error_fails_its_job_and_no_other() -> None:
    def broken() -> Job[None]:
        yield 1
        raise ValueError("broken")

    loop = JobLoop()
    ticket = loop.submit("a", broken())
    other = loop.submit("b", counting(3))
    run_dry(loop)
    events = loop.collect()
    failed = next(event for event in events if isinstance(event, Failed))
    assert (failed.slot, failed.ticket, str(failed.error)) == ("a", ticket, "broken")
    assert Finished("b", other, "done") in events


def test_an_error_while_closing_is_not_swallowed() -> None:
    def broken() -> Job[None]:
        try:
            yield
        finally:
            raise ValueError("could not tidy up")

    loop = JobLoop()
    loop.submit("a", broken())
    loop.step()
    loop.cancel("a")
    run_dry(loop)
    (event,) = loop.collect()
    assert isinstance(event, Failed)


class Running:
    """A loop on a thread, as the window has it."""

    def __init__(self) -> None:
        self.loop = JobLoop()
        self.thread = threading.Thread(target=self.loop.run)
        self.thread.start()

    def stop(self) -> None:
        self.loop.stop()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    running.stop()


def test_a_job_submitted_from_another_thread_wakes_the_loop(running: Running) -> None:
    done = threading.Event()

    def job() -> Job[None]:
        yield
        done.set()

    running.loop.submit("a", job())
    assert done.wait(10)


def long_kernel(begun: threading.Event, finished: threading.Event) -> Job[None]:
    """One step that runs a kernel of very many bands."""

    def kernel(first: int, last: int) -> None:
        begun.set()
        threading.Event().wait(0.001)

    yield
    cores.over_bands(kernel, 5_000, cores.BAND_ELEMENTS)
    finished.set()


@pytest.mark.parametrize("how", ["cancel", "replace"])
def test_cancelling_reaches_a_kernel_in_its_bands(running: Running, how: str) -> None:
    begun, finished, closed = threading.Event(), threading.Event(), threading.Event()

    def job() -> Job[None]:
        try:
            yield from long_kernel(begun, finished)
        finally:
            closed.set()

    ticket = running.loop.submit("a", job())
    assert begun.wait(10)
    running.loop.cancel("a") if how == "cancel" else running.loop.submit("a", counting(1))
    assert closed.wait(10)
    running.stop()
    assert not finished.is_set()
    assert Cancelled("a", ticket) in running.loop.collect()


def test_stop_closes_all_jobs_and_interrupts_the_one_at_work(running: Running) -> None:
    log: list[str] = []
    begun, finished = threading.Event(), threading.Event()
    running.loop.submit("waiting", endless(log))
    running.loop.submit("paused", endless(log))
    running.loop.submit("at work", long_kernel(begun, finished))
    assert begun.wait(10)
    running.loop.pause("paused")
    running.stop()
    assert log == ["closed", "closed"]
    assert not finished.is_set()
    assert sum(isinstance(event, Cancelled) for event in running.loop.collect()) == 3


def test_after_a_stop_kernels_compute_again(running: Running) -> None:
    """The window's loop has ended; what the process computes afterwards must not be dropped."""
    begun = threading.Event()
    running.loop.submit("a", long_kernel(begun, threading.Event()))
    assert begun.wait(10)
    running.stop()
    running.loop.stop()
    cores.over_bands(lambda first, last: None, 10, 10)


def test_a_resting_job_leaves_the_loop_to_the_others_and_is_stepped_again(running: Running) -> None:
    order: list[str] = []
    done = threading.Event()

    def resting() -> Job[None]:
        yield Rest(0.05)
        order.append("rested")
        done.set()

    def working() -> Job[None]:
        for _ in range(3):
            order.append("worked")
            yield

    running.loop.submit("a", resting())
    running.loop.submit("b", working())
    assert done.wait(10)
    assert order == ["worked"] * 3 + ["rested"]


def test_a_resting_job_can_be_cancelled_at_once(running: Running) -> None:
    log: list[str] = []

    def resting() -> Job[None]:
        try:
            log.append("resting")
            yield Rest(1e6)
        finally:
            log.append("closed")

    running.loop.submit("a", resting())
    while log != ["resting"]:
        threading.Event().wait(0.001)
    running.stop()
    assert log == ["resting", "closed"]


def test_pacing_keeps_every_report_in_order_and_the_result_and_closes_what_it_paces() -> None:
    log: list[str] = []

    def collect() -> Job[tuple[list[object], str]]:
        reports = []
        job = paced(counting(4, log), 1000)
        while True:
            try:
                reports.append(next(job))
            except StopIteration as end:
                return reports, end.value
        yield

    reports, result = finish(collect())
    assert [report for report in reports if not isinstance(report, Rest)] == [1, 2, 3, 4]
    assert any(isinstance(report, Rest) for report in reports)
    assert (result, log) == ("done", ["closed"])
    early = paced(counting(4, log), 1000)
    next(early)
    early.close()
    assert log == ["closed", "closed"]
