"""The loop of jobs on a thread of its own, as the window has it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from engine import cores
from engine.jobs import Cancelled, Job, JobLoop, Rest
from tests.reference.jobs import counting, endless


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
