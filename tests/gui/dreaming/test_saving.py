"""Dreams saved as a person does it, read back by other means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QFileDialog
from pytestqt.qtbot import QtBot

from gui.dreaming.session import Mode
from gui.dreaming.workspace import DreamWorkspace
from gui.file_dialog import FileDialog
from gui.main_window import MainWindow
from gui.qimage import image_from
from tests.gui.dreaming.hands import Wait, at_rest

Choose = Callable[[Path], list[str]]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Have the dialog for names answer with a path; what it suggested is kept."""

    def choose(path: Path) -> list[str]:
        suggested: list[str] = []

        def answer(parent: object, title: str, start: str, pattern: str) -> tuple[str, str]:
            suggested.append(Path(start).name)
            return str(path), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
        return suggested

    return choose


def dialog_of(qtbot: QtBot, dreaming: DreamWorkspace) -> FileDialog:
    dialog = dreaming.findChildren(FileDialog)[-1]
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    return dialog


def fill(qtbot: QtBot, dialog: FileDialog, name: str, text: str) -> None:
    """Type a number into the field of a setting."""
    (field,) = (one for one in dialog.findChildren(QAbstractSpinBox) if one.accessibleName() == name)
    field.selectAll()
    qtbot.keyClicks(field, text)
    field.interpretText()  # as when the focus leaves it


def test_the_frame_that_is_shown_becomes_a_picture_of_the_size_that_was_asked(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    dreaming.view.viewing.seek(7)
    suggested = choose(tmp_path / "x.png")
    qtbot.keyClick(dreaming, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, dreaming)
    fill(qtbot, dialog, "Side", "80")
    wait(lambda: dialog.size_label.text().endswith(" bytes") or dialog.size_label.text().endswith(" kB"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    wait((tmp_path / "x.png").exists)
    pixels = np.asarray(Pillow.open(tmp_path / "x.png"))
    assert pixels.shape == (80, 80)
    np.testing.assert_array_equal(pixels[5::10, 5::10], dreaming.view.viewing.frame.images[0, :, :, 0])
    assert suggested == ["dream-3.png"]
    choose(tmp_path / "y.png")  # as large as last time
    dreaming.save.picture.trigger()
    qtbot.keyClick(dialog_of(qtbot, dreaming), Qt.Key.Key_Return)
    wait((tmp_path / "y.png").exists)
    assert (tmp_path / "y.png").read_bytes() == (tmp_path / "x.png").read_bytes()


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp"])
def test_the_way_becomes_an_animation_as_large_and_as_long_as_asked(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, choose: Choose, ending: str
) -> None:
    path = tmp_path / f"way{ending}"
    choose(path)
    qtbot.keyClick(dreaming, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(qtbot, dreaming)
    for name, text in (("Side", "64"), ("Seconds", "2"), ("Per second", "10"), ("Rest", "0.5")):
        fill(qtbot, dialog, name, text)
    wait(lambda: dialog.size_label.text() not in ("", "Measuring…"))
    told = dialog.size_label.text()
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    wait(path.exists)
    times = []
    with Pillow.open(path) as film:
        assert film.size == (64, 64)
        for number in range(film.n_frames):
            film.seek(number)
            film.load()
            times.append(film.info["duration"])
        last = np.asarray(film.convert("L"))[4::8, 4::8].astype(int)
    assert len(times) == 20
    assert sum(times) == pytest.approx(2500, abs=1)
    assert np.abs(last - dreaming.view.viewing.frames[-1].images[0, :, :, 0]).max() <= 8
    size = path.stat().st_size
    assert told == (f"{size} bytes" if size < 1000 else f"{size / 1000:.1f} kB")


def test_a_sheet_is_saved_whole_and_copied(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    dreaming.session.set_mode(Mode.SHEET)
    wait(lambda: dreaming.session.report is not None and len(dreaming.session.report.images) == 30)
    at_rest(dreaming, wait)
    choose(tmp_path / "sheet.png")
    dreaming.save.picture.trigger()
    dialog = dialog_of(qtbot, dreaming)
    fill(qtbot, dialog, "Side", "40")
    (box,) = dialog.findChildren(QCheckBox)
    assert not box.isChecked()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    wait((tmp_path / "sheet.png").exists)
    sheet = np.asarray(Pillow.open(tmp_path / "sheet.png").convert("RGB"))
    first = dreaming.session.report.film.frames[-1].images[0, :, :, 0].repeat(5, axis=0).repeat(5, axis=1)
    np.testing.assert_array_equal(sheet[12:52, 12:52, 0], first)
    QGuiApplication.clipboard().clear()
    next(one for one in dreaming.menus["Edit"] if one and one.text() == "Copy picture").trigger()
    wait(lambda: not QGuiApplication.clipboard().image().isNull())
    np.testing.assert_array_equal(image_from(QGuiApplication.clipboard().image()).pixels[:, :, :3], sheet)


def test_numbers_are_those_of_the_dream(dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, choose: Choose) -> None:
    choose(tmp_path / "x.npz")
    next(one for one in dreaming.menus["File"] if one and one.text() == "Save as numbers…").trigger()
    wait((tmp_path / "x.npz").exists)
    with np.load(tmp_path / "x.npz") as arrays:
        np.testing.assert_array_equal(arrays["images"], dreaming.session.report.images[..., 0])
        np.testing.assert_array_equal(arrays["certainty"], dreaming.session.report.certainty)


@pytest.mark.parametrize("name", ["x.docx", "missing/x.png"])
def test_what_cannot_be_written_is_said_in_one_sentence(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, choose: Choose, name: str
) -> None:
    choose(tmp_path / name)
    dreaming.save.picture.trigger()
    for dialog in dreaming.findChildren(FileDialog):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    wait(dreaming.message.isVisible)
    assert "\n" not in dreaming.message.text
    assert not list(tmp_path.rglob("x*"))


def test_before_there_is_a_dream_it_says_so(window: MainWindow, prepared: DreamWorkspace) -> None:
    prepared.save.picture.trigger()
    assert prepared.message.text == "There is no dream to save yet."


def test_an_animation_that_is_cancelled_leaves_no_file(
    dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, window: MainWindow
) -> None:
    dreaming.save.save(tmp_path / "x.gif")
    window.engine.cancel("save dream")
    wait(lambda: not window.engine.is_busy("save dream"))
    assert not list(tmp_path.glob("*.gif"))
