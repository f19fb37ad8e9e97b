"""Models, checkpoints, scripts and commands out of the window, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

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
    training.checkpoints.keep(path)
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
    training.checkpoints.keep(tmp_path / "run.checkpoint")
    assert "start a training first" in training.message.text
    training.message.hide()
    training.models.save(tmp_path / "model.safetensors")
    assert "start a training first" in training.message.text
    assert not list(tmp_path.glob("*.*t*s*"))


def test_the_training_is_copied_as_script_and_command(trained: TrainWorkspace) -> None:
    clipboard = QGuiApplication.clipboard()
    trained.scripts.copy_command()
    assert clipboard.text().startswith("python main.py train --data digits --network mlp-128 --epochs 10")
    trained.scripts.copy_script()
    assert "Dense(units=128" in clipboard.text()
    compile(clipboard.text(), "script", "exec")


def test_a_model_of_other_data_offers_its_data(trained: TrainWorkspace, wait: Wait, tmp_path: Path) -> None:
    path, session = tmp_path / "digits.safetensors", trained.session
    trained.models.save(path)
    session.choose_data("moons")
    wait(lambda: session.dataset.name == "moons")
    trained.models.load(path)
    assert trained.message.text == (
        "digits.safetensors reads samples of 8 × 8 × 1 numbers, but those of the chosen data have 2; "
        "choose its data first."
    )
    button = next(one for one in trained.message.findChildren(QPushButton) if one.text() == "Open digits")
    button.click()
    wait(lambda: session.evaluation is not None and session.dataset.name == "digits")
    assert session.network.preset == "mlp-128"


def test_a_loss_that_is_no_number_offers_a_gentler_start(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    session.set_plan(replace(session.plan, optimizer="sgd", learning_rate=10.0, l2=1.0, epochs=3))
    session.start()
    wait(training.message.isVisible)
    assert "its loss is no longer a number" in training.message.text
    name = "Start again with a tenth of the learning rate"
    button = next(one for one in training.message.findChildren(QPushButton) if one.text() == name)
    button.click()
    assert session.plan.learning_rate == 1.0
    wait(lambda: session.state is RunState.RUNNING)
