"""Whatever is done in whatever order, nothing breaks and the work can be saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as given_settings
from hypothesis.stateful import run_state_machine_as_test
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox

from gui import theme
from gui.filtering import recipe_actions
from gui.settings import Settings
from tests.gui.filtering.careless_hand import CarelessHand

SESSIONS, ACTIONS = 6, 50


@pytest.fixture(autouse=True)
def hasty_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What waits for an answer gets one at once."""
    monkeypatch.setattr(recipe_actions, "own_recipes", lambda: tmp_path / "recipes")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "line.png"), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "grey.png")], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "batch"))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("mine", True))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    monkeypatch.setattr(QMessageBox, "warning", lambda *_: QMessageBox.StandardButton.Ok)


def test_hundreds_of_actions_end_with_work_that_can_be_saved(
    qapp: QApplication, settings: Settings, tmp_path: Path, wait: Callable[[Callable[[], bool]], None]
) -> None:
    theme.apply(qapp, "dark")
    how = given_settings(
        max_examples=SESSIONS,
        stateful_step_count=ACTIONS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: CarelessHand(tmp_path, settings, wait), settings=how)
