"""Two networks dream the same side by side, and others say what they see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.data import open_dataset
from engine.dream import ordinary
from engine.dream.dream import dream
from engine.dream.verdict import judging
from engine.jobs import finish
from engine.nn.model_file import save_model
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import train
from gui.dreaming.compare_page import ComparePage
from gui.dreaming.rivals import IN_USE, ORDINARY
from gui.dreaming.session import Mode
from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait, press


@pytest.fixture
def compared(dreaming: DreamWorkspace, wait: Wait, monkeypatch: pytest.MonkeyPatch) -> ComparePage:
    """The page when both have dreamt and are judged."""
    few = replace(ordinary.PRESET, plan=replace(ordinary.PRESET.plan, epochs=4), data="digits")
    monkeypatch.setattr(ordinary, "PRESET", few)
    dreaming.show_page(1)
    wait(dreaming.compare.is_judged)
    return dreaming.compare


def test_both_dream_from_the_same_start_and_others_judge_them(
    dreaming: DreamWorkspace, compared: ComparePage, robust: Network
) -> None:
    session = dreaming.session
    left, right = (side.running for side in compared.sides)
    np.testing.assert_array_equal(left.dream.start, right.dream.start)
    assert compared.sides[0].network.preset == "mlp-128"
    assert compared.sides[1].network is session.network
    for side, running in zip(compared.sides, (left, right), strict=True):
        expected = finish(dream(side.network, session.wish, session.plan, running.dream.start))
        np.testing.assert_allclose(running.report.images, expected.images, atol=1e-5)
        verdict = finish(judging(running.report.images, np.array([3]), session.data)).dreams
        np.testing.assert_allclose(side.verdict.outputs, verdict.outputs, atol=1e-6)
        said = [label.text() for label in side._says]
        assert said[0].startswith(f"{running.report.outputs[0].argmax()} · ")
        assert said[1].startswith(f"{verdict.seen[0]} · ")
        assert said[2].startswith(str(verdict.neighbours[0]))
        assert said[3] == f"{verdict.nearest:.1f} away"
    assert compared.sentence.text().endswith(".")
    assert "judge where they come" not in compared.sentence.text()


def test_a_slider_steers_both_and_the_verdicts_are_new(
    qtbot: QtBot, dreaming: DreamWorkspace, compared: ComparePage, wait: Wait
) -> None:
    dreams = [side.running.dream for side in compared.sides]
    qtbot.keyClick(dreaming.setup.wishes.sliders[3], Qt.Key.Key_Home)
    qtbot.keyClick(dreaming.setup.wishes.sliders[1], Qt.Key.Key_End)
    assert not compared.is_judged()
    wait(compared.is_judged)
    assert [side.running.dream for side in compared.sides] == dreams
    assert [side.running.report.outputs[0].argmax() for side in compared.sides] == [1, 1]


def test_a_sheet_is_compared_by_the_shares_that_others_read(
    dreaming: DreamWorkspace, compared: ComparePage, wait: Wait
) -> None:
    dreaming.session.set_mode(Mode.SHEET)
    wait(lambda: compared.is_judged() and len(compared.sides[0].verdict.outputs) == 30)
    for side in compared.sides:
        assert side.wall.isVisible()
        assert side._says[1].text().startswith(f"{100 * side.verdict.network_agrees:.0f} % as wanted")


def test_any_two_networks_can_be_compared(
    dreaming: DreamWorkspace,
    compared: ComparePage,
    wait: Wait,
    robust: Network,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = compared.sides[0]
    data = finish(open_dataset("digits"))
    preset = PRESETS["logistic"]
    other = finish(train(preset.build(data), data, replace(preset.plan, epochs=3)))
    path = tmp_path / "other.safetensors"
    save_model(other, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    left.choice.activated.emit(left.choice.count() - 1)  # what was chosen stays
    assert left.choice.currentData() == ORDINARY
    left.choice.setCurrentIndex(left.choice.count() - 1)
    left.choice.activated.emit(left.choice.count() - 1)
    assert left.choice.currentText() == "other.safetensors"
    wait(compared.is_judged)
    np.testing.assert_array_equal(left.network.whole.value, other.whole.value)
    left.choice.setCurrentIndex(left.choice.findData(IN_USE))
    left.choice.activated.emit(left.choice.currentIndex())
    wait(compared.is_judged)
    assert left.network is dreaming.session.network
    np.testing.assert_array_equal(*(side.running.report.images for side in compared.sides))
    assert "equally near" in compared.sentence.text() or "can read neither" in compared.sentence.text()


def test_a_bad_model_is_refused_and_nothing_changes(
    dreaming: DreamWorkspace, compared: ComparePage, tmp_path: Path
) -> None:
    path, left = tmp_path / "bad.safetensors", compared.sides[0]
    path.write_bytes(b"nothing")
    network = left.network
    compared.add_file(left, path)
    assert dreaming.message.isVisible()
    assert "bad.safetensors" in dreaming.message.text
    assert left.network is network


def test_the_buttons_stop_go_on_and_begin_anew(
    qtbot: QtBot, dreaming: DreamWorkspace, compared: ComparePage, wait: Wait
) -> None:
    steps = [side.running.report.step for side in compared.sides]
    press(qtbot, dreaming, "Dream on")
    press(qtbot, dreaming, "Stop")
    assert not compared.is_running
    next(action for action in dreaming.actions() if action.text() == "Dream or stop").trigger()
    wait(compared.is_judged)
    assert all(side.running.report.step > step for side, step in zip(compared.sides, steps, strict=True))
    next(action for action in dreaming.actions() if action.text() == "Dream anew").trigger()
    wait(compared.is_judged)
    assert [side.running.report.step for side in compared.sides] == steps
    dreaming.show_page(0)
    assert not compared.is_running


def test_training_the_ordinary_network_can_be_cancelled_and_asked_for_again(
    dreaming: DreamWorkspace, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = replace(ordinary.PRESET, plan=replace(ordinary.PRESET.plan, epochs=10_000), data="digits")
    monkeypatch.setattr(ordinary, "PRESET", slow)
    compared, left = dreaming.compare, dreaming.compare.sides[0]
    dreaming.show_page(1)
    wait(dreaming.activity.isVisible)
    assert "ordinary network" in dreaming.activity.text
    assert "Not ready yet: Ordinary" in compared.sentence.text()
    dreaming.session.cancel("ordinary")
    wait(lambda: not dreaming.activity.isVisible())
    assert left.network is None
    monkeypatch.setattr(ordinary, "PRESET", replace(slow, plan=replace(slow.plan, epochs=1)))
    left.choice.activated.emit(left.choice.currentIndex())
    wait(compared.is_judged)
    assert left.network is not None
