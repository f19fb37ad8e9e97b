"""Kernels are compiled in a process of its own that never outlives the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.filters.custom import CustomKernel
from engine.filters.recipe import Recipe, Step
from engine.filters.smooth import Bilateral
from engine.warm_up import is_cold, mark
from gui.warm_up import WarmUp

COMPILING_MILLISECONDS = 120_000  # on a busy machine it stands back
Wait = Callable[[Callable[[], bool]], None]
TOP = Path(__file__).parent.parent.parent
KERNEL, BILATERAL = Recipe((Step(CustomKernel()),)), Recipe((Step(Bilateral()),))
WINDOW = """
import sys
from PySide6.QtCore import QCoreApplication
from engine.filters.recipe import Recipe
from gui.warm_up import WarmUp
app = QCoreApplication([])
warm_up = WarmUp()
warm_up._process.started.connect(lambda: print(warm_up._process.processId(), flush=True))
warm_up.start(Recipe())
app.exec()
"""


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def warm_up(qtbot: QtBot) -> Iterator[WarmUp]:
    warm_up = WarmUp()
    yield warm_up
    warm_up.end()


def test_filters_become_ready_one_by_one_and_the_window_may_close_before_the_last(
    empty_cache: Path, warm_up: WarmUp, qtbot: QtBot
) -> None:
    assert warm_up.is_ready(BILATERAL)  # nothing to wait for yet
    warm_up.start(KERNEL)
    assert not warm_up.is_ready(KERNEL)
    qtbot.waitUntil(lambda: warm_up.is_ready(KERNEL), timeout=COMPILING_MILLISECONDS)
    assert not warm_up.is_ready(BILATERAL)
    warm_up.end()
    assert warm_up.is_ready(BILATERAL)
    assert is_cold()


def test_nothing_is_started_where_everything_is_compiled(empty_cache: Path, warm_up: WarmUp) -> None:
    mark().touch()
    warm_up.start(KERNEL)
    assert warm_up.is_ready(BILATERAL)


def test_a_change_of_a_kernel_is_noticed(empty_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    monkeypatch.setattr("engine.warm_up.SOURCES", tmp_path / "sources")
    mark().touch()
    assert not is_cold()
    (tmp_path / "sources" / "new.py").touch()
    assert is_cold()


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_it_ends_when_the_window_is_killed(empty_cache: Path, wait: Wait) -> None:
    with subprocess.Popen([sys.executable, "-c", WINDOW], cwd=TOP, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        compiler = int(window.stdout.readline())
        os.kill(compiler, 0)  # it is there
        window.send_signal(signal.SIGKILL)
    wait(lambda: not is_running(compiler))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"  # dead, but nobody has looked
