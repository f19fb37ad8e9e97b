"""Garbage is collected in the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable

from gui.garbage import MANY, GarbageCollector

Wait = Callable[[Callable[[], bool]], None]


class Knot:
    """Refers to itself, so that only a collection frees it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_another_thread_leaves_is_collected_in_this_one(qapp: object, wait: Wait) -> None:
    collected: list[threading.Thread] = []
    kept: list[list[int]] = []

    def leave() -> None:
        weakref.finalize(Knot(), lambda: collected.append(threading.current_thread()))
        kept.extend([number] for number in range(20 * MANY))  # enough for Python to collect by itself, here

    collector = GarbageCollector()
    try:
        thread = threading.Thread(target=leave)
        thread.start()
        thread.join()
        assert not collected
        wait(lambda: bool(collected))
        assert collected == [threading.main_thread()]
    finally:
        collector.stop()
    assert gc.isenabled()
