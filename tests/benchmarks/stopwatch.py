"""A stopwatch for the window: when what a person did is painted, and how long the event loop answered nothing."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from engine.editing.render import Rendered
from gui.filtering.workspace import FilterWorkspace

PATIENCE_MILLISECONDS = 60_000


class Pulse(QObject):
    """The longest time the event loop took to come back to a timer of 1 ms, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self._last = 0.0, perf_counter()
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def start(self) -> None:
        self.longest, self._last = 0.0, perf_counter()

    def _beat(self) -> None:
        now = perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


class Paints(QObject):
    """Says what the Filter page showed whenever its canvas was painted and the window flushed."""

    painted = Signal(object)

    def __init__(self, page: FilterWorkspace) -> None:
        super().__init__(page)
        self._page = page
        page.canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            shown = self._page.rendered
            QTimer.singleShot(0, self, lambda: self.painted.emit(shown))
        return False


class Stopwatch:
    """Times what is done on the Filter page, and prints a line of a table for each thing."""

    def __init__(self, page: FilterWorkspace) -> None:
        self._page = page
        self._pulse = Pulse()
        self.paints = Paints(page)
        self._painted = 0
        self._seen: Rendered | None = None
        self.paints.painted.connect(self._count)
        self._held_up = False
        if hasattr(signal, "SIGCONT"):
            signal.signal(signal.SIGCONT, self._note)

    def _note(self, *_: object) -> None:
        """Somebody stopped the whole process and let it go on."""
        self._held_up = True

    def _count(self, rendered: Rendered | None) -> None:
        self._painted += 1
        self._seen = rendered

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work. Raises TimeoutError."""
        clock = QElapsedTimer()
        clock.start()
        while not done():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if clock.elapsed() > PATIENCE_MILLISECONDS:
                raise TimeoutError

    def wait(self, seconds: float) -> None:
        end = perf_counter() + seconds
        self.until(lambda: perf_counter() >= end)

    def current(self) -> bool:
        """Whether the result of the document is on the screen."""
        return self._seen is not None and self._seen.document == self._page.model.document

    def on_screen(self, do: Callable[[], object]) -> float:
        """Seconds from doing something until the canvas is painted with the result of the document as it is then."""
        begun = perf_counter()
        do()
        self.until(self.current)
        return perf_counter() - begun

    def repainted(self, do: Callable[[], object]) -> float:
        """Seconds from doing something that needs no computing until the canvas is painted."""
        before, begun = self._painted, perf_counter()
        do()
        self.until(lambda: self._painted > before)
        return perf_counter() - begun

    @contextmanager
    def row(self, name: str) -> Iterator[list[float]]:
        """A line of the table; what is put into the list are the seconds."""
        self.wait(0.3)
        times: list[float] = []
        self._held_up = False
        self._pulse.start()
        yield times
        blocked = 1e3 * self._pulse.longest
        middle, worst = 1e3 * np.percentile(times, [50, 95])
        remark = "   void: the process was stopped meanwhile" if self._held_up else ""
        print(f"{name:44} {len(times):4} {middle:9.1f} {worst:9.1f} {blocked:9.1f}{remark}", flush=True)
