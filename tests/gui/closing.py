"""Opens the window, sets it to work and closes it in the middle: `python -m tests.gui.closing filter|train|dream`.

Ends with status 0 and prints the seconds from the closing to the end of the event loop.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QTimer

os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()

from engine.editing.document import Document
from engine.filters.rank import Median
from engine.image import Image
from gui.app import application
from gui.main_window import MainWindow


def filter_a_large_picture(window: MainWindow) -> None:
    """A median that takes many seconds."""
    pixels = np.random.default_rng(0).integers(0, 256, (4000, 6000, 3), np.uint8)
    window.filtering.model.open(Document(Image(pixels)).with_added(Median(51)))


def train(window: MainWindow) -> None:
    window.show_page(1)
    when(lambda: window.training.session.dataset is not None, window.training.session.start)


def dream(window: MainWindow) -> None:
    """Get a network ready first, as for a person without one; then dream, for ever again."""
    window.show_page(2)
    again = QTimer(window, interval=300)
    again.timeout.connect(window.dreaming.session.start)
    again.start()


def when(true: Callable[[], bool], do: Callable[[], None]) -> None:
    if true():
        do()
    else:
        QTimer.singleShot(10, lambda: when(true, do))


WORK = {"filter": filter_a_large_picture, "train": train, "dream": dream}


def main(what: str, after: str = "1500") -> int:
    app = application()
    window = MainWindow()
    window.show()
    WORK[what](window)
    begun = 0.0

    def close() -> None:
        nonlocal begun
        begun = time.perf_counter()
        window.close()

    QTimer.singleShot(int(after), close)
    status = app.exec()
    print(f"{time.perf_counter() - begun:.3f}")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
