"""A hand that does anything in any order in the Filter workspace, for Hypothesis to lead."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QEvent, QMessageLogContext, QPoint, QPointF, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QSlider, QWidget

from engine.filters import FILTERS
from engine.filters.recipe import Recipe
from engine.image import Image, load, save
from engine.save_options import SaveOptions
from gui.filtering.filter_palette import FilterPalette
from gui.filtering.save_dialog import SaveDialog
from gui.main_window import MainWindow
from gui.settings import Settings

PICTURES = {
    "colour.png": (14, 20, 3), "grey.png": (9, 7, 1), "clear.png": (8, 12, 4), "dot.png": (1, 1, 3),
    "line.png": (1, 40, 3), "deep.tif": (10, 11, 3),
}  # fmt: skip
TEXTS = ("", "-", "abc", "0", "1", "2", "4", "0.5", "-3", "1e9", "nan", "inf", "1/9", "100", "٣", "9" * 30, "3,5")
PASTED = (
    "", "no recipe", "{", '{"recipe": 1, "steps": []}', '{"recipe": 1, "steps": [{"filter": "median"}]}',
    '{"recipe": 1, "steps": [{"filter": "crop", "settings": {"left": 15}}]}', "1\t2\n3\t4", "1/9", "1\t2\n3",
)  # fmt: skip
FOCUS_KEYS = (
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Delete,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_5, Qt.Key.Key_Backslash, Qt.Key.Key_M, Qt.Key.Key_S, Qt.Key.Key_D,
)  # fmt: skip
CHORDS = (
    "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+D", "Ctrl+E", "Del", "Ctrl+Shift+Up", "Ctrl+Shift+Down", "Ctrl+C", "Ctrl+V",
    "Ctrl+Shift+C", "Ctrl+Shift+V", "Ctrl+G", "Ctrl+R", "Ctrl+H", "Ctrl+Shift+H", "S", "Shift+S", "D", "M", "0", "1",
    "6", "7", "+", "-", "Alt+Left", "Alt+Right", "Ctrl+Shift+A", "Ctrl+Alt+C", "Ctrl+K", "Ctrl+Shift+E",
    "Ctrl+Shift+K", "Ctrl+Shift+P", "Ctrl+B",
)  # fmt: skip


def type_text(widget: QWidget, text: str) -> None:
    if text.isascii() and text.isprintable():
        QTest.keyClicks(widget, text)
    else:  # QTest has no such keys
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


INDEX, SHARE = st.integers(0, 999), st.floats(-0.1, 1.1)


class CarelessHand(RuleBasedStateMachine):
    """Ends every run with what must hold then: the work can be saved and opened again, and undone to its beginning."""

    def __init__(self, folder: Path, settings: Settings, wait: Callable[[Callable[[], bool]], None]) -> None:
        super().__init__()
        self.wait, self.folder = wait, folder
        self.complaints: list[str] = []
        self._before = sys.excepthook, qInstallMessageHandler(self._hear)
        sys.excepthook = self._catch
        for number, (name, shape) in enumerate(PICTURES.items()):
            dtype = np.uint16 if name == "deep.tif" else np.uint8
            random = np.random.default_rng(number)
            save(Image(random.integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)), folder / name)
        (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
        self.window = MainWindow(settings)
        self.page = self.window.filtering
        self.window.show()

    def _hear(self, kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith("This plugin does not support"):
            self.complaints.append(text)

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.complaints.append("".join(traceback.format_exception(kind, error, trace)))

    @initialize(name=st.sampled_from(sorted(PICTURES)))
    def begin(self, name: str) -> None:
        self.page.open(self.folder / name)
        self.wait(lambda: self.page.result is not None)

    @invariant()
    def nobody_complains(self) -> None:
        QApplication.processEvents()
        assert not self.complaints, "\n".join(self.complaints)

    # -- the recipe -------------------------------------------------------------------------------------------

    @rule(name=st.sampled_from(sorted(FILTERS)))
    def add(self, name: str) -> None:
        self.page.recipe.add(FILTERS[name])

    @rule(words=st.sampled_from(["median", "so", "zzz", "", "kernel", "e", "encoder"]), agreed=st.booleans())
    def use_the_palette(self, words: str, agreed: bool) -> None:
        self.page.recipe.open_palette()
        search = self.page.findChild(FilterPalette).findChild(QLineEdit)
        QTest.keyClicks(search, words)
        QTest.keyClick(search, Qt.Key.Key_Return if agreed else Qt.Key.Key_Escape)
        if not agreed:
            self.page.findChild(FilterPalette).hide()

    @rule(row=INDEX)
    def choose(self, row: int) -> None:
        if self.page.recipe.cards.count():
            self.page.recipe.choose(row % self.page.recipe.cards.count())

    @rule(row=INDEX, to=INDEX)
    def drag_a_card(self, row: int, to: int) -> None:
        model = self.page.recipe.cards.model()
        if count := model.rowCount():
            model.moveRow(model.index(0, 0).parent(), row % count, model.index(0, 0).parent(), to % (count + 1))

    @rule(chord=st.sampled_from(CHORDS))
    def press_a_shortcut(self, chord: str) -> None:
        for action in self.page.actions():
            if chord in [one.toString() for one in action.shortcuts()] and action.isEnabled():
                action.trigger()

    @rule(place=INDEX, text=st.sampled_from(TEXTS), key=st.sampled_from((Qt.Key.Key_Return, Qt.Key.Key_Tab)))
    def type_a_number(self, place: int, text: str, key: Qt.Key) -> None:
        if fields := self._seen(self.page.recipe, QAbstractSpinBox):
            field = fields[place % len(fields)]
            field.setFocus()
            field.selectAll()
            type_text(field, text)
            QTest.keyClick(field, key)

    @rule(place=INDEX, shares=st.lists(st.floats(0, 1), max_size=3), down=st.booleans())
    def drag_a_slider(self, place: int, shares: list[float], down: bool) -> None:
        if sliders := self._seen(self.page.recipe, QSlider):
            slider = sliders[place % len(sliders)]
            slider.setSliderDown(down)
            for share in shares:
                slider.setValue(round(share * slider.maximum()))
            slider.setSliderDown(False)

    @rule(place=INDEX)
    def click_a_button_of_the_panel(self, place: int) -> None:
        if buttons := self._seen(self.page.recipe, QAbstractButton) + self._seen(self.page.foot, QAbstractButton):
            QTest.mouseClick(buttons[place % len(buttons)], Qt.MouseButton.LeftButton)

    @rule(place=INDEX, choice=INDEX)
    def pick_from_a_list(self, place: int, choice: int) -> None:
        if lists := self._seen(self.page.recipe, QComboBox):
            chosen = lists[place % len(lists)]
            chosen.setCurrentIndex(choice % chosen.count())
            chosen.activated.emit(chosen.currentIndex())

    @rule(row=INDEX)
    def click_the_history(self, row: int) -> None:
        self.page.history.setCurrentRow(row % max(1, self.page.history.count()))

    @rule(text=st.sampled_from(PASTED))
    def copy_something(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    @rule(width=st.integers(1, 9))
    def copy_a_picture(self, width: int) -> None:
        picture = QImage(width, 5, QImage.Format.Format_ARGB32)
        picture.fill(0x80336699)
        QGuiApplication.clipboard().setImage(picture)

    @rule(name=st.sampled_from(["mosaic", "pencil-drawing", "no such preset"]))
    def load_a_preset(self, name: str) -> None:
        self.page.files.take_recipe(name)

    # -- the canvas -------------------------------------------------------------------------------------------

    @rule(a=SHARE, b=SHARE, c=SHARE, d=SHARE, button=st.sampled_from(["left", "middle", "escape", "leave it down"]))
    def drag_on_the_canvas(self, a: float, b: float, c: float, d: float, button: str) -> None:
        canvas = self.page.canvas
        begin, end = (QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in ((a, b), (c, d)))
        pressed = Qt.MouseButton.MiddleButton if button == "middle" else Qt.MouseButton.LeftButton
        QTest.mousePress(canvas, pressed, pos=begin)
        QTest.mouseMove(canvas, (begin + end) / 2)
        QTest.mouseMove(canvas, end)
        if button == "escape":
            QTest.keyClick(canvas, Qt.Key.Key_Escape)
        if button != "leave it down":
            QTest.mouseRelease(canvas, pressed, pos=end)

    @rule(turn=st.sampled_from([-1200, -120, 120, 1200]), x=SHARE, y=SHARE, held=st.booleans())
    def turn_the_wheel(self, turn: int, x: float, y: float, held: bool) -> None:
        canvas = self.page.canvas
        at = QPointF(x * canvas.width(), y * canvas.height())
        keys = Qt.KeyboardModifier.ShiftModifier if held else Qt.KeyboardModifier.NoModifier
        still, phase = QPoint(), Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, at, still, QPoint(0, turn), Qt.MouseButton.NoButton, keys, phase, False)
        QApplication.sendEvent(canvas, event)

    @rule(key=st.sampled_from(FOCUS_KEYS), on_canvas=st.booleans())
    def press_a_key(self, key: Qt.Key, on_canvas: bool) -> None:
        """Wherever the focus is."""
        widget = self.page.canvas if on_canvas else QApplication.focusWidget()
        QTest.keyClick(widget or self.page, key)

    # -- other windows ----------------------------------------------------------------------------------------

    @rule(text=st.sampled_from((*TEXTS, *PASTED)), pasting=st.booleans(), end=st.sampled_from(["done", "cancel", ""]))
    def edit_the_kernel(self, text: str, pasting: bool, end: str) -> None:
        self.page.kernels.open()
        editor = self.page.kernels.editor
        if editor is None:
            return
        if pasting:
            QGuiApplication.clipboard().setText(text)
            editor.grid.paste()
        else:
            type_text(editor.grid, text[:9])
            QTest.keyClick(QApplication.focusWidget() or editor.grid, Qt.Key.Key_Return)
        if end:
            editor.accept() if end == "done" else editor.reject()

    @rule(place=INDEX)
    def click_in_another_window(self, place: int) -> None:
        others = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not self.window]
        if buttons := [button for each in others for button in self._seen(each, QAbstractButton)]:
            QTest.mouseClick(buttons[place % len(buttons)], Qt.MouseButton.LeftButton)

    @rule()
    def close_the_other_windows(self) -> None:
        for each in QApplication.topLevelWidgets():
            if each.isVisible() and each is not self.window:
                each.close()

    @rule(name=st.sampled_from([*sorted(PICTURES), "broken.png", "no such file.png"]))
    def open_another(self, name: str) -> None:
        self.page.open(self.folder / name)

    @rule(name=st.sampled_from(["out.png", "out.jpg", "out.gif", "out.tif", "out", "out.xyz", "no folder/out.png"]),
          agreed=st.booleans())  # fmt: skip
    def save(self, name: str, agreed: bool) -> None:
        self.page.ask_save_path = lambda *_, **__: self.folder / name
        self.page.files.ask_save()
        for dialog in self.page.findChildren(SaveDialog):
            dialog.accept() if agreed else dialog.reject()

    @rule()
    def wait_for_the_result(self) -> None:
        self.wait(lambda: not self.window.engine._listeners and not self._has_plans())

    # -- the end ----------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            self._end()
        finally:
            self.window.close()
            self.window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()  # here, and not in the next window's engine thread
            sys.excepthook = self._before[0]
            qInstallMessageHandler(self._before[1])
        assert not self.complaints, "\n".join(self.complaints)

    def _end(self) -> None:
        self.close_the_other_windows()
        QTest.mouseRelease(self.page.canvas, Qt.MouseButton.LeftButton)
        self.wait_for_the_result()
        model = self.page.model
        if model.document is None:
            return
        self._compare()
        for _ in range(len(model.history.past)):
            model.undo()
        self.wait_for_the_result()
        assert self._shown() == model.document
        while model.redo_name:
            model.redo()

    def _has_plans(self) -> bool:
        """Whether something waits for its moment."""
        return any(timer.isActive() for timer in self.page.findChildren(QTimer))

    def _shown(self) -> object:
        rendered = self.page.rendered
        return rendered.document if rendered else None

    def _compare(self) -> None:
        """The recipe does for the engine alone what the window shows; its file is that picture."""
        document = self.page.model.document
        recipe = Recipe.from_json(document.recipe.to_json())
        if self._shown() != document:  # the recipe cannot be computed, and a sentence said so
            assert self.page.message.isVisible()
            return
        expected = recipe(document.image).pixels
        np.testing.assert_array_equal(self.page.result.pixels, expected)
        target = self.folder / "end.tif"
        self.page.files.write(target, SaveOptions())
        self.wait_for_the_result()
        np.testing.assert_array_equal(load(target).pixels, expected)

    @staticmethod
    def _seen(around: QWidget, kind: type) -> list:
        return [each for each in around.findChildren(kind) if each.isVisible() and each.isEnabled()]
