"""Where the network errs: the matrix, its cells, the gallery, one picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.jobs import finish
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.reading import Reading, reading
from gui.main_window import MainWindow
from gui.training.confusion_view import ConfusionView
from gui.training.mistakes_page import VALIDATION, MistakesPage
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def mistakes(trained: TrainWorkspace, wait: Wait) -> MistakesPage:
    trained.show_page(trained.mistakes)
    wait(lambda: trained.mistakes.reading is not None)
    return trained.mistakes


def captions(page: MistakesPage) -> list[tuple[str, str]]:
    model = page.gallery.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def click_cell(view: ConfusionView, truth: int, answer: int) -> None:
    QTest.mouseClick(view, LEFT, pos=view.grid().cell(truth, answer).center().toPoint())


def test_the_matrix_is_that_of_the_test_pictures(mistakes: MistakesPage) -> None:
    session = mistakes.session
    truth = evaluate(session.network, session.dataset.test_images, session.dataset.test_labels)
    np.testing.assert_array_equal(mistakes.reading.confusion, truth.confusion)
    assert mistakes._figure.text() == f"{100 * truth.accuracy:.2f} % right"


def test_the_gallery_begins_with_the_surest_mistake(mistakes: MistakesPage, wait: Wait) -> None:
    session = mistakes.session
    outputs = session.network.outputs(session.dataset.test_images)
    said, labels = outputs.argmax(axis=1), session.dataset.test_labels
    wrong = np.flatnonzero(said != labels)
    assert len(captions(mistakes)) == len(wrong)
    surest = wrong[outputs.max(axis=1)[wrong].argmax()]
    assert captions(mistakes)[0] == (f"{labels[surest]} → {said[surest]}", f"{100 * outputs[surest].max():.1f} %")
    wait(lambda: mistakes.answer.about.startswith(f"No. {surest},"))
    assert mistakes.answer.verdict == f"{labels[surest]}, taken for {said[surest]}"
    np.testing.assert_allclose(mistakes.answer.bars.outputs, outputs[surest], rtol=1e-4)


def test_the_arrow_keys_go_through_the_gallery(mistakes: MistakesPage, wait: Wait) -> None:
    mistakes.gallery.setFocus()
    QTest.keyClick(mistakes.gallery, Qt.Key.Key_Right)
    number = mistakes.reading.mistakes[1]
    wait(lambda: mistakes.answer.about.startswith(f"No. {mistakes.reading.places[number]},"))


def test_a_click_on_a_cell_shows_its_pictures_and_again_all(mistakes: MistakesPage, wait: Wait) -> None:
    confusion = mistakes.reading.confusion
    click_cell(mistakes.matrix, 3, 3)
    assert len(captions(mistakes)) == confusion[3, 3]
    assert all(taken == "3 → 3" for taken, _ in captions(mistakes))
    wait(lambda: mistakes.answer.verdict == "3, recognized")
    empty = np.argwhere(confusion == 0)[0]
    click_cell(mistakes.matrix, *empty)
    assert captions(mistakes) == []
    assert mistakes._none.isVisible()
    QTest.mouseClick(mistakes.all_button, LEFT)
    assert len(captions(mistakes)) == len(mistakes.reading.mistakes)


def test_a_cell_is_opened_by_keyboard_and_left_by_escape(mistakes: MistakesPage) -> None:
    mistakes.matrix.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(mistakes.matrix, key)
    assert mistakes.matrix.open_cell == (2, 2)
    count = int(mistakes.reading.confusion[2, 2])
    assert mistakes.matrix.accessibleDescription().startswith(f"{count} of ")
    assert len(captions(mistakes)) == count
    QTest.keyClick(mistakes.matrix, Qt.Key.Key_Escape)
    assert mistakes.matrix.open_cell is None


def test_saliency_over_the_chosen_picture(mistakes: MistakesPage, wait: Wait) -> None:
    wait(lambda: mistakes.answer.picture._after is not None)
    mistakes.answer.salient.setChecked(True)
    wait(lambda: mistakes.answer.picture._after.shown.shape[2] == 3)


def test_validation_pictures_are_those_the_run_has_set_aside(mistakes: MistakesPage, wait: Wait) -> None:
    aside = mistakes.session.training.aside
    assert len(aside) > 0
    QTest.mouseClick(mistakes.parts.button(VALIDATION), LEFT)
    wait(lambda: len(mistakes.reading.labels) == len(aside))
    np.testing.assert_array_equal(mistakes.reading.labels, mistakes.session.dataset.train_labels[aside])


def test_a_network_from_elsewhere_has_nothing_set_aside(
    trained: TrainWorkspace, mistakes: MistakesPage, wait: Wait
) -> None:
    QTest.mouseClick(mistakes.parts.button(VALIDATION), LEFT)
    before = mistakes.reading
    trained.show_network(trained.session.network.copy())
    wait(lambda: mistakes.reading not in (None, before))
    assert not mistakes.parts.button(VALIDATION).isEnabled()
    assert len(mistakes.reading.labels) == len(mistakes.session.dataset.test_labels)


def test_before_the_first_training_one_button_starts_it(training: TrainWorkspace, wait: Wait) -> None:
    training.show_page(training.mistakes)
    assert training.mistakes.empty.isVisible()
    QTest.mouseClick(training.mistakes.empty.findChild(QPushButton), LEFT)
    wait(lambda: training.mistakes.matrix.isVisible())
    wait(lambda: training.session.evaluation is not None)


def test_while_it_trains_it_says_as_of_when(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    session.choose_preset(PRESETS["mlp-128"])
    session.set_plan(replace(session.plan, epochs=500))
    training.show_page(training.mistakes)
    session.start()
    wait(lambda: "as of epoch" in training.mistakes._note.text())
    session.stop()
    wait(lambda: session.evaluation is not None)
    wait(lambda: "as of" not in training.mistakes._note.text())
    labels, images = session.dataset.test_labels, session.dataset.test_images
    assert training.mistakes.reading.accuracy == pytest.approx(evaluate(session.network, images, labels).accuracy)


def test_points_are_listed_by_where_they_lie_and_no_mistakes_are_said_so(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    session.choose_data("moons")
    wait(lambda: session.dataset.name == "moons")
    session.choose_preset(PRESETS["xor-2-8-1"])
    session.set_plan(replace(session.plan, epochs=1))
    session.start()
    wait(lambda: session.evaluation is not None)
    page = training.mistakes
    training.show_page(page)
    wait(lambda: page.reading is not None and len(page.reading.mistakes) > 0)
    number = page.reading.mistakes[0]
    x, y = session.dataset.test_images[page.reading.places[number]]
    assert captions(page)[0][1].endswith(f" % at ({x:.2f}, {y:.2f})")
    assert not page.answer.picture.isVisible()
    outputs = np.eye(2, dtype=np.float32)[page.reading.labels]
    page._show(page._read, session.dataset.test_images, replace(page.reading, outputs=outputs))
    assert page._none.text().startswith("No mistakes")
    assert page._none.isVisible()
    assert not page.gallery.isVisible()


def test_many_classes_with_long_names_fit(window: MainWindow) -> None:
    names = tuple(f"a rather long name of class {number}" for number in range(100))
    network = Network.build(PRESETS["mlp-128"].specs(100), (8, 8, 1), names)
    rng = np.random.default_rng(0)
    found: Reading = finish(reading(network, rng.random((500, 8, 8, 1), np.float32), rng.integers(0, 100, 500)))
    view = ConfusionView()
    view.resize(420, 520)
    view.show_reading(found)
    view.grab()
    assert view.grid().whole.right() <= 420
    assert view.grid().cell_at(view.grid().cell(42, 17).center()) == (42, 17)
    assert "a rather long name of class 42" in view.words((42, 17))
