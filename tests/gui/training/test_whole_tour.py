"""One person's way through the Train workspace, from the first card to the exported model, by mouse and keyboard."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from engine.nn.model_file import load_model
from gui.controls import NumberField
from gui.main_window import MainWindow
from gui.training.card_picker import CardPicker
from gui.training.run_keeper import RunKeeper
from gui.training.session import RunState
from gui.training.trial_page import TrialPage
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]
LEFT = Qt.MouseButton.LeftButton
RIGHT_HALVES = [(0.5, 0.33, 0.17, -160, 90), (0.5, 0.68, 0.18, -90, 160)]
"""A 3: two arcs, each by its middle and radius in shares of the sheet, from angle to angle."""


def pick(picker: CardPicker, key: str) -> None:
    QTest.mouseClick(picker.list.viewport(), LEFT, pos=picker.rect_of(key).center())


def write(workspace: TrainWorkspace, label: str, text: str) -> None:
    """Type a number into a field of the panel."""
    field = next(
        one for one in workspace.setup.findChildren(NumberField) if one.accessibleName() == label and one.isVisible()
    )
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def draw_three(page: TrialPage) -> None:
    view = page.pad.view
    frame = view._frame()
    angles = [(x, y, r, math.radians(a)) for x, y, r, first, last in RIGHT_HALVES for a in range(first, last + 1, 10)]
    points = [
        frame.topLeft()
        + QPoint(round((x + r * math.cos(a)) * frame.width()), round((y + r * math.sin(a)) * frame.height()))
        for x, y, r, a in angles
    ]
    QTest.mousePress(view, LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, LEFT, pos=points[-1])


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """What the person will answer in the next file dialog."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))


def test_from_the_first_card_to_the_exported_model(
    training: TrainWorkspace, window: MainWindow, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, setup = training.session, training.setup
    QTest.mouseClick(setup.data.button, LEFT)
    pick(setup.data.picker, "synthetic")
    wait(lambda: session.source == "synthetic")
    QTest.mouseClick(setup.network.button, LEFT)
    pick(setup.network.picker, "mlp-128")
    write(training, "Epochs", "1")

    QTest.mouseClick(training.run._run, LEFT)
    wait(lambda: session.report is not None and session.report.step > 50)
    QTest.mouseClick(training.run._run, LEFT)
    assert session.state is RunState.PAUSED
    write(training, "Learning rate", "0.002")
    QTest.mouseClick(training.run._run, LEFT)
    wait(lambda: session.evaluation is not None)
    assert session.evaluation.accuracy > 0.9
    assert [(change.what, change.new) for change in session.network.history.changes] == [("learning_rate", 0.002)]
    wait(lambda: len(runs(training.keeper)) == 1)

    training.show_page(training.mistakes)
    wait(lambda: training.mistakes.reading is not None)
    confusion = training.mistakes.reading.confusion
    wrong = confusion - np.diag(np.diag(confusion))
    truth, answer = (int(place) for place in np.unravel_index(wrong.argmax(), wrong.shape))
    view = training.mistakes.matrix
    QTest.mouseClick(view, LEFT, pos=view.grid().cell(truth, answer).center().toPoint())
    assert training.mistakes.gallery.model().rowCount() == wrong[truth, answer]

    training.show_page(training.trial)
    draw_three(training.trial)
    wait(lambda: training.trial.answer.verdict == "The network says 3")

    save_as(monkeypatch, tmp_path / "mine.safetensors")
    training.models.save_action.trigger()
    wait((tmp_path / "mine.safetensors").exists)
    save_as(monkeypatch, tmp_path / "mine.onnx")
    next(action for action in training.actions() if action.text() == "Export as ONNX…").trigger()
    wait((tmp_path / "mine.onnx").exists)
    pictures = session.dataset.test_images[:50]
    np.testing.assert_allclose(
        load_model(tmp_path / "mine.onnx").outputs(pictures), session.network.outputs(pictures), atol=1e-5
    )

    other = MainWindow(window.settings)
    try:
        other.show()
        other.show_page(1)
        again = other.training
        wait(lambda: again.session.source == "synthetic")
        again.take_file(tmp_path / "mine.safetensors")
        wait(lambda: again.session.evaluation is not None)
        assert again.session.evaluation.accuracy == session.evaluation.accuracy
    finally:
        other.close()


def runs(keeper: RunKeeper) -> tuple[str, ...]:
    return tuple(run.name for run in keeper.runs)
