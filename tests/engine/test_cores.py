"""Bands cover every row once, whatever the size; an interrupt drops the rest; errors come through."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import cores
from engine.cores import over_bands


@pytest.fixture(autouse=True)
def _no_interrupt_left() -> Iterator[None]:
    yield
    cores.clear_interrupt(threading.get_ident())


@given(rows=st.integers(0, 300), row_elements=st.sampled_from([1, 1000, 1 << 17, 1 << 20]))
def test_every_row_is_visited_once(rows: int, row_elements: int) -> None:
    visits = np.zeros(rows, int)

    def kernel(first: int, last: int) -> None:
        visits[first:last] += 1

    over_bands(kernel, rows, row_elements)
    assert np.all(visits == 1)


def test_large_work_is_split_and_small_work_is_not() -> None:
    seen: list[tuple[int, int]] = []
    over_bands(lambda first, last: seen.append((first, last)), 10, 10)
    assert seen == [(0, 10)]
    seen.clear()
    over_bands(lambda first, last: seen.append((first, last)), 64, 1 << 17)
    assert len(seen) >= 32


@pytest.mark.parametrize("row_elements", [1, 1 << 20])
def test_an_error_in_a_kernel_comes_through(row_elements: int) -> None:
    def kernel(first: int, last: int) -> None:
        raise ZeroDivisionError("in a band")

    with pytest.raises(ZeroDivisionError, match="in a band"):
        over_bands(kernel, 8, row_elements)


def test_an_interrupt_drops_the_bands_that_wait() -> None:
    """The first band interrupts; every later one would fill its rows."""
    result = np.zeros(1000, bool)
    entered = threading.Lock()
    here = threading.get_ident()

    def kernel(first: int, last: int) -> None:
        if entered.acquire(blocking=False):
            cores.interrupt(here)
        result[first:last] = True

    with pytest.raises(cores.Interrupted):
        over_bands(kernel, 1000, 1 << 18)
    assert result.sum() < 500
    cores.clear_interrupt(threading.get_ident())
    over_bands(lambda first, last: result[first:last].fill(True), 1000, 1 << 18)
    assert result.all()


def test_an_interrupt_leaves_other_threads_alone() -> None:
    cores.interrupt(threading.get_ident() + 1)
    result = np.zeros(64, bool)
    over_bands(lambda first, last: result[first:last].fill(True), 64, 1 << 18)
    assert result.all()
    cores.clear_interrupt(threading.get_ident() + 1)


def test_no_handler_of_failures_takes_an_interrupt_for_one() -> None:
    assert not issubclass(cores.Interrupted, Exception)


def test_ctrl_c_drops_the_bands_that_wait() -> None:
    rows = 200_000
    visits = np.zeros(rows, bool)
    begun = threading.Event()

    def kernel(first: int, last: int) -> None:
        if threading.current_thread() is threading.main_thread():
            begun.set()
            raise KeyboardInterrupt
        begun.wait()
        visits[first:last] = True

    with pytest.raises(KeyboardInterrupt):
        over_bands(kernel, rows, 1 << 18)
    assert visits.sum() < rows / 2
