"""The curves and the list of runs, driven as a person drives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem

from engine.errors import UserError
from gui.main_window import MainWindow
from gui.plot_export import write_plot
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


def row(training: TrainWorkspace, number: int = 0) -> QTreeWidgetItem:
    item = training.learning.runs.table.topLevelItem(number)
    assert item is not None
    return item


def again(training: TrainWorkspace, wait: Wait, **changes: object) -> None:
    """Make another run."""
    count = len(training.keeper.runs)
    training.session.reset()
    training.session.set_plan(replace(training.session.plan, **changes))
    training.session.start()
    wait(lambda: len(training.keeper.runs) > count)


def test_a_run_is_listed_and_comes_back_in_another_window(
    trained: TrainWorkspace, window: MainWindow, wait: Wait
) -> None:
    accuracy = trained.session.evaluation.accuracy
    cells = [row(trained).text(column) for column in range(5)]
    assert cells == ["Run 1", "mlp-128", "Digits (8×8, built in)", "10", f"{100 * accuracy:.2f} %"]
    weights = trained.session.network.whole.value.copy()
    other = MainWindow(window.settings)
    try:
        other.show_page(1)
        wait(lambda: other.training.session.dataset is not None)
        other.training.learning.runs.table.setCurrentItem(row(other.training))
        other.activateWindow()
        other.training.learning.runs.table.setFocus()
        QTest.keyClick(other.training.learning.runs.table, Qt.Key.Key_Return)
        wait(lambda: other.training.session.evaluation is not None)
        assert other.training.session.evaluation.accuracy == accuracy
        np.testing.assert_array_equal(other.training.session.network.whole.value, weights)
        assert other.training.session.plan.epochs == 10
    finally:
        other.close()


def test_a_ticked_run_is_laid_over_the_curves_of_this_one(trained: TrainWorkspace, wait: Wait) -> None:
    expected = trained.session.network.history.smoothed_loss
    again(trained, wait, learning_rate=0.01)
    row(trained, 1).setCheckState(0, Qt.CheckState.Checked)
    loss = trained.learning.curves.loss
    wait(lambda: "Run 1" in loss._further)
    _, drawn = loss._further["Run 1"].getOriginalDataset()
    np.testing.assert_allclose(drawn, expected, atol=1e-6)
    row(trained, 1).setCheckState(0, Qt.CheckState.Unchecked)
    assert not loss._further


def test_a_run_is_renamed_pinned_and_deleted_by_keys_and_brought_back(trained: TrainWorkspace, wait: Wait) -> None:
    table = trained.learning.runs.table
    table.setCurrentItem(row(trained))
    table.setFocus()
    row(trained).setText(0, "the first")
    assert trained.keeper.runs[0].name == "the first"
    QTest.keyClick(table, Qt.Key.Key_P)
    assert trained.keeper.runs[0].is_pinned
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert not trained.keeper.runs
    assert table.isHidden()
    assert trained.message.text == "Deleted the first."
    back = next(button for button in trained.message.findChildren(QPushButton) if button.text() == "Bring it back")
    back.click()
    wait(lambda: [run.name for run in trained.keeper.runs] == ["the first"])


def test_going_on_after_a_stop_is_the_same_run(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    session.set_plan(replace(session.plan, epochs=500))
    session.start()
    wait(lambda: session.report is not None and session.report.epoch > 2)
    session.stop()
    wait(lambda: bool(training.keeper.runs))
    before = training.keeper.runs[0].epochs
    session.start()
    wait(lambda: session.report is not None and session.report.epoch > before + 2)
    session.stop()
    wait(lambda: training.keeper.runs[0].epochs > before)
    assert len(training.keeper.runs) == 1


def test_a_run_on_other_data_brings_its_data(trained: TrainWorkspace, wait: Wait) -> None:
    session = trained.session
    session.choose_data("moons")
    wait(lambda: session.dataset.name == "moons")
    assert session.network is None
    trained.keeper.use(trained.keeper.runs[0])
    wait(lambda: session.evaluation is not None)
    assert session.dataset.name == "digits"


def test_the_values_under_the_cursor_are_read(trained: TrainWorkspace) -> None:
    loss, history = trained.learning.curves.loss, trained.session.network.history
    at = loss.plotItem.vb.mapViewToScene(loss.plotItem.vb.viewRect().center())
    QTest.mouseMove(loss.viewport(), loss.mapFromScene(at))
    loss._read_at(at)
    place = loss.plotItem.vb.mapSceneToView(at).x()
    nearest = int(np.argmin(np.abs(np.array(history.epochs) - place)))
    assert f"each batch {history.loss[nearest]:.4g}" in loss.reading
    loss._read_at(at + QPoint(5000, 0))
    assert loss.reading == ""


def test_a_change_on_the_way_is_marked(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    for rate in (0.01, 0.02):
        session.set_plan(replace(session.plan, learning_rate=rate))
        steps = session.report.step if session.report else 0
        session.step()
        wait(lambda steps=steps: session.report is not None and session.report.step > steps)
    wait(
        lambda: (
            training.learning.curves.loss._marked == [(session.network.history.changes[0].epoch, "learning rate 0.02")]
        )
    )


def test_the_loss_is_shown_on_a_logarithmic_scale(trained: TrainWorkspace) -> None:
    loss = trained.learning.curves.loss
    loss._log.trigger()
    _, shown = loss._curves["smoothed"].getData()
    np.testing.assert_allclose(shown, np.log10(trained.session.network.history.smoothed_loss), atol=1e-6)


def test_a_plot_is_written_as_picture_drawing_and_numbers(trained: TrainWorkspace, tmp_path: Path) -> None:
    loss, history = trained.learning.curves.loss, trained.session.network.history
    for name, beginning in (("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.csv", b"curve,x,y\n")):
        write_plot(loss.plotItem, loss._points, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(beginning)
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert f"each batch,{history.epochs[3]},{history.loss[3]}" in lines
    with pytest.raises(UserError, match=r"name it \.png, \.svg or \.csv\.$"):
        write_plot(loss.plotItem, loss._points, tmp_path / "a.doc")
    with pytest.raises(UserError, match=r"cannot be written"):
        write_plot(loss.plotItem, loss._points, tmp_path / "nowhere" / "a.png")
