"""Trying a network out: drawings, photos, test pictures, and keeping them as own data."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.data.drawings import OwnDrawings
from engine.data.picture import network_input
from engine.image import Image, save
from engine.nn.presets import PRESETS
from gui.qimage import qimage_over
from gui.training.trial_page import DRAWING, PHOTO, TEST, TrialPage
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def trial(trained: TrainWorkspace, tmp_path: Path) -> TrialPage:
    trained.trial.own.drawings = OwnDrawings(tmp_path / "drawings")
    trained.show_page(trained.trial)
    return trained.trial


def arc(x: float, y: float, radius: float, first: int, last: int) -> list[tuple[float, float]]:
    """Points on a circle, in shares of the sheet, degrees clockwise from the right."""
    angles = [math.radians(degrees) for degrees in range(first, last + 1, 10)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def draw(page: TrialPage, *strokes: list[tuple[float, float]]) -> None:
    """Draw by moving the mouse."""
    view = page.pad.view
    for stroke in strokes:
        frame = view._frame()
        points = [frame.topLeft() + QPoint(round(x * frame.width()), round(y * frame.height())) for x, y in stroke]
        QTest.mousePress(view, LEFT, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(view, point)
        QTest.mouseRelease(view, LEFT, pos=points[-1])


THREE = arc(0.5, 0.33, 0.17, -160, 90) + arc(0.5, 0.68, 0.18, -90, 160)


def drop(workspace: TrainWorkspace, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    workspace.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier))


def test_a_drawn_three_is_read_as_three_and_shown_as_it_is_seen(trial: TrialPage, wait: Wait) -> None:
    assert trial.answer.verdict == "Draw a digit"
    draw(trial, THREE)
    wait(lambda: trial.answer.verdict == "The network says 3")
    session = trial.session
    seen = network_input(trial.pad.picture, session.dataset.input_shape)
    wait(lambda: np.array_equal(trial.answer.bars.outputs, session.network.outputs(seen)[0]))
    shown = trial.answer.picture._after.shown
    np.testing.assert_array_equal(shown, np.rint(seen[0] * 255).astype(np.uint8))
    QTest.mouseClick(trial.pad.undo_button, LEFT)
    wait(lambda: trial.answer.verdict == "Draw a digit")


def test_a_network_for_large_pictures_reads_a_drawn_three(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    session.choose_data("synthetic:train=4000,test=200")
    wait(lambda: session.dataset is not None and session.dataset.name.startswith("synthetic"))
    session.choose_preset(PRESETS["mlp-128"])
    session.set_plan(replace(session.plan, epochs=4))
    session.start()
    wait(lambda: session.evaluation is not None)
    training.show_page(training.trial)
    draw(training.trial, THREE)
    wait(lambda: training.trial.answer.verdict == "The network says 3")


def test_the_answer_comes_while_one_draws(trial: TrialPage, wait: Wait) -> None:
    view, frame = trial.pad.view, trial.pad.view._frame()
    QTest.mousePress(view, LEFT, pos=frame.center() - QPoint(0, 60))
    for step in range(60):
        QTest.mouseMove(view, frame.center() + QPoint(0, 2 * step - 60))
    wait(lambda: trial.answer.verdict.startswith("The network says"))
    assert trial.pad.sheet.is_drawing
    QTest.mouseRelease(view, LEFT, pos=frame.center() + QPoint(0, 60))


def test_before_any_training_the_picture_is_seen_and_there_is_no_answer(training: TrainWorkspace, wait: Wait) -> None:
    training.show_page(training.trial)
    draw(training.trial, THREE)
    wait(lambda: training.trial.answer.verdict == "No answer yet")
    assert training.trial.answer.picture._after.shown.max() == 255


def test_saliency_is_laid_over_the_picture_on_demand(trial: TrialPage, wait: Wait) -> None:
    trial.show_test_picture(3)
    wait(lambda: trial.answer.verdict.startswith("The network says"))
    QTest.mouseClick(trial.answer.salient, LEFT, pos=QPoint(8, 8))
    wait(lambda: trial.answer.picture._after.shown.shape[2] == 3)
    QTest.mouseClick(trial.answer.salient, LEFT, pos=QPoint(8, 8))
    wait(lambda: trial.answer.picture._after.shown.shape[2] == 1)


def test_a_test_picture_is_judged_by_its_label(trial: TrialPage, wait: Wait) -> None:
    session = trial.session
    said = session.network.predict(session.dataset.test_images)
    for index in (0, int(np.flatnonzero(said != session.dataset.test_labels)[0])):
        trial.show_test_picture(index)
        truth = session.dataset.test_labels[index]
        words = "which is right" if said[index] == truth else f"but a person says {truth}"
        wait(lambda words=words: words in trial.answer.about)
    assert trial.own.isHidden()


def test_a_dropped_photo_is_tried_and_a_bad_file_is_one_sentence(
    trained: TrainWorkspace, trial: TrialPage, tmp_path: Path, wait: Wait
) -> None:
    draw(trial, THREE)
    pixels = np.repeat(trial.pad.picture.pixels, 3, axis=2)
    photo = Image(np.round(230 - 180 * pixels).astype(np.uint8))  # dark on bright
    save(photo, tmp_path / "photo.png")
    trained.show_page(trained.learning)
    drop(trained, tmp_path / "photo.png")
    wait(lambda: trial.sources.current == PHOTO and trial.answer.verdict == "The network says 3")
    assert trial.isVisible()
    (tmp_path / "bad.png").write_bytes(b"not a picture")
    drop(trained, tmp_path / "bad.png")
    wait(lambda: trained.message.isVisible())
    assert "bad.png" in trained.message.text
    assert trial.answer.verdict == "The network says 3"  # all is as it was


def test_a_picture_is_pasted(trained: TrainWorkspace, trial: TrialPage, wait: Wait) -> None:
    QGuiApplication.clipboard().clear()
    trial.sources.choose(PHOTO)
    QTest.mouseClick(trial.photo.empty.findChildren(QPushButton)[1], LEFT)
    assert "no picture on the clipboard" in trained.message.text
    white = np.full((50, 50, 3), 255, np.uint8)
    white[10:40, 22:27] = 0
    QGuiApplication.clipboard().setImage(qimage_over(white).copy())
    trial.sources.choose(DRAWING)
    paste = next(action for action in trained.menus["Edit"] if action and action.text() == "Paste picture to try")
    assert paste.shortcut().toString() == "Ctrl+V"
    paste.trigger()
    wait(lambda: trial.sources.current == PHOTO and trial.photo.photo is not None)
    wait(lambda: trial.answer.verdict.startswith("The network says"))


def test_drawings_are_kept_with_their_labels_and_learned_from(
    trained: TrainWorkspace, trial: TrialPage, wait: Wait
) -> None:
    drawings = trial.own.drawings
    assert not trial.own.train_button.isEnabled()
    for label in ("3", "seven"):
        for shift in (0.0, 0.02, 0.04):
            draw(trial, THREE if label == "3" else [(0.3 + shift, 0.2), (0.7, 0.2), (0.45, 0.8)])
            trial.own.label.setCurrentText(label)
            before = sum(drawings.counts().values())
            QTest.mouseClick(trial.own.add_button, LEFT)
            wait(lambda before=before: sum(drawings.counts().values()) == before + 1)
            wait(lambda: trial.pad.is_blank)
    assert drawings.counts() == {"3": 3, "seven": 3}
    QTest.mouseClick(trained.message.findChild(QPushButton), LEFT)  # take the last one back
    assert drawings.counts() == {"3": 3, "seven": 2}
    QTest.mouseClick(trial.pad.undo_button, LEFT)
    assert not trial.pad.is_blank
    QTest.mouseClick(trial.own.train_button, LEFT)
    wait(lambda: trial.session.dataset.class_names == ("3", "seven"))
    assert trial.session.dataset.input_shape == (8, 8, 1)  # as before


def test_drawing_fits_what_the_network_sees(trial: TrialPage) -> None:
    dataset = trial.session.dataset
    colours = np.repeat(np.repeat(dataset.train_images, 3, axis=3), 2, axis=2)
    other = replace(dataset, train_images=colours, test_images=colours, test_labels=dataset.train_labels)
    trial.session.dataset = other
    trial.refresh()
    assert trial.pad.picture.pixels.shape == (140, 280, 3)
    assert trial.pad.colour.isVisible()


def test_the_next_test_picture_by_keyboard(trial: TrialPage, wait: Wait) -> None:
    trial.sources.choose(TEST)
    trial.browser._number._field.setFocus()
    QTest.keyClick(trial.browser._number._field, Qt.Key.Key_Up)
    assert trial.browser.index == 1
    wait(lambda: trial.answer.verdict.startswith("The network says"))
