"""Looking into a network, as a person does: layers, tiles, the surface over the plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.nn.inside import Maps
from engine.nn.presets import PRESETS
from gui.main_window import MainWindow
from gui.training.tile_wall import TileWall
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def xor(training: TrainWorkspace, wait: Wait) -> TrainWorkspace:
    """Exclusive or, learned."""
    session = training.session
    session.choose_data("xor")
    wait(lambda: session.dataset.name == "xor")
    session.choose_preset(PRESETS["xor-2-8-1"])
    session.start()
    wait(lambda: session.evaluation is not None)
    training.show_page(training.inside)
    wait(lambda: training.inside.surface.answers.rowCount() == 4)
    return training


def test_before_the_first_training_one_button_starts_it(training: TrainWorkspace, wait: Wait) -> None:
    training.show_page(training.inside)
    assert training.inside.empty.isVisible()
    training.inside.empty.findChild(QPushButton).click()
    wait(lambda: training.inside.layers.isVisible())
    wait(lambda: training.session.evaluation is not None)


def test_the_weights_and_the_answer_of_the_chosen_layer_are_shown(trained: TrainWorkspace, wait: Wait) -> None:
    trained.show_page(trained.inside)
    view, network = trained.inside.layers, trained.session.network
    wait(lambda: len(view.weights.maps.values) == 128)
    np.testing.assert_array_equal(view.weights.maps.values[5].ravel(), network.layers[0].parameters()[0].value[:, 5])
    assert [view.layers.item(row).text() for row in range(4)] == ["Dense\n128", "ReLU\n128", "Dense\n10", "Softmax\n10"]
    view.layers.setFocus()
    for _ in range(3):
        QTest.keyClick(view.layers, Qt.Key.Key_Down)
    view.number.pick(17)
    expected = network.outputs(trained.session.dataset.test_images[17:18])[0]
    wait(lambda: np.array_equal(view.answer.maps.values.ravel(), expected))
    assert view.weights.isHidden()


def test_the_surface_and_the_table_of_exclusive_or(xor: TrainWorkspace) -> None:
    view, session = xor.inside.surface, xor.session
    answers = [[view.answers.item(row, column).text() for column in range(4)] for row in range(4)]
    outputs = session.network.outputs(session.dataset.train_images)[:, 1]
    assert answers == [
        [*cells, f"{output:.3f}"]
        for cells, output in zip(
            (["0", "0", "0"], ["0", "1", "1"], ["1", "0", "1"], ["1", "1", "0"]), outputs, strict=True
        )
    ]
    assert f"{session.network.layers[0].parameters()[0].value[0, 0]:+.2f}" in view.numbers.text()


def test_a_hidden_unit_is_shown_large_and_again_the_answer(xor: TrainWorkspace) -> None:
    view = xor.inside.surface
    wall = view.walls[0]
    assert len(wall.maps.values) == 8
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=wall._place(3, wall._tile()).center())
    assert view.plot._shown[0] == "Hidden layer 1, unit 3"
    np.testing.assert_array_equal(view.plot._shown[2], view._surface.units[0].values[3])
    QTest.keyClick(wall, Qt.Key.Key_Right)
    assert view.plot._shown[0] == "Hidden layer 1, unit 4"
    wall.choose(-1)
    assert view.plot._shown[0] == "Answer"


def test_points_are_not_tried_out_and_pictures_have_no_surface(xor: TrainWorkspace, wait: Wait) -> None:
    shown = [tab.text() for tab in xor._tabs.actions() if tab.isVisible()]
    assert "Inside" in shown
    assert "Try it" not in shown
    xor.session.choose_data("digits")
    wait(lambda: xor.session.dataset.name == "digits")
    assert "Try it" in [tab.text() for tab in xor._tabs.actions() if tab.isVisible()]


def test_a_wall_tells_the_number_under_the_cursor(window: MainWindow) -> None:
    wall = TileWall("Weights", "kernel")
    wall.resize(400, 300)
    values = np.arange(24, dtype=np.float32).reshape(4, 2, 3)
    wall.show_maps(Maps(values, 2))
    tile = wall._tile()
    place = wall._place(2, tile)
    assert place.left() == 0  # two in a row
    last = place.bottomRight() - QPoint(1, 1)
    assert wall.reading_at(last) == "kernel 2, row 1, column 2: 17"
    assert wall.reading_at(QPoint(399, 299)) == ""
