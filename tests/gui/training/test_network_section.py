"""The network: chosen by its card, its layers edited by mouse and keyboard, faults marked, mended by undo, kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.nn.activation import ReLU, Softmax
from engine.nn.dense import Dense
from engine.nn.presets import PRESETS
from gui.controls import NumberField
from gui.training.layer_editor import LayerEditor
from gui.training.network_section import NetworkSection
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def section(training: TrainWorkspace) -> NetworkSection:
    training.session.choose_preset(PRESETS["mlp-128"])
    return training.setup.network


@pytest.fixture
def editor(training: TrainWorkspace, section: NetworkSection) -> LayerEditor:
    QTest.mouseClick(section.edit_button, LEFT)
    assert training.set_up.editor is not None
    return training.set_up.editor


def pick(editor: LayerEditor, name: str) -> None:
    """Add a layer behind the chosen one from the list of kinds."""
    QTest.mouseClick(editor.add_button, LEFT)
    QTest.mouseClick(editor.picker.list.viewport(), LEFT, pos=editor.picker.rect_of(name).center())


def choose_row(editor: LayerEditor, place: int) -> None:
    rect = editor.list.visualItemRect(editor.list.item(place))
    QTest.mouseClick(editor.list.viewport(), LEFT, pos=rect.center())


def faults(editor: LayerEditor) -> list[str]:
    return [row.fault for row in editor.list.rows()]


def test_a_card_is_chosen_and_brings_its_plan(training: TrainWorkspace, section: NetworkSection) -> None:
    QTest.mouseClick(section.button, LEFT)
    cards = {card.key: card for card in section.picker.cards}
    assert "64 → 128 → 10  ·  9,610 parameters" in cards["mlp-128"].facts
    QTest.mouseClick(section.picker.list.viewport(), LEFT, pos=section.picker.rect_of("cnn-small").center())
    assert training.session.preset is PRESETS["cnn-small"]
    assert training.session.plan == PRESETS["cnn-small"].plan_for(training.session.dataset)


def test_a_network_that_does_not_fit_is_marked_and_one_that_does_is_offered(
    training: TrainWorkspace, section: NetworkSection
) -> None:
    QTest.mouseClick(section.button, LEFT)
    reason = "Does not fit this data: A picture of 4 × 4 is too small for windows of 5 × 5."
    cards = {card.key: card.fault for card in section.picker.cards}
    assert cards["lenet"] == reason
    assert "there are 10 classes" in cards["xor-2-2-1"]
    assert not cards["cnn-best"]
    QTest.mouseClick(section.picker.list.viewport(), LEFT, pos=section.picker.rect_of("lenet").center())
    assert section._fault.isVisible()
    assert section._fault.text() == reason
    QTest.mouseClick(section._mend, LEFT)
    assert training.session.preset is PRESETS["mlp-128"]
    assert not section._fault.isVisible()


def test_an_impossible_layer_is_marked_mended_by_undo_and_the_rest_trained(
    training: TrainWorkspace, section: NetworkSection, editor: LayerEditor, wait: Wait
) -> None:
    choose_row(editor, 1)
    pick(editor, "max-pooling")
    assert faults(editor) == [
        "",
        "",
        "The layer max-pooling needs pictures (height, width, channels), but is given (128,).",
        "",
        "",
    ]
    assert [row.shape for row in editor.list.rows()] == ["128", "128", "", "", ""]
    assert not editor.use_button.isEnabled()
    assert "Layer 3: The layer max-pooling needs pictures" in editor._total.text()
    QTest.keyClick(editor.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(faults(editor))
    assert editor.use_button.isEnabled()

    choose_row(editor, 0)
    pick(editor, "convolution")
    for _ in range(2):  # behind a dense layer there are no pictures: before it there are
        QTest.keyClick(editor.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row.shape for row in editor.list.rows()] == ["8 × 8 × 16", "128", "128", "10", "10"]
    assert editor.list.rows()[0].kept == "160 parameters"
    editor.name.setFocus()
    editor.name.selectAll()
    QTest.keyClicks(editor.name, "First try")
    QTest.mouseClick(editor.use_button, LEFT)
    assert training.set_up.editor is None
    assert section.button.card.title == "First try"
    assert section.button.card.facts == "64 → 16 → 128 → 10  ·  132,650 parameters"
    training.session.start()
    wait(lambda: training.session.evaluation is not None)
    assert [spec.name for spec in training.session.network.specs] == [
        "convolution",
        "dense",
        "relu",
        "dense",
        "softmax",
    ]
    assert training.session.evaluation.accuracy > 0.9


def test_layers_are_moved_removed_and_set_and_shapes_follow(editor: LayerEditor) -> None:
    editor.list.model().moveRow(QModelIndex(), 1, QModelIndex(), 4)  # as a drag to the end does
    assert [spec.name for spec in editor.edits.specs] == ["dense", "dense", "softmax", "relu"]
    assert "the last of them softmax or sigmoid" in faults(editor)[3]
    QTest.keyClick(editor.list, Qt.Key.Key_Delete)
    assert [spec.name for spec in editor.edits.specs] == ["dense", "dense", "softmax"]
    choose_row(editor, 0)
    units = next(field for field in editor.findChildren(NumberField) if field.accessibleName() == "Units")
    units.setFocus()
    units.selectAll()
    QTest.keyClicks(units, "30")
    QTest.keyClick(units, Qt.Key.Key_Return)
    assert [row.kept for row in editor.list.rows()] == ["1,950 parameters", "310 parameters", ""]
    QTest.keyClick(units, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # what was typed is meant: it is an edit
    assert editor.list.rows()[0].kept == "8,320 parameters"
    QTest.keyClick(units, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert editor.list.rows()[0].kept == "1,950 parameters"
    QTest.mouseClick(next(b for b in editor.findChildren(QPushButton) if b.text() == "Cancel"), LEFT)


def test_the_last_layers_units_are_the_classes(training: TrainWorkspace, editor: LayerEditor, wait: Wait) -> None:
    choose_row(editor, 2)
    assert not [f for f in editor._form.findChildren(NumberField) if f.accessibleName() == "Units"]
    assert editor._follows.text() == "It has one unit for each of the 10 classes."
    training.session.choose_data("circles")
    wait(lambda: training.session.source == "circles")
    assert editor.list.rows()[2].shape == "2"
    assert editor.edits.specs == (Dense(128, start=PRESETS["mlp-128"].specs(2)[0].start), ReLU(), Dense(2), Softmax())


def test_cancel_leaves_the_network(training: TrainWorkspace, editor: LayerEditor) -> None:
    pick(editor, "dropout")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert training.session.preset is PRESETS["mlp-128"]


def test_an_own_network_is_kept_edited_under_its_name_deleted_and_brought_back(
    training: TrainWorkspace, section: NetworkSection, editor: LayerEditor
) -> None:
    pick(editor, "dropout")
    QTest.mouseClick(editor.use_button, LEFT)
    training.session.choose_preset(PRESETS["logistic"])
    QTest.mouseClick(section.button, LEFT)
    assert "own: My network" in [card.key for card in section.picker.cards]
    QTest.mouseClick(section.picker.list.viewport(), LEFT, pos=section.picker.rect_of("own: My network").center())
    assert training.session.preset.specs(10)[1].name == "dropout"
    QTest.mouseClick(section.edit_button, LEFT)
    assert training.set_up.editor.name.text() == "My network"
    training.set_up.editor.reject()
    training.session.choose_preset(PRESETS["logistic"])
    QTest.mouseClick(section.edit_button, LEFT)
    assert training.set_up.editor.name.text() == "My network 2"
    training.set_up.editor.reject()

    section.choose("own: My network")
    QTest.mouseClick(section.delete_button, LEFT)
    assert training.message.text == "Deleted the network My network."
    assert list(section._own) == []
    back = next(b for b in training.message.findChildren(QPushButton) if b.text() == "Bring it back")
    QTest.mouseClick(back, LEFT)
    assert list(section._own) == ["My network"]


def test_layers_pile_up_until_nothing_is_left_of_the_picture(editor: LayerEditor) -> None:
    for left in (3, 2, 1, 0):
        choose_row(editor, 0)
        pick(editor, "max-pooling")
        QTest.keyClick(editor.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert any(faults(editor)) is (left == 0)
    assert faults(editor)[3] == "A picture of 1 × 1 is too small for windows of 2 × 2."
    editor.reject()
