"""Run one compiled kernel over bands of rows, on all cores."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from itertools import pairwise

BAND_ELEMENTS = 1 << 18
"""About how many array elements one band holds: enough to hide the cost of handing it out, few enough to
balance the cores and to stop soon after `interrupt`."""


class Interrupted(BaseException):
    """The computation under way was told to stop; what it had done so far is dropped.

    Not an `Exception`, so that no handler between a kernel and the job loop takes it for a failure.
    """


_interrupted: set[int] = set()  # the threads whose computation is to stop; adding and looking up are atomic


def interrupt(thread: int) -> None:
    """Make the call of `over_bands` that is under way in a thread drop the bands still waiting and raise Interrupted.

    `thread` is what `threading.get_ident()` says there. It holds until `clear_interrupt`.
    """
    _interrupted.add(thread)


def clear_interrupt(thread: int) -> None:
    """Let computations of a thread run again."""
    _interrupted.discard(thread)


@cache
def count() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count(), thread_name_prefix="band")


def over_bands(kernel: Callable[..., None], rows: int, row_elements: int, *arguments: object) -> None:
    """Call `kernel(first, last, *arguments)` for bands that together cover `range(rows)`.

    `kernel` is compiled with `nogil=True` and writes only rows `first` to `last - 1` of its result.
    `row_elements` is the amount of work in a row, in array elements. Raises Interrupted after `interrupt`,
    and whatever a kernel raised.
    """
    bands = max(1, min(rows, rows * row_elements // BAND_ELEMENTS))
    if bands > 1:  # a whole number of bands for each core, so that none is left over at the end
        bands = min(rows, -(-bands // count()) * count())
    edges = [rows * band // bands for band in range(bands + 1)]

    caller = threading.get_ident()
    waiting = pairwise(edges)  # every core takes the next band when it is done with one

    def work() -> None:
        for first, last in waiting:
            if caller in _interrupted:
                return
            kernel(first, last, *arguments)

    helpers = [_pool().submit(work) for _ in range(min(bands, count()) - 1)]
    try:
        work()
    except BaseException:  # an error, or Ctrl+C: what nobody has begun is dropped
        for _ in waiting:
            pass
        raise
    finally:
        wait(helpers)
    for helper in helpers:
        helper.result()
    if caller in _interrupted:
        raise Interrupted
