"""Saving as a person does it: a name, what its format leaves open, and again without a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QFileDialog, QMessageBox, QPushButton

from engine.editing.document import Document
from engine.filters.tone import Invert
from engine.image import Image, load, save
from engine.save_options import Depth, SaveOptions
from gui.filtering.save_dialog import SaveDialog
from gui.main_window import MainWindow
from tests.gui.filtering.hands import add, press, shows

Wait = Callable[[Callable[[], bool]], None]
Choose = Callable[[Path], None]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Have the file dialog answer with a path."""
    return lambda path: monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def asked(window: MainWindow) -> SaveDialog | None:
    return next((dialog for dialog in window.filtering.findChildren(SaveDialog) if dialog.isVisible()), None)


def answer(window: MainWindow) -> None:
    dialog = asked(window)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def modified(window: MainWindow) -> bool:
    return window.filtering.model.modified


def invert(window: MainWindow) -> None:
    window.filtering.recipe.add(Invert)


def test_ctrl_s_asks_once_and_then_writes_to_the_same_place(
    opened: MainWindow, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    target = tmp_path / "out.png"
    written: list[Path] = []
    opened.filtering.files.saved.connect(written.append)
    choose(target)
    press(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = asked(opened)
    assert dialog is not None
    buttons = {button.text(): button for button in dialog.form.findChildren(QPushButton)}
    QTest.mouseClick(buttons["16 bit"], Qt.MouseButton.LeftButton)
    answer(opened)
    wait(lambda: written == [target])
    source = load(opened.filtering.model.document.path).pixels  # type: ignore[union-attr, arg-type]
    np.testing.assert_array_equal(load(target).pixels, source.astype(np.uint16) * 257)
    invert(opened)
    assert modified(opened)
    choose(tmp_path / "never asked.png")
    press(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert asked(opened) is None
    wait(lambda: not modified(opened))
    np.testing.assert_array_equal(load(target).pixels, (255 - source).astype(np.uint16) * 257)
    assert not (tmp_path / "never asked.png").exists()


def test_save_as_asks_again_with_the_options_of_last_time(
    opened: MainWindow, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    choose(tmp_path / "one.jpg")
    press(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = asked(opened)
    assert dialog is not None
    number = dialog.form.findChildren(QAbstractSpinBox)[0]
    number.selectAll()
    QTest.keyClicks(number, "31")
    wait(lambda: dialog.size_label.text().endswith("B"))
    QTest.keyClick(number, Qt.Key.Key_Return)  # takes the number and saves
    wait((tmp_path / "one.jpg").exists)
    choose(tmp_path / "two.jpg")
    press(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    again = asked(opened)
    assert again is not None
    assert again.options == SaveOptions(quality=31)
    answer(opened)
    wait((tmp_path / "two.jpg").exists)
    assert (tmp_path / "two.jpg").read_bytes() == (tmp_path / "one.jpg").read_bytes()


def test_another_picture_is_not_written_over_the_one_before(
    opened: MainWindow, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    one, two = tmp_path / "one.png", tmp_path / "two.bmp"
    written: list[Path] = []
    opened.filtering.files.saved.connect(written.append)
    opened.filtering.files.write(one, SaveOptions())
    wait(lambda: written == [one])
    before = one.read_bytes()
    opened.filtering.model.open(Document(Image(np.zeros((5, 5), np.uint8))))
    choose(two)
    press(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: len(written) == 2)
    assert written[1] == two
    assert load(two).width == 5
    assert one.read_bytes() == before


def test_escape_writes_nothing(opened: MainWindow, tmp_path: Path, choose: Choose) -> None:
    choose(tmp_path / "out.jpg")
    opened.filtering.files.ask_save()
    dialog = asked(opened)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked(opened) is None
    assert not (tmp_path / "out.jpg").exists()


def test_camera_data_is_asked_about_only_where_there_is_some(
    window: MainWindow, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    exif = Pillow.Exif()
    exif[0x010F] = "A camera"
    save(Image(np.zeros((8, 8, 3), np.uint8), exif=exif.tobytes()), tmp_path / "in.jpg")
    window.filtering.open(tmp_path / "in.jpg")
    wait(lambda: window.filtering.result is not None)
    choose(tmp_path / "out.webp")
    window.filtering.files.ask_save()
    dialog = asked(window)
    assert dialog is not None
    assert list(dialog.form._controls) == ["quality", "camera_data"]
    answer(window)
    wait((tmp_path / "out.webp").exists)
    assert load(tmp_path / "out.webp").exif is not None


def test_a_format_without_choices_asks_nothing(opened: MainWindow, wait: Wait, tmp_path: Path, choose: Choose) -> None:
    choose(tmp_path / "out.bmp")
    opened.filtering.files.ask_save()
    assert asked(opened) is None
    wait((tmp_path / "out.bmp").exists)


def test_an_ending_that_is_no_format_is_said_in_the_window(opened: MainWindow, tmp_path: Path, choose: Choose) -> None:
    choose(tmp_path / "out.xyz")
    opened.filtering.files.ask_save()
    assert "does not say its format" in opened.filtering.message.text
    assert asked(opened) is None


def test_an_ending_that_is_added_does_not_replace_a_file_unasked(
    opened: MainWindow, tmp_path: Path, choose: Choose, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.png").write_bytes(b"precious")
    choose(tmp_path / "out")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    opened.filtering.files.ask_save()
    assert asked(opened) is None
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    opened.filtering.files.ask_save()
    assert asked(opened) is not None


def test_what_was_remembered_by_another_version_does_not_hinder(
    opened: MainWindow, tmp_path: Path, choose: Choose
) -> None:
    for text in ("nonsense", "[1]", '{"quality": 1000}', '{"colour": 1}'):
        opened.settings.set_text("save options", text)
        choose(tmp_path / "out.png")
        opened.filtering.files.ask_save()
        dialog = asked(opened)
        assert dialog is not None
        assert dialog.options.depth is Depth.SAME
        dialog.reject()


def test_an_edit_made_while_a_picture_is_written_is_not_saved_with_it(
    opened: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    saved: list[Path] = []
    opened.filtering.files.saved.connect(saved.append)
    opened.filtering.files.write(tmp_path / "out.png", SaveOptions())
    invert(opened)
    wait(lambda: bool(saved))
    assert modified(opened)


def test_the_saved_file_is_what_the_screen_shows(
    opened: MainWindow, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    add(opened, "sobel")
    target = tmp_path / "out.png"
    choose(target)
    opened.filtering.files.ask_save()
    QTest.keyClick(opened.filtering.findChild(SaveDialog), Qt.Key.Key_Return)
    wait(target.exists)
    wait(lambda: shows(opened, "sobel"))
    np.testing.assert_array_equal(load(target).pixels, opened.filtering.result.pixels)


def test_saving_where_nothing_can_be_written_is_said_in_the_window(
    opened: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    opened.filtering.files.write(tmp_path / "no such folder" / "out.png", SaveOptions())
    wait(opened.filtering.message.isVisible)
    assert "cannot be written" in opened.filtering.message.text


def test_a_name_without_an_ending_gets_the_suggested_one(
    opened: MainWindow, wait: Wait, tmp_path: Path, choose: Choose
) -> None:
    choose(tmp_path / "result")
    opened.filtering.files.ask_save()
    QTest.keyClick(opened.filtering.findChild(SaveDialog), Qt.Key.Key_Return)
    wait((tmp_path / "result.png").exists)


def test_the_folder_of_the_sample_photo_is_not_suggested(
    window: MainWindow, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: (asked_for.append(words[2]) or "", ""))
    window.filtering.open_sample()
    wait(lambda: window.filtering.result is not None)
    window.filtering.files.ask_save()
    assert asked_for == [str(Path.home() / "flower-filtered.png")]
