"""The pictures in the README, taken from the real window: `python -m tests.screenshots FOLDER [LOOK WIDTH HEIGHT]`.

Trains on MNIST where it is on this machine already, else on the built-in digits.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()  # nothing remembered

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from engine.data import DATASETS
from engine.dream.dreamer import open_dreamer
from engine.editing.comparison import Compare
from engine.jobs import finish
from gui import theme
from gui.app import application
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.training.run_keeper import RunKeeper

PATIENCE_SECONDS = 300


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window work until something is true. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not come to what was waited for")
        QApplication.processEvents()
        time.sleep(0.005)


def take(folder: Path, look: str, width: int, height: int) -> None:
    """Use each workspace as a person would and write filter.png, train.png, mistakes.png and dream.png."""
    settings = Settings()
    settings.set_text("theme", look)
    settings.set_text("network", "mlp-128")
    settings.set_text("data", "digits" if DATASETS["mnist"].needs_download else "mnist")
    theme.apply(application(), look)
    window = MainWindow(settings)
    window.resize(width, height)
    window.show()
    window.filtering.open_first(None)
    wait_until(lambda: window.filtering.result is not None)
    cold = window.filtering.result  # its time on the status bar is mostly that of loading compiled kernels
    window.filtering.open_sample()
    wait_until(lambda: window.filtering.result is not cold)
    window.filtering.recipe.choose(1)
    window.filtering.views.compare(Compare.LEFT_RIGHT)
    wait_until(lambda: bool(window.filtering.histogram.noise.text()))
    shoot(window, folder / "filter.png")

    window.show_page(1)
    training = window.training
    wait_until(lambda: training.session.dataset is not None)
    for count, rate in enumerate((0.0005, 0.003), start=1):
        training.session.reset()
        training.session.set_plan(replace(training.session.plan, learning_rate=rate))
        training.session.start()
        wait_until(partial(_has_runs, training.keeper, count))
    earlier = training.learning.runs.table.topLevelItem(1)
    assert earlier is not None
    earlier.setCheckState(0, Qt.CheckState.Checked)
    wait_until(lambda: bool(training.keeper.networks))
    shoot(window, folder / "train.png")
    training.show_page(training.mistakes)
    wait_until(lambda: training.mistakes.answer.verdict != "")
    shoot(window, folder / "mistakes.png")

    window.show_page(2)
    window.dreaming.offer_network(finish(open_dreamer()))
    dreams, viewing = window.dreaming.session, window.dreaming.view.viewing
    wait_until(lambda: dreams.report is not None and not dreams.is_running and viewing.judgement is not None)
    shoot(window, folder / "dream.png")
    window.close()


def _has_runs(keeper: RunKeeper, count: int) -> bool:
    return len(keeper.runs) == count


def shoot(window: MainWindow, path: Path) -> None:
    for _ in range(20):
        QApplication.processEvents()
    window.grab().save(str(path))
    print(path)


def main(folder: str, look: str = "dark", width: str = "1440", height: str = "900") -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    take(Path(folder), look, int(width), int(height))


if __name__ == "__main__":
    main(*sys.argv[1:])
