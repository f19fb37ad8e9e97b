"""Nothing in the Filter workspace is nameless, and nothing that can be used is out of reach of the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from engine.filters import FILTERS
from engine.filters.recipe import Recipe, Step
from gui.main_window import MainWindow
from gui.shortcuts import ShortcutsDialog
from tests.gui.filtering.hands import shows

Wait = Callable[[Callable[[], bool]], None]
USED = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def used(around: QWidget) -> Iterator[QWidget]:
    """What a person uses in a window: the parts that Qt makes of it, such as the field in a spin box, left out."""
    for widget in around.findChildren(QWidget):
        inner = isinstance(widget, QScrollBar | QHeaderView) or widget.objectName().startswith("qt_")
        above = widget.parentWidget()
        inside = isinstance(above, QAbstractSpinBox | QComboBox | QLineEdit | QAbstractItemView)
        popup = above is not None and isinstance(above.parentWidget(), QComboBox)
        if isinstance(widget, USED) and not (inner or inside or popup):
            yield widget


def complaints(around: QWidget) -> list[str]:
    found = []
    for widget in used(around):
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        above = [widget, *(each for each in iter_above(widget) if not each.isWindow())]
        place = f"{type(widget).__name__} {widget.accessibleName() or text!r} in {type(widget.parentWidget()).__name__}"
        if not (widget.accessibleName() or text):
            found.append(f"no name: {place}")
        if not any(each.toolTip() for each in above):
            found.append(f"no tooltip: {place}")
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus and not isinstance(widget, QAbstractItemView):
            found.append(f"not reached by Tab: {place}")
    return found


def iter_above(widget: QWidget) -> Iterator[QWidget]:
    while (above := widget.parentWidget()) is not None:
        yield above
        widget = above


@pytest.mark.parametrize("name", ["median", "custom-kernel", "encoder", "add-noise", "resize"])
def test_everything_in_the_workspace_has_a_name_a_tooltip_and_the_focus(
    opened: MainWindow, wait: Wait, name: str
) -> None:
    opened.filtering.recipe.take_recipe("Try", Recipe((Step(FILTERS[name]()),)))
    opened.filtering.message.say("Something.", ways_on={"Try again": lambda: None})
    found = complaints(opened)
    assert not found, "\n".join(found)


def dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


@pytest.mark.parametrize("which", ["batch", "gallery", "kernel", "encoder", "save.jpg", "save.tiff"])
def test_everything_in_a_dialog_has_a_name_and_a_tooltip_and_escape_closes_it(
    opened: MainWindow, wait: Wait, tmp_path: Path, which: str
) -> None:
    workspace = opened.filtering
    steps = tuple(Step(FILTERS[name]()) for name in ("custom-kernel", "encoder"))
    workspace.recipe.take_recipe("Try", Recipe(steps))
    if which.startswith("save"):
        workspace.files._ask_options(tmp_path / which, workspace.model.document)
    else:
        {
            "batch": workspace.files.open_batch,
            "gallery": workspace.recipe_actions.open_gallery,
            "kernel": workspace.kernels.open,
            "encoder": workspace.encoder.open,
        }[which]()
    wait(lambda: bool(dialogs()))
    dialog = dialogs()[0]
    found = complaints(dialog)
    assert not found, "\n".join(found)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait(lambda: not dialogs())


def test_tab_reaches_each_tool_and_never_something_without_a_name(opened: MainWindow, wait: Wait) -> None:
    opened.filtering.recipe.take_recipe("Try", Recipe((Step(FILTERS["median"]()),)))
    wait(lambda: shows(opened, "median"))
    opened.activateWindow()
    canvas = opened.filtering.canvas
    canvas.setFocus()
    wait(canvas.hasFocus)
    met: list[str] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        met.append(widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else ""))
        if widget is canvas:
            break
    assert met[-1] == "Picture"
    assert "" not in met
    assert met.index("Remove") < met.index("Size") < met.index("Limit to channels or a region")
    assert {"Add filter", "Filters of the recipe", "Size", "Histogram", "History", "Open", "Fit"} <= set(met)


def test_f1_lists_every_key_that_the_workspace_answers_to(opened: MainWindow) -> None:
    opened._show_shortcuts()
    dialog = next(each for each in dialogs() if isinstance(each, ShortcutsDialog))
    shown = {label.text() for label in dialog.findChildren(QWidget) if label.objectName() == "key"}
    form = QKeySequence.SequenceFormat.NativeText
    keys = {keys.toString(form) for action in opened.filtering.actions() for keys in action.shortcuts()}
    assert keys <= shown
    dialog.close()
