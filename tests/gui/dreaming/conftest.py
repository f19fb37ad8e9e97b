"""The Dream workspace with a network and a judge that are kept already, so that it dreams at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.data import open_dataset
from engine.dream import dreamer, kept_network
from engine.dream.judge import open_judge
from engine.dream.kept_network import KeptNetwork
from engine.jobs import finish
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import train
from gui.dreaming import running_dream
from gui.dreaming.workspace import DreamWorkspace
from gui.main_window import MainWindow
from tests.gui.dreaming.hands import Wait, at_rest

SOURCE = "digits"


@pytest.fixture(scope="session")
def robust() -> Network:
    """A network that dreams digits of 8 × 8 pixels."""
    data, preset = finish(open_dataset("digits")), PRESETS["robust-mlp"]
    return finish(train(preset.build(data), data, preset.plan_for(data)))


@pytest.fixture(scope="session")
def kept(robust: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with this network as the dreamer, and the judge of its data."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_network, "cache_folder", lambda: folder)
        KeptNetwork.of("dreamer", PRESETS["robust-mlp"], 10, SOURCE).write(robust)
        finish(open_judge(finish(open_dataset(SOURCE))))
    return folder


@pytest.fixture
def prepared(window: MainWindow, kept: Path, monkeypatch: pytest.MonkeyPatch) -> DreamWorkspace:
    """The workspace before it was ever shown."""
    monkeypatch.setattr(kept_network, "cache_folder", lambda: kept)
    monkeypatch.setattr(dreamer, "recipe", lambda: (SOURCE, PRESETS["robust-mlp"]))
    monkeypatch.setattr(running_dream, "FRAMES_PER_SECOND", 1000)
    return window.dreaming


@pytest.fixture
def dreaming(window: MainWindow, prepared: DreamWorkspace, wait: Wait, qtbot: QtBot) -> DreamWorkspace:
    """The workspace when it has dreamt its first dream, and judged it."""
    window.activateWindow()
    qtbot.waitActive(window)
    window.show_page(2)
    at_rest(prepared, wait)
    wait(lambda: prepared.view.viewing.judgement is not None)
    return prepared
