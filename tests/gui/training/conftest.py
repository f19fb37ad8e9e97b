"""The Train workspace with the built-in digits, and a short run in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.nn.presets import PRESETS
from gui.main_window import MainWindow
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def training(window: MainWindow, wait: Wait) -> TrainWorkspace:
    window.show_page(1)
    wait(lambda: window.training.session.dataset is not None)
    return window.training


@pytest.fixture
def trained(training: TrainWorkspace, wait: Wait) -> TrainWorkspace:
    training.session.choose_preset(PRESETS["mlp-128"])
    training.session.set_plan(replace(training.session.plan, epochs=10))
    training.session.start()
    wait(lambda: bool(training.keeper.runs))
    return training
