"""Beginning a dream with a test picture, a drawing, a photo; what changed beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from engine.data.picture import network_input
from engine.dream.start import StartKind
from engine.image import Image, load, save
from gui import theme
from gui.dreaming.picture_source import DRAWING, PHOTO, TEST
from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait, at_rest, press


def choose_start(dreaming: DreamWorkspace, kind: StartKind) -> None:
    combo = dreaming.setup.start.form.findChild(QComboBox)
    index = list(StartKind).index(kind)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_a_four_becomes_a_nine_and_what_changed_is_shown(dreaming: DreamWorkspace, wait: Wait) -> None:
    session, source = dreaming.session, dreaming.setup.start.source
    assert not source.isVisible()
    choose_start(dreaming, StartKind.PICTURE)
    assert source.isVisible()
    assert dreaming.view.change.isVisible()
    number = int(np.flatnonzero(session.data.test_labels == 4)[0])
    source.number.pick(number)
    wait(lambda: session.dream is not None and np.array_equal(session.dream.start[0], session.data.test_images[number]))
    session.set_weights(np.eye(10)[9])
    at_rest(dreaming, wait)
    assert session.report.outputs[0].argmax() == 9
    change = session.report.images[0, ..., 0] - session.data.test_images[number][..., 0]
    shown = dreaming.view.change.difference.pixels.astype(int)
    negative, zero, positive = (np.array(colour) for colour in theme.sign_colours())
    brightest, darkest = (
        np.unravel_index(change.argmax(), change.shape),
        np.unravel_index(change.argmin(), change.shape),
    )
    for place, colour in ((brightest, positive), (darkest, negative)):
        expected = zero + abs(change[place]) * (colour - zero)
        np.testing.assert_allclose(shown[place], expected, atol=2)
    assert source.tile.pixels.shape == (8, 8, 1)
    choose_start(dreaming, StartKind.NATURAL)
    assert not dreaming.view.change.isVisible()


def test_what_is_drawn_is_where_the_dream_begins_stroke_by_stroke(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait
) -> None:
    source, session = dreaming.setup.start.source, dreaming.session
    choose_start(dreaming, StartKind.PICTURE)
    before = session.picture
    source.sources.choose(DRAWING)
    press(qtbot, source, "Draw…")
    sheet = source.pad.view
    wait(sheet.isVisible)
    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))
    qtbot.mouseMove(sheet, QPoint(100, 200))
    qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    wait(lambda: session.picture is not before)
    np.testing.assert_allclose(session.picture, network_input(source.pad.picture, (8, 8, 1))[0], atol=1e-6)
    wait(lambda: session.dream is not None and np.array_equal(session.dream.start[0], session.picture))
    source._dialog.close()


@pytest.mark.parametrize("way", ["open", "drop", "paste"])
def test_a_photo_is_opened_dropped_or_pasted(
    dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    source, session, path = dreaming.setup.start.source, dreaming.session, tmp_path / "seven.png"
    pixels = np.full((60, 60, 1), 255, np.uint8)
    pixels[10:50, 25:32] = 0
    save(Image(pixels), path)
    if way == "open":
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        next(action for action in dreaming.actions() if action.text() == "Begin with a picture…").trigger()
    elif way == "drop":
        dreaming.take_files([path])
    else:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        QGuiApplication.clipboard().setMimeData(data)
        next(action for action in dreaming.actions() if action.text() == "Paste picture to begin with").trigger()
    wait(lambda: session.picture is not None)
    np.testing.assert_allclose(session.picture, network_input(load(path), (8, 8, 1))[0], atol=1e-6)
    assert session.start_plan.start is StartKind.PICTURE
    assert source.sources.current == PHOTO


def test_a_file_that_is_no_picture_is_refused_and_the_dream_stays(
    dreaming: DreamWorkspace, wait: Wait, tmp_path: Path
) -> None:
    dream, path = dreaming.session.dream, tmp_path / "broken.png"
    path.write_bytes(b"not a picture")
    dreaming.take_files([path])
    wait(dreaming.message.isVisible)
    assert "broken.png" in dreaming.message.text
    assert dreaming.session.dream is dream
    assert dreaming.session.start_plan.start is StartKind.NATURAL


def test_noise_is_mixed_into_the_picture(dreaming: DreamWorkspace, wait: Wait) -> None:
    session, source = dreaming.session, dreaming.setup.start.source
    choose_start(dreaming, StartKind.PICTURE)
    source.take_test(3)
    assert source.sources.current == TEST
    form = dreaming.setup.start.form
    form._controls["noise"].changed.emit(0.3)
    wait(lambda: session.dream is not None and session.start_plan.noise == 0.3 and session.report is not None)
    wait(lambda: not np.array_equal(session.dream.start[0], session.data.test_images[3]))
    apart = session.dream.start[0] - session.data.test_images[3]
    assert 0.05 < apart.std() < 0.3
