"""What every test shares: an offscreen window system, and the real MNIST only where it is to be had."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

settings.register_profile("seeded", deadline=None, derandomize=True)  # the first run of a kernel compiles it
settings.load_profile("seeded")

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # a shell's background job; tests press Ctrl+C all the same
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Let the tests and the programs they start share their compiled kernels, apart from those of the person."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(config.cache.mkdir("compiled")))


def mnist_is_there() -> bool:
    folder = os.environ.get("DARKROOM_DATA")
    return folder is not None and (Path(folder) / "mnist.npz").is_file()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need the real MNIST where DARKROOM_DATA does not hold it."""
    if mnist_is_there():
        return
    without = [item for item in items if item.get_closest_marker("mnist")]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]
