"""Dreaming in the window: it is ready by itself, sliders steer, modes, and what cannot be dreamt with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.data import open_dataset
from engine.dream.dream import dream
from engine.dream.nature import Nature
from engine.dream.objective import ClassObjective
from engine.dream.plan import DreamPlan
from engine.jobs import finish
from engine.nn.model_file import save_model
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from gui.dreaming.session import Mode
from gui.dreaming.workspace import DreamWorkspace
from gui.main_window import MainWindow
from tests.gui.dreaming.hands import Wait, at_rest, judged, press


def test_a_network_is_there_without_being_asked_for_and_dreams_at_once(
    window: MainWindow, prepared: DreamWorkspace, wait: Wait, robust: Network
) -> None:
    assert prepared.session.network is None
    window.show_page(2)
    at_rest(prepared, wait)
    session = prepared.session
    expected = finish(
        dream(
            session.network,
            ClassObjective.of(3, 10),
            session.plan,
            session.start_plan.pictures(1, (8, 8, 1), 1, nature=Nature(finish(open_dataset("digits")).train_images)),
        )
    )
    np.testing.assert_allclose(session.report.images, expected.images, atol=1e-5)
    assert session.report.certainty[0] > 0.9
    np.testing.assert_allclose(prepared.view.bars.outputs, robust.outputs(expected.images)[0], atol=1e-4)
    wait(lambda: session.judge is not None)
    judgement = judged(session.judge, prepared.view.viewing.frame.pictures)[0]
    wait(lambda: np.allclose(prepared.view.judge.outputs, judgement, atol=1e-5))


def test_a_slider_that_is_moved_steers_the_dream_that_is_there(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait
) -> None:
    before, step = dreaming.session.dream, dreaming.session.report.step
    qtbot.keyClick(dreaming.setup.wishes.sliders[3], Qt.Key.Key_Home)  # forbid 3
    qtbot.keyClick(dreaming.setup.wishes.sliders[8], Qt.Key.Key_End)  # want 8
    np.testing.assert_array_equal(dreaming.session.weights, -np.eye(10)[3] + np.eye(10)[8])
    at_rest(dreaming, wait)
    assert dreaming.session.dream is before
    assert dreaming.session.report.step > step
    assert dreaming.view.bars.outputs.argmax() == 8
    assert dreaming.view.bars.outputs[8] > 0.9


def test_forbidding_lowers_what_is_forbidden(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    outputs = dreaming.view.bars.outputs.copy()
    outputs[3] = 0
    rival = int(outputs.argmax())
    before = float(outputs[rival])
    qtbot.keyClick(dreaming.setup.wishes.sliders[rival], Qt.Key.Key_Home)
    at_rest(dreaming, wait)
    assert dreaming.view.bars.outputs[rival] < before / 2
    assert dreaming.view.bars.outputs.argmax() == 3


def test_the_name_of_a_class_wants_it_alone(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    qtbot.keyClick(dreaming.setup.wishes.sliders[5], Qt.Key.Key_Home)
    press(qtbot, dreaming.setup.wishes, "7")
    np.testing.assert_array_equal(dreaming.session.weights, np.eye(10)[7])
    assert [slider.value() for slider in dreaming.setup.wishes.sliders] == [0] * 7 + [20, 0, 0]
    at_rest(dreaming, wait)
    assert dreaming.view.bars.outputs.argmax() == 7


def test_all_ten_sliders_and_the_run_button_are_in_sight(dreaming: DreamWorkspace, window: MainWindow) -> None:
    assert window.height() == 720
    for slider in dreaming.setup.wishes.sliders:
        assert slider.visibleRegion().boundingRect() == slider.rect()


def test_a_dream_rests_goes_on_and_stops(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    assert dreaming.session.report.step == 80
    press(qtbot, dreaming, "Dream on")
    at_rest(dreaming, wait)
    assert dreaming.session.report.step == 160
    dreaming.session.set_plan(DreamPlan(steps=0))  # without an end
    wait(lambda: dreaming.session.report.step > 500)
    press(qtbot, dreaming, "Stop")
    assert not dreaming.session.is_running
    qtbot.keyClick(dreaming, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: dreaming.session.report is not None and dreaming.session.report.step < 500)
    press(qtbot, dreaming, "Stop")


def test_a_sheet_holds_every_class_as_often_as_asked(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    press(qtbot, dreaming.setup, "Sheet")
    wait(lambda: dreaming.session.report is not None and len(dreaming.session.report.images) == 30)
    at_rest(dreaming, wait)
    assert dreaming.session.captions == tuple("0123456789") * 3
    assert dreaming.session.report.outputs.argmax(axis=1).tolist() == list(range(10)) * 3
    assert dreaming.view.wall.isVisible()
    assert not dreaming.views.pen.isEnabled()
    press(qtbot, dreaming.setup, "One")
    wait(lambda: dreaming.session.report is not None and len(dreaming.session.report.images) == 1)
    assert dreaming.view.canvas.isVisible()


def test_a_morph_leads_from_one_class_to_the_other(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    ends = dreaming.setup.morph.ends
    press(qtbot, dreaming.setup, "Morph")
    for combo, name in zip(ends, "20", strict=True):
        combo.setFocus()
        qtbot.keyClicks(combo, name)
    wait(lambda: dreaming.session.way == (2, 0))
    at_rest(dreaming, wait)
    frames = dreaming.view.viewing.frames
    assert dreaming.session.report.step == 80 + 20 + 60 + 20
    assert frames[80].outputs[0].argmax() == 2
    assert frames[-1].outputs[0].argmax() == 0
    between = np.array([frame.outputs[0, [2, 0]] for frame in frames if frame.step >= 80])
    assert (between.min(axis=1) > 0.1).any()  # half the one, half the other


@pytest.mark.parametrize("what", ["nonsense", "no pictures", "not there"])
def test_a_model_that_cannot_dream_is_refused_in_one_sentence(
    dreaming: DreamWorkspace, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "model.safetensors"
    if what == "nonsense":
        path.write_bytes(b"not a model")
    elif what == "no pictures":
        save_model(PRESETS["xor-2-8-1"].build(finish(open_dataset("xor"))), path)
    before = dreaming.session.network, dreaming.session.report
    dreaming.load(path)
    assert dreaming.message.isVisible()
    assert dreaming.message.text.count(".") <= 2
    assert "\n" not in dreaming.message.text
    assert (dreaming.session.network, dreaming.session.report) == before


def test_another_model_takes_its_place_with_its_own_classes(
    dreaming: DreamWorkspace, wait: Wait, tmp_path: Path
) -> None:
    data = finish(open_dataset("synthetic:train=200,test=20"))
    other = PRESETS["textbook"].build(data)
    save_model(other, tmp_path / "model.safetensors")
    dreaming.session.set_mode(Mode.SHEET)
    dreaming.load(tmp_path / "model.safetensors")
    assert not dreaming.message.isVisible()
    wait(lambda: dreaming.session.report is not None and dreaming.session.report.images.shape == (30, 28, 28, 1))
