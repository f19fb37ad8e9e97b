"""Garbage is collected in the window's thread, a little at a time."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

TICK_MILLISECONDS = 100
MANY = 1000
"""So many new objects are looked through at once, as Python does by itself."""
OFTEN = 10
"""A generation is collected after so many collections of the one before, as Python does by itself."""
SETTLED_MILLISECONDS = 5000


class GarbageCollector(QObject):
    """Takes the place of Python's automatic collection while it lives.

    That runs in whatever thread makes an object: in the engine's it destroys widgets, which Qt forbids, and a full one
    stops the window for 50 to 200 ms. What is there at the start, modules above all, is set aside: it is looked through
    no more, and again what came with the first picture.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=TICK_MILLISECONDS)
        self._timer.timeout.connect(_collect)
        self._timer.start()
        QTimer.singleShot(SETTLED_MILLISECONDS, self, gc.freeze)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def _collect() -> None:
    new, young, middle = gc.get_count()
    if new > MANY:
        gc.collect(2 if middle > OFTEN else 1 if young > OFTEN else 0)
