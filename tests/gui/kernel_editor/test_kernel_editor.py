"""The Kernel editor, beside a picture that follows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QInputDialog, QPushButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.filters.custom import CustomKernel
from engine.filters.kernel_presets import kernel_presets
from engine.filters.neighbourhood import Signed
from engine.filters.tone import Invert
from gui.kernel_editor import preset_row
from gui.kernel_editor.editor import KernelEditor
from gui.kernel_editor.number_line import NumberLine
from gui.main_window import MainWindow
from gui.matrix_control import MatrixControl

Wait = Callable[[Callable[[], bool]], None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST = CustomKernel()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kernels"
    monkeypatch.setattr(preset_row, "own_kernels", lambda: folder)
    return folder


@pytest.fixture
def editor(opened: MainWindow, own: Path, qtbot: QtBot) -> KernelEditor:
    """The editor, opened from the button beside the small matrix, at the weight of the pixel itself."""
    model = opened.filtering.model
    model.edit("Add Custom kernel", model.document.with_added(FIRST))
    opened.filtering.recipe.choose(0)
    button(opened.filtering.recipe.findChild(MatrixControl), "Edit kernel").click()
    editor = opened.filtering.kernels.editor
    qtbot.waitUntil(editor.grid.hasFocus)
    press(Qt.Key.Key_Down, Qt.Key.Key_Right)
    return editor


def button(widget: QWidget, name: str) -> QPushButton | QToolButton:
    found = [*widget.findChildren(QPushButton), *widget.findChildren(QToolButton)]
    return next(one for one in found if name in (one.text(), one.accessibleName()))


def kernel(window: MainWindow) -> CustomKernel:
    found = window.filtering.model.document.recipe.steps[0].filter
    assert isinstance(found, CustomKernel)
    return found


def shows(window: MainWindow, expected: CustomKernel) -> bool:
    """Whether the pixels on screen are those of a kernel."""
    image = window.filtering.model.document.image
    return window.filtering.result is not None and np.array_equal(
        window.filtering.result.pixels, expected(image).pixels
    )


def press(*keys: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        for one in key if isinstance(key, str) else [key]:
            QTest.keyClick(QApplication.focusWidget(), one, modifier)


def test_the_picture_follows_each_key_and_done_is_one_undo_step(
    opened: MainWindow, editor: KernelEditor, wait: Wait
) -> None:
    model = opened.filtering.model
    press("7")
    typed = CustomKernel(((0, -1, 0), (-1, 7, -1), (0, -1, 0)))
    wait(lambda: shows(opened, typed))
    assert editor.sum_line.startswith("Sum 3 ÷ 1 = 3")
    press(Qt.Key.Key_Tab, "2", Qt.Key.Key_Return)
    assert model.undo_name == "Add Custom kernel", "nothing is an undo step of the document yet"
    press(Qt.Key.Key_Return, modifier=CTRL)
    meant = CustomKernel(((0, -1, 0), (-1, 7, 2), (0, -1, 0)))
    wait(lambda: shows(opened, meant))
    assert (opened.filtering.kernels.editor, model.undo_name) == (None, "Edit kernel")
    model.undo()
    assert kernel(opened) == FIRST
    model.redo()
    assert kernel(opened) == meant


@pytest.mark.parametrize("leave", ["Esc", "Cancel", "cross"])
def test_cancel_leaves_the_picture_as_it_was_and_redo_brings_the_edits_back(
    opened: MainWindow, editor: KernelEditor, wait: Wait, leave: str
) -> None:
    press("9", Qt.Key.Key_Return)
    edited = kernel(opened)
    assert edited != FIRST
    if leave == "Esc":
        press(Qt.Key.Key_Escape)
    elif leave == "Cancel":
        button(editor, "Cancel").click()
    else:
        editor.close()
    wait(lambda: shows(opened, FIRST))
    assert opened.filtering.model.undo_name == "Add Custom kernel"
    opened.filtering.model.redo()
    assert kernel(opened) == edited


def test_undo_and_redo_inside_the_editor(opened: MainWindow, editor: KernelEditor) -> None:
    press("9", Qt.Key.Key_Return)
    typed = kernel(opened)
    press(Qt.Key.Key_T, modifier=CTRL)
    press(Qt.Key.Key_N, modifier=CTRL)
    assert kernel(opened).weights[1][1] == -9
    press(Qt.Key.Key_Z, modifier=CTRL)
    press(Qt.Key.Key_Z, modifier=CTRL)
    assert kernel(opened) == FIRST
    assert editor.grid.weights == FIRST.weights
    press(Qt.Key.Key_Z, modifier=CTRL | SHIFT)
    assert kernel(opened) == typed
    assert opened.filtering.model.undo_name == "Add Custom kernel"


def test_a_block_of_5_by_5_is_pasted_and_another_size_keeps_the_centre(
    opened: MainWindow, editor: KernelEditor, wait: Wait
) -> None:
    rows = [[5 * row + column for column in range(5)] for row in range(5)]
    QGuiApplication.clipboard().setText("\n".join("\t".join(map(str, row)) for row in rows))
    press(Qt.Key.Key_V, modifier=CTRL)
    pasted = CustomKernel(rows)
    wait(lambda: shows(opened, pasted))
    height, width = editor.findChildren(QSpinBox)
    assert (height.value(), width.value()) == (5, 5)
    height.setValue(3)
    assert kernel(opened).weights == ((6, 7, 8), (11, 12, 13), (16, 17, 18))
    button(editor, "Keep the kernel square").click()
    width.setValue(1)
    assert kernel(opened).weights == ((7,), (12,), (17,))
    height.setValue(31)
    assert [len(kernel(opened).weights), kernel(opened).weights[15]] == [31, (12,)]


def test_turns_do_what_they_say(opened: MainWindow, editor: KernelEditor) -> None:
    editor.grid.changed.emit(((1.0, 2.0), (3.0, 4.0)), "Paste")
    for name, expected in (
        ("Rotate by 90°", ((3, 1), (4, 2))),
        ("Mirror left and right", ((1, 3), (2, 4))),
        ("Mirror top and bottom", ((2, 4), (1, 3))),
        ("Transpose", ((2, 1), (4, 3))),
        ("Negate", ((-2, -1), (-4, -3))),
    ):
        button(editor, name).click()
        assert kernel(opened).weights == expected


def test_the_line_says_what_normalise_did(opened: MainWindow, editor: KernelEditor, wait: Wait) -> None:
    rows = editor.rows
    rows._controls["normalise"]._box.click()
    assert editor.sum_line == "Sum 1, so results are divided by 1: flat areas keep their brightness."
    editor.grid.changed.emit(((-1.0, 0.0, 1.0),), "Paste")
    assert editor.sum_line == "Sum 0, nothing to divide by: divisor 1, results shifted by mid-grey."
    wait(lambda: shows(opened, CustomKernel(((-1.0, 0.0, 1.0),), signed=Signed.SHIFTED)))
    divisor = rows.findChild(NumberLine)
    assert (divisor.isEnabled(), divisor.text()) == (False, "1")


def test_a_divisor_takes_fractions_and_refuses_0(opened: MainWindow, editor: KernelEditor) -> None:
    divisor = editor.rows.findChild(NumberLine)
    for typed in ("1/4", "0", "x"):
        divisor.setFocus()
        divisor.selectAll()
        press(typed, Qt.Key.Key_Return)
        assert kernel(opened).divisor == 0.25
    assert editor.message.startswith("“x” is not a number")


def test_wrong_text_is_said_in_the_editor_until_something_is_right(opened: MainWindow, editor: KernelEditor) -> None:
    press("1/0", Qt.Key.Key_Return)
    assert "divides by 0" in editor.message
    assert kernel(opened) == FIRST
    press("2", Qt.Key.Key_Return)
    assert editor.message == ""


def test_presets_are_picked_kept_and_deleted(
    opened: MainWindow, editor: KernelEditor, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = editor.presets.findChild(QComboBox)
    assert listed.currentText() == "Sharpen"
    shipped = {preset.name: preset.filter() for preset in kernel_presets()}
    for name in ("Emboss", "Relief"):
        listed.activated.emit(listed.findText(name))
        assert kernel(opened) == shipped[name]
        assert listed.currentText() == name
    editor.grid.changed.emit(((1.0, 2.0, 3.0),), "Paste")
    assert listed.currentIndex() == -1
    delete = button(editor, "Delete this preset of your own")
    assert not delete.isEnabled()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Mine", True))
    button(editor, "Keep this kernel as a preset of your own").click()
    assert len(list(own.glob("*.json"))) == 1
    assert listed.currentText().startswith("Mine")
    listed.activated.emit(listed.findText("Identity"))
    assert kernel(opened) == shipped["Identity"], "the list goes on behind one's own"
    listed.activated.emit(0)
    assert kernel(opened).weights == ((1, 2, 3),)
    delete.click()
    assert list(own.glob("*.json")) == []
    assert kernel(opened).weights == ((1, 2, 3),)


def test_the_exact_number_of_a_cell_is_shown_and_typed_above(opened: MainWindow, editor: KernelEditor) -> None:
    editor.grid.changed.emit(((0.123456789, 0.0, 0.0),) * 3, "Paste")
    editor.grid.go(-1, -1)
    line = next(line for line in editor.findChildren(NumberLine) if "cell" in line.accessibleName())
    assert line.text() == "0.123456789"
    line.setFocus()
    line.selectAll()
    press("1/9", Qt.Key.Key_Return)
    assert kernel(opened).weights[0] == (1 / 9, 0, 0)
    assert line.text() == "1/9"


def test_the_plots_follow_the_kernel(editor: KernelEditor, wait: Wait) -> None:
    wait(lambda: editor._plots is not None)
    editor.grid.changed.emit(((0.0, 0.5, 0.0),), "Paste")
    plots = editor._plots
    wait(lambda: plots._stale == 0)
    assert plots._impulse._curves["across"].getData()[1].max() == 50
    assert plots._step._curves["across"].getData()[1].max() == 50
    assert plots._waves._picture.image == pytest.approx(20 * np.log10(0.5))


def test_what_is_done_to_the_recipe_meanwhile_is_kept(opened: MainWindow, editor: KernelEditor, wait: Wait) -> None:
    model = opened.filtering.model
    press("9", Qt.Key.Key_Return)
    edited = kernel(opened)
    model.edit("Add Invert", model.document.with_added(Invert(), 0))
    editor.grid.changed.emit(((2.0,),), "Paste")
    steps = [step.filter for step in model.document.recipe.steps]
    assert steps == [Invert(), CustomKernel(((2.0,),))], "the kernel is followed to its new place"
    editor.reject()
    assert [step.filter for step in model.document.recipe.steps] == [Invert(), edited]


def test_the_editor_closes_where_its_kernel_is_gone(opened: MainWindow, editor: KernelEditor, wait: Wait) -> None:
    press("9", Qt.Key.Key_Return)
    model = opened.filtering.model
    model.edit("Remove", model.document.without(0))
    wait(lambda: opened.filtering.kernels.editor is None)
    assert len(model.document.recipe.steps) == 0


def test_the_shortcut_opens_it_and_where_there_is_no_kernel_one_is_offered(
    opened: MainWindow, own: Path, qtbot: QtBot
) -> None:
    opened.filtering.canvas.setFocus()
    qtbot.waitUntil(opened.filtering.canvas.hasFocus)
    press(Qt.Key.Key_K, modifier=CTRL | SHIFT)
    assert opened.filtering.kernels.editor is None
    button(opened.filtering.message, "Add one").click()
    assert opened.filtering.kernels.editor is not None
    assert kernel(opened) == FIRST


def test_it_opens_again_where_it_was(opened: MainWindow, editor: KernelEditor) -> None:
    editor.resize(690, 640)
    editor.move(33, 44)
    editor.accept()
    opened.filtering.kernels.open()
    again = opened.filtering.kernels.editor
    assert (again.width(), again.pos().toTuple()) == (690, (33, 44))


def test_everything_has_a_name_and_a_tooltip(editor: KernelEditor) -> None:
    for kind in (QToolButton, QComboBox, QSpinBox, NumberLine):
        for widget in editor.findChildren(kind):
            assert widget.accessibleName(), widget
            assert widget.toolTip() or widget.parentWidget().toolTip(), widget.accessibleName()
    assert all(action.text() for action in editor.findChildren(QAction))
