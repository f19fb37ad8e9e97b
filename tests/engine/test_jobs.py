"""The loop that steps jobs: newest wins, cancel runs `finally`, and nothing that ends goes unheard."""

from __future__ import annotations

from engine.jobs import Cancelled, Failed, Finished, Job, JobLoop, Report, Rest, finish, paced
from tests.reference.jobs import counting, endless


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
