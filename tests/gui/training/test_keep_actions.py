"""Checkpoints, scripts and commands out of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication

from engine.jobs import finish
from engine.nn.training import train
from gui.main_window import MainWindow
from gui.training.session import RunState
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


def test_a_run_is_kept_on_its_way_and_goes_on_exactly_in_another_window(
    training: TrainWorkspace, window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    session, path = training.session, tmp_path / "run.checkpoint"
    session.set_plan(replace(session.plan, epochs=8))
    for steps in (1, 2, 3):
        session.step()
        wait(lambda steps=steps: session.report is not None and session.report.step == steps)
    training.keep.keep(path)
    wait(path.exists)
    other = MainWindow(window.settings)
    try:
        wait(lambda: other.training.session.dataset is not None)
        other.training.take_file(path)
        going_on = other.training.session
        wait(lambda: going_on.state is RunState.PAUSED)
        assert going_on.plan.epochs == 8
        going_on.start()
        wait(lambda: going_on.evaluation is not None)
        whole = session.preset.build(session.dataset, session.plan.seed)
        finish(train(whole, session.dataset, session.plan))
        np.testing.assert_array_equal(going_on.network.whole.value, whole.whole.value)
    finally:
        other.close()


def test_a_file_that_is_no_checkpoint_is_refused(training: TrainWorkspace, tmp_path: Path) -> None:
    path = tmp_path / "run.checkpoint"
    path.write_text("nothing")
    training.take_file(path)
    assert "run.checkpoint is damaged or is not a checkpoint of this program" in training.message.text
    assert training.session.network is None


def test_before_the_first_run_there_is_nothing_to_keep(training: TrainWorkspace, tmp_path: Path) -> None:
    training.keep.keep(tmp_path / "run.checkpoint")
    assert "start a training first" in training.message.text
    training.message.hide()
    training.keep.save(tmp_path / "model.safetensors")
    assert "start a training first" in training.message.text
    assert not list(tmp_path.glob("*.*t*s*"))


def test_the_training_is_copied_as_script_and_command(trained: TrainWorkspace) -> None:
    clipboard = QGuiApplication.clipboard()
    trained.keep._copy_command()
    assert clipboard.text().startswith("python main.py train --data digits --network mlp-128 --epochs 10")
    trained.keep._copy_script()
    assert "Dense(units=128" in clipboard.text()
    compile(clipboard.text(), "script", "exec")
