"""A real window for each test, with settings of its own, and errors that fail the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.image import Image, save
from gui import theme
from gui.filtering import autosave
from gui.main_window import MainWindow
from gui.settings import Settings
from gui.training import network_section, run_keeper

PATIENCE = 20_000


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(autosave, "work_folder", lambda: tmp_path / "work")
    monkeypatch.setattr(run_keeper, "runs_folder", lambda: tmp_path / "runs")
    monkeypatch.setattr(network_section, "networks_folder", lambda: tmp_path / "networks")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    return Settings()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A small picture of random colours."""
    path = tmp_path / "photo.png"
    save(Image(np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8)), path)
    return path


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, settings: Settings) -> Iterator[MainWindow]:
    if theme.current() is not theme.DARK or not qapp.styleSheet():  # putting it on all widgets anew takes its time
        theme.apply(qapp, "dark")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    yield window
    window.close()


@pytest.fixture
def opened(window: MainWindow, photo: Path, wait: Callable[[Callable[[], bool]], None]) -> MainWindow:
    """The window with the photo open and shown."""
    window.filtering.open(photo)
    wait(lambda: window.filtering.result is not None)
    return window


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    """Let the window work until something is true."""
    return lambda done: qtbot.waitUntil(done, timeout=PATIENCE)
