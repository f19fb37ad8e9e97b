"""What the Train workspace was about is there again at the next start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.nn.presets import PRESETS
from gui.main_window import MainWindow
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


def test_data_network_and_plan_are_remembered(training: TrainWorkspace, window: MainWindow, wait: Wait) -> None:
    training.session.choose_data("moons:noise=0.2")
    wait(lambda: training.session.source == "moons:noise=0.2")
    training.set_up.open_editor()
    training.set_up.editor.edits.add("dropout")
    training.set_up.editor.name.setText("Mine")
    training.set_up.editor.accept()
    training.session.set_plan(replace(training.session.plan, epochs=77, l2=0.125))
    again = MainWindow(window.settings)
    try:
        wait(lambda: again.training.session.dataset is not None)
        session = again.training.session
        assert session.source == "moons:noise=0.2"
        assert session.preset.title == "Mine"
        assert session.preset.specs(2) == training.session.preset.specs(2)
        assert session.plan == training.session.plan
    finally:
        again.close()


@pytest.mark.parametrize(("name", "text"), [("network", '{"name": 3}'), ("plan", '{"epochs": -1}'), ("plan", "[]")])
def test_what_cannot_be_understood_is_forgotten(window: MainWindow, wait: Wait, name: str, text: str) -> None:
    window.settings.set_text(name, text)
    again = MainWindow(window.settings)
    try:
        again.show_page(1)
        wait(lambda: again.training.session.dataset is not None)
        assert again.training.session.preset is PRESETS["mlp-128"]
        assert again.training.session.plan == PRESETS["mlp-128"].plan_for(again.training.session.dataset)
    finally:
        again.close()
