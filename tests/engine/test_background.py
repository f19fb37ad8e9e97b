"""Work in the background: its result, its error, and what is given up."""

from __future__ import annotations

import threading

import pytest

from engine.background import in_background
from engine.jobs import Rest, finish


def test_what_comes_of_it_is_returned_or_raised() -> None:
    assert finish(in_background(lambda: threading.current_thread() is threading.main_thread())) is False
    with pytest.raises(ZeroDivisionError):
        finish(in_background(lambda: 1 / 0))


def test_it_lets_others_work_meanwhile_and_what_is_given_up_before_its_turn_never_begins() -> None:
    go, done = threading.Event(), []
    first, second = in_background(go.wait), in_background(lambda: done.append("second"))
    assert isinstance(next(first), Rest)
    assert isinstance(next(second), Rest)
    second.close()
    go.set()
    assert finish(first) is True
    assert finish(in_background(lambda: "third")) == "third"
    assert done == []
