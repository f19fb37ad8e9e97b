"""Dreaming of what is inside a network."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from engine.data import open_dataset
from engine.dream.hidden import Part
from engine.dream.prior import cost
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.network import Network
from gui.dreaming.session import Mode
from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait, at_rest, press


def choose(combo: QComboBox, data: object) -> None:
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def test_a_neuron_answers_more_and_more_and_several_make_a_sheet(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait
) -> None:
    session, settings = dreaming.session, dreaming.setup.hidden
    press(qtbot, dreaming.setup, "Inside")
    assert settings.isVisible()
    assert settings.layer.itemText(0) == f"1: Dense, {session.network.shapes[1][0]}"
    assert settings.layer.count() == len(session.network.layers) - 1
    settings.unit.setValue(5)
    wait(lambda: session.dream is not None and session.dream.objective.wanted[0] == -1)
    at_rest(dreaming, wait)
    images = session.report.images
    answer = session.network.activations(images)[0][0, 5]
    assert dreaming.run._figure.text() == f"{answer - cost(session.plan, images)[0]:.3g}"
    assert answer > session.network.activations(session.dream.start)[0][0, 5] + 1
    choose(settings.count, 9)
    wait(lambda: session.report is not None and len(session.report.images) == 9)
    assert session.captions[0] == "layer 1, neuron 5"
    assert session.captions[8] == "layer 1, neuron 13"
    at_rest(dreaming, wait)
    assert dreaming.view.wall.isVisible()


def test_channels_are_offered_where_a_layer_answers_with_maps(dreaming: DreamWorkspace, wait: Wait) -> None:
    session, settings = dreaming.session, dreaming.setup.hidden
    assert settings.part.findData(Part.CHANNEL) == -1
    data = finish(open_dataset("digits"))
    session.use_network(Network.build((Convolution(6), ReLU(), Dense(10), Softmax()), (8, 8, 1), data.class_names))
    session.set_mode(Mode.HIDDEN)
    choose(settings.part, Part.CHANNEL)
    choose(settings.count, 64)
    channels = session.network.shapes[1][-1]
    assert (channels, len(session.hidden)) == (6, 4)
    choose(settings.count, 1)
    settings.unit.setValue(100)
    assert session.hidden.units.tolist() == [channels - 1]
    choose(settings.layer, len(session.network.layers) - 2)
    assert session.hidden.part is Part.NEURON
    at_rest(dreaming, wait)


@pytest.mark.parametrize("part", [Part.NEURON, Part.LAYER])
def test_other_modes_are_as_they_were_afterwards(dreaming: DreamWorkspace, wait: Wait, part: Part) -> None:
    session = dreaming.session
    session.set_mode(Mode.HIDDEN)
    choose(dreaming.setup.hidden.part, part)
    at_rest(dreaming, wait)
    session.set_mode(Mode.ONE)
    wait(lambda: session.dream is not None and session.dream.objective.wanted[0] == 3)
    at_rest(dreaming, wait)
    assert session.report.outputs[0].argmax() == 3
