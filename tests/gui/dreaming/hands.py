"""What a person does in the Dream workspace."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.dream.judge import Judge
from gui.dreaming.workspace import DreamWorkspace

Wait = Callable[[Callable[[], bool]], None]


def at_rest(workspace: DreamWorkspace, wait: Wait) -> None:
    """Wait until there is a dream that has nothing more to do."""
    wait(lambda: workspace.session.report is not None and not workspace.session.is_running)


def press(qtbot: QtBot, within: QWidget, text: str) -> None:
    """Click on the button that says this."""
    found = [button for button in within.findChildren(QPushButton) if button.text() == text and button.isVisible()]
    assert len(found) == 1, f"{len(found)} buttons say {text!r}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def judged(judge: Judge, pictures: np.ndarray) -> np.ndarray:
    """What a judge says, asked through a network of its own: the judge's may be at work in the engine's thread."""
    return judge.network.copy().outputs(pictures)
