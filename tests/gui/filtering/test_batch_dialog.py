"""The Batch dialog, driven as a person drives it: dropped pictures, broken ones, cancelling, starting again."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from engine.batch import State
from engine.editing.document import Document
from engine.filters import Filter
from engine.filters.recipe import Recipe, Step
from engine.filters.tone import Invert
from engine.image import Image, load
from gui.filtering.batch_dialog import BatchDialog
from gui.filtering.batch_list import PICTURE, RESULT, STATE
from gui.main_window import MainWindow
from tests.gui.filtering.hands import drop
from tests.reference.picture_folder import BROKEN, COUNT, make_pictures, picture

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """50 pictures of an hour ago, of which three are empty, cut off and no picture at all."""
    make_pictures(tmp_path / "in")
    for path in (tmp_path / "in").iterdir():
        os.utime(path, (path.stat().st_mtime - 3600,) * 2)
    return tmp_path


@pytest.fixture
def dialog(opened: MainWindow) -> BatchDialog:
    """The dialog, opened by its keys, with one filter in the recipe."""
    opened.filtering.recipe.add(Invert)
    opened.activateWindow()
    QTest.qWaitForWindowActive(opened)
    QTest.keyClick(opened.filtering, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    batch = opened.filtering.files.batch
    assert batch is not None
    assert batch.isVisible()
    return batch


def click(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def cell(dialog: BatchDialog, row: int, column: int) -> str:
    return dialog.files.index(row, column).data()


def listed(dialog: BatchDialog) -> list[str]:
    return [path.name for path in dialog.files.sources]


def shown(dialog: BatchDialog) -> list[int]:
    return [row for row in range(dialog.files.rowCount()) if not dialog.table.isRowHidden(row)]


def test_fifty_pictures_of_which_three_are_broken(dialog: BatchDialog, folder: Path, wait: Wait) -> None:
    drop(dialog, folder / "in")
    wait(lambda: len(dialog.files.files) == COUNT)
    assert cell(dialog, 3, RESULT) == "03-filtered.png"
    assert cell(dialog, 3, STATE) == "waiting"
    click(dialog.start_button)
    assert not dialog.choices.isEnabled()
    wait(lambda: not dialog.running)
    out = folder / "in" / "filtered"
    assert sorted(os.listdir(out)) == [f"{n:02}-filtered.png" for n in range(COUNT) if n not in BROKEN]
    np.testing.assert_array_equal(load(out / "03-filtered.png").pixels, 255 - picture(3).pixels)
    assert dialog.summary.text() == "47 pictures written, 3 failed."
    assert shown(dialog) == list(BROKEN)
    assert [cell(dialog, row, PICTURE) for row in shown(dialog)] == ["00.png", "17.png", "49.png"]
    assert "is empty" in cell(dialog, 0, STATE)
    click(dialog.copy_button)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split(": ")[0] for line in lines] == [str(folder / "in" / f"{n:02}.png") for n in BROKEN]
    assert "is not a picture" in lines[2]
    click(dialog.all_button)
    assert len(shown(dialog)) == COUNT
    assert cell(dialog, 3, STATE) == "done"


def test_finished_pictures_are_skipped_until_the_recipe_changes(
    opened: MainWindow, dialog: BatchDialog, folder: Path, wait: Wait
) -> None:
    drop(dialog, *(folder / "in" / f"{n:02}.png" for n in (1, 2, 3)))
    wait(lambda: len(dialog.files.files) == 3)
    for change, expected in (
        (None, "3 pictures written."),
        (None, "0 pictures written, 3 finished before and skipped."),
        ("recipe", "3 pictures written."),
        (None, "0 pictures written, 3 finished before and skipped."),
        ("skip", "3 pictures written."),
    ):
        if change == "recipe":
            opened.filtering.recipe.add(Invert)
        elif change == "skip":
            click(dialog.choices.skip)
        click(dialog.start_button)
        wait(lambda: not dialog.running)
        assert dialog.summary.text() == expected
    np.testing.assert_array_equal(load(folder / "in" / "filtered" / "02-filtered.png").pixels, picture(2).pixels)


class Gate(Filter):  # without a group it is in no menu
    """Says when a picture is at it, and holds it until it may pass."""

    reached, open = threading.Semaphore(0), threading.Event()

    def __call__(self, image: Image) -> Image:
        self.reached.release()
        assert self.open.wait(60)
        return image


@pytest.fixture
def held(opened: MainWindow, dialog: BatchDialog, folder: Path, wait: Wait) -> BatchDialog:
    """A batch under way whose pictures are held."""
    Gate.reached, Gate.open = threading.Semaphore(0), threading.Event()
    drop(dialog, folder / "in")
    wait(lambda: len(dialog.files.files) == COUNT)
    dialog.choices.show_recipe(Recipe((Step(Gate()),)))
    click(dialog.start_button)
    assert Gate.reached.acquire(timeout=60)
    return dialog


def test_cancel_stops_at_once_and_start_goes_on(
    opened: MainWindow, held: BatchDialog, folder: Path, wait: Wait
) -> None:
    wait(lambda: any(file.state is State.WORKING for file in held.files.files))
    click(held.cancel_button)
    wait(lambda: not held.running)
    Gate.open.set()
    assert not any(file.state is State.WORKING for file in held.files.files)
    assert "Cancelled" in held.summary.text()
    assert os.listdir(folder / "in" / "filtered") == []
    document = opened.filtering.model.document
    assert document is not None
    held.choices.show_recipe(document.recipe)
    click(held.start_button)
    wait(lambda: not held.running)
    assert held.summary.text() == "47 pictures written, 3 failed."


def test_the_window_goes_on_filtering_while_a_batch_is_under_way(
    opened: MainWindow, held: BatchDialog, wait: Wait
) -> None:
    model = opened.filtering.model
    model.open(Document(picture(5)).with_added(Invert()))
    expected = 255 - picture(5).pixels
    wait(lambda: opened.filtering.result is not None and np.array_equal(opened.filtering.result.pixels, expected))
    assert held.running
    Gate.open.set()
    wait(lambda: not held.running)


def test_hidden_it_works_on_and_the_window_says_what_came_of_it(
    opened: MainWindow, held: BatchDialog, wait: Wait
) -> None:
    assert held.close_button.text() == "Hide"
    click(held.close_button)
    assert not held.isVisible()
    assert held.running
    Gate.open.set()
    wait(lambda: not held.running)
    assert opened.filtering.message.text == "Batch: 47 pictures written, 3 failed."
    opened.filtering.files.open_batch()
    assert held.isVisible()
    assert len(shown(held)) == 3


def test_the_example_follows_the_pattern_and_says_what_is_wrong(dialog: BatchDialog, folder: Path, wait: Wait) -> None:
    example = dialog.choices._example
    drop(dialog, folder / "in" / "05.png")
    wait(lambda: len(dialog.files.files) == 1)
    name = dialog.choices.name
    name.selectAll()
    QTest.keyClicks(name, "{name} small.jpg")
    assert example.text() == "05.png  →  05 small.jpg"
    assert cell(dialog, 0, RESULT) == "05 small.jpg"
    assert dialog.start_button.isEnabled()
    name.selectAll()
    QTest.keyClicks(name, "{number}.png")
    assert example.text() == "05.png  →  1.png"
    name.selectAll()
    QTest.keyClicks(name, "{place}.png")
    assert "takes {name}, {ext}, {number}" in example.text()
    assert not dialog.start_button.isEnabled()


def test_results_that_would_overwrite_each_other_or_a_picture_are_refused(
    dialog: BatchDialog, folder: Path, wait: Wait
) -> None:
    drop(dialog, folder / "in" / "05.png", folder / "in" / "06.png")
    wait(lambda: len(dialog.files.files) == 2)
    for name, where, said in (("same.png", "out", "both be written"), ("{name}.{ext}", "in", "overwritten")):
        dialog.choices.name.setText(name)
        dialog.choices.folder.setText(str(folder / where))
        click(dialog.start_button)
        wait(lambda: not dialog.running)
        assert said in dialog.summary.text()
    np.testing.assert_array_equal(load(folder / "in" / "05.png").pixels, picture(5).pixels)


def test_a_recipe_file_is_used_instead_of_the_one_in_use(
    dialog: BatchDialog, folder: Path, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = folder / "median.json", folder / "bad.json"
    Recipe((Step.parse("median"),)).save(good)
    bad.write_text("nonsense")
    drop(dialog, folder / "in" / "05.png")
    wait(lambda: len(dialog.files.files) == 1)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))
    click(dialog.choices.file_button)
    assert "not JSON" in dialog.choices._steps.text()
    assert dialog.choices.in_use_button.isChecked()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(good), ""))
    click(dialog.choices.file_button)
    assert dialog.choices._steps.text() == "Median"
    click(dialog.start_button)
    wait(lambda: not dialog.running)
    expected = Step.parse("median")(picture(5)).pixels
    np.testing.assert_array_equal(load(folder / "in" / "filtered" / "05-filtered.png").pixels, expected)


def test_pictures_are_taken_once_and_taken_out_by_delete(dialog: BatchDialog, folder: Path, wait: Wait) -> None:
    drop(dialog, folder / "in" / "05.png", folder / "in" / "06.png")
    wait(lambda: listed(dialog) == ["05.png", "06.png"])
    drop(dialog, folder / "in" / "06.png", folder / "in" / "07.png")
    wait(lambda: listed(dialog) == ["05.png", "06.png", "07.png"])
    dialog.table.selectRow(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert listed(dialog) == ["05.png", "07.png"]


def test_a_folder_without_pictures_is_said(dialog: BatchDialog, tmp_path: Path, wait: Wait) -> None:
    (tmp_path / "empty").mkdir()
    drop(dialog, tmp_path / "empty")
    wait(lambda: "no pictures" in dialog.summary.text() or bool(dialog.files.files))
    assert not dialog.start_button.isEnabled()
