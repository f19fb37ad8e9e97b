"""What the View menu and the bar offer for looking at the picture; choices are remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from engine.codec import FORMATS, ImageError
from engine.editing.comparison import Compare, save_comparison
from engine.editing.render import Rendered
from gui.engine_thread import EngineThread, Listener
from gui.image_canvas import ImageCanvas
from gui.settings import Settings
from gui.workspace import FileKind, Workspace

PICTURES = FileKind("picture", "Pictures (" + " ".join(f"*{ending}" for ending in FORMATS) + ")")
VIEWS = FileKind("view", "Pictures (*.png *.jpg *.webp *.bmp)")
ZOOMS = ((25, ""), (50, ""), (100, "1"), (200, "2"), (400, "3"), (800, "4"), (1600, "5"), (3200, "6"), (6400, "7"))
COMPARISONS = (
    (Compare.OFF, "Only the result", "", ""),
    (Compare.LEFT_RIGHT, "Split by an upright line", "flip-horizontal", "S"),
    (Compare.TOP_BOTTOM, "Split by a level line", "flip-vertical", "Shift+S"),
    (Compare.SIDE_BY_SIDE, "Before and after side by side", "view-split-vertical", "D"),
)


class ViewActions:
    """The actions of a page that change how its canvas shows the picture, never the picture."""

    def __init__(self, page: Workspace, canvas: ImageCanvas, engine: EngineThread, settings: Settings) -> None:
        self._page, self._canvas, self._engine, self._settings = page, canvas, engine, settings
        self._rendered: Rendered | None = None
        self.comparisons: dict[Compare, QAction] = {}

    def add_to_view_menu(self) -> None:
        """Zoom, comparison, grid and rulers."""
        page, canvas = self._page, self._canvas
        self.fit = page.action("View", "Fit", canvas.fit, icon="fit-to-screen-outline", keys="Ctrl+0|0")
        self.zoom_in = page.action("View", "Zoom in", canvas.zoom_in, icon="magnify-plus-outline", keys="Ctrl++|+|=")
        self.zoom_out = page.action("View", "Zoom out", canvas.zoom_out, icon="magnify-minus-outline", keys="Ctrl+-|-")
        self._add_zooms()
        page.separate("View")
        self._add_comparisons()
        page.separate("View")
        self._add_switch("Pixel grid", "pixel grid", canvas.set_grid, "Ctrl+G", first="on",
                         tip="Lines between pixels from 800 %, their values from 3200 %")  # fmt: skip
        self._add_switch("Rulers", "rulers", canvas.set_rulers, "Ctrl+R", first="", tip="Rulers in pixels")

    def add_to_bar(self, *tools: QAction) -> None:
        """Buttons: zoom, then tools, then comparison."""
        for action in (self.zoom_out, self.fit, self.zoom_in):
            self._page.bar_button(action)
        self._add_rule()
        for action in tools:
            self._page.bar_button(action)
        self._add_rule()
        for how, action in self.comparisons.items():
            if how is not Compare.OFF:
                self._page.bar_button(action)
        self._add_hold_button()

    def add_to_edit_menu(self) -> None:
        tip = "Put on the clipboard what is seen, before and after as they are compared"
        self._page.action("Edit", "Copy view", self.copy, keys="Ctrl+Alt+C", tip=tip)

    def add_to_file_menu(self) -> None:
        tip = "Write what is seen, before and after as they are compared, to a picture file"
        self._page.action("File", "Save view as picture…", self.ask_save, tip=tip)
        tip = "Write the whole picture, before and after as they are compared, in full resolution"
        self._save_comparison = self._page.action(
            "File", "Save comparison as picture…", self.ask_save_comparison, keys="Ctrl+Alt+S", tip=tip
        )

    def compare(self, how: Compare) -> None:
        """Show before and after in another way; the one that is on already goes off."""
        if how is self._canvas.compare:
            how = Compare.OFF
        self._canvas.set_compare(how)
        self._settings.set_text("compare", how.value)
        for each, action in self.comparisons.items():
            action.setChecked(each is how)
        self._move_back.setEnabled(how.is_split)
        self._move_on.setEnabled(how.is_split)
        self._save_comparison.setEnabled(how is not Compare.OFF)

    def show_rendered(self, rendered: Rendered | None) -> None:
        self._rendered = rendered

    def ask_save_comparison(self) -> None:
        rendered = self._rendered
        if rendered is None:
            self._page.status.emit("There is no result yet.")
        elif path := self._page.ask_save_path("Save before and after as one picture", PICTURES, "comparison.png"):
            job = save_comparison(self._canvas.comparison(), rendered.document.image, rendered.image, path)
            cancel, said = partial(self._engine.cancel, "comparison"), f"Saved {path}."
            failed = partial(self._page.fail, about="save")
            task = self._page.activity.begin("comparison", f"Saving {path.name}", cancel)
            listener = Listener(finished=lambda _: self._page.status.emit(said), failed=failed, ended=task.end)
            self._engine.start("comparison", job, listener)

    def copy(self) -> None:
        QGuiApplication.clipboard().setImage(self._canvas.rendered_view())
        self._page.status.emit("Copied the view.")

    def ask_save(self) -> None:
        if path := self._page.ask_save_path("Save the view as a picture", VIEWS, "view.png"):
            self._page.guard(partial(self._save, path), f"Saved {path}.")

    def _save(self, path: Path) -> None:
        if not self._canvas.rendered_view().save(str(path)):
            raise ImageError(f"{path} cannot be written; choose a folder you may write to and a name such as view.png.")

    def _add_zooms(self) -> None:
        menu = QMenu("Zoom to", self._page)
        for percent, key in ZOOMS:
            action = self._page.action("View", f"{percent} %", partial(self._canvas.zoom_to, percent / 100), keys=key)
            action.setIconText(f"Zoom to {percent} %")  # as it is listed without its menu
            self._page.menus["View"].remove(action)
            menu.addAction(action)
        self._page.menus["View"].append(menu.menuAction())

    def _add_comparisons(self) -> None:
        group = QActionGroup(self._page)
        for how, text, icon, keys in COMPARISONS:
            action = self._page.action("View", text, partial(self.compare, how), icon=icon, keys=keys)
            action.setCheckable(True)
            self.comparisons[how] = group.addAction(action)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        move = self._canvas.move_line
        self._move_back = self._page.action("View", "Move split line back", lambda: move(-1), keys="Alt+Left|Alt+Up")
        self._move_on = self._page.action("View", "Move split line on", lambda: move(1), keys="Alt+Right|Alt+Down")
        self._page.action("View", "Before or after filtering (hold \\)", self._canvas.toggle_before)
        self._canvas.split_moved.connect(lambda share: self._settings.set_text("split", f"{share:.4f}"))
        self._canvas.set_split(_share(self._settings.text("split")))
        remembered = self._settings.text("compare")
        self.compare(next((how for how in Compare if how.value == remembered), Compare.OFF))

    def _add_switch(
        self, text: str, name: str, use: Callable[[bool], None], keys: str, *, first: str, tip: str
    ) -> None:
        """Something that is on or off, and stays so from one start to the next."""
        action = self._page.action("View", text, lambda: None, keys=keys, tip=tip)
        action.setCheckable(True)
        action.toggled.connect(use)
        action.toggled.connect(lambda on: self._settings.set_text(name, "on" if on else "off"))
        action.setChecked(self._settings.text(name, first) == "on")

    def _add_rule(self) -> None:
        rule = QFrame(objectName="divider")
        rule.setFixedSize(1, 20)
        self._page.bar.addSpacing(4)
        self._page.bar.addWidget(rule)
        self._page.bar.addSpacing(4)

    def _add_hold_button(self) -> None:
        button = QToolButton(autoRaise=True, text="Before")
        button.setAccessibleName("Before")
        button.setToolTip("Hold to see the picture before filtering (hold \\)")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.pressed.connect(lambda: self._canvas.hold_before(True))
        button.released.connect(lambda: self._canvas.hold_before(False))
        self._page.bar.addWidget(button)


def _share(text: str) -> float:
    """Where the line was left; in the middle where that makes no sense, and never out of reach."""
    try:
        share = float(text)
    except ValueError:
        return 0.5
    return min(0.98, max(0.02, share)) if share == share else 0.5
