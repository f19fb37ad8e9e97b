"""The Encoder view: every map of the Encoder filter, live."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from engine.editing.pyramid import MapPicture, Pyramid, pyramid
from engine.editing.render import RenderCache
from engine.errors import UserError
from engine.filters.encoder import NAMES, Encoder
from gui import theme
from gui.activity import Activity
from gui.document_model import DocumentModel
from gui.engine_thread import EngineThread, Listener
from gui.filtering.map_page import MapPage
from gui.filtering.recipe_panel import RecipePanel
from gui.filtering.staircase import Key, Staircase
from gui.workspace import Workspace

SLOT = "encoder view"


class EncoderView(QDialog):
    """Shows a `Pyramid` as a staircase, or one of its maps large."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Encoder view")
        room = parent.window().size()
        self.resize(min(1320, room.width() - 64), min(760, room.height() - 64))
        self._pyramid: Pyramid | None = None
        self._large: Key | None = None
        self.staircase = Staircase()
        self.staircase.chosen.connect(self.enlarge)
        self.page = MapPage()
        self.page.left.connect(self.shrink)
        self.page.turned.connect(self._turn)
        self.words = QLabel(objectName="empty", alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.activity = Activity()
        self._scroll = QScrollArea(objectName="shortcuts", alignment=Qt.AlignmentFlag.AlignCenter)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.staircase)
        self._scroll.installEventFilter(self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget()
        for page in (self._scroll, self.page, self.words):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._legend = QLabel(objectName="quiet", wordWrap=True)
        self._legend.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.addWidget(self._stack, 1)
        column.addWidget(self.activity)
        column.addWidget(QFrame(objectName="rule"))
        column.addWidget(self._legend)

    @property
    def picture(self) -> MapPicture | None:
        """The map that is shown large."""
        return self._maps().get(self._large) if self._large else None

    def show_pyramid(self, pyramid: Pyramid) -> None:
        """Show maps, or those of a new picture or other settings in their places."""
        self._pyramid = pyramid
        self.staircase.show_pyramid(pyramid)
        if self._large and self.picture is None and len(pyramid.maps) == _count(pyramid.encoder):
            self._large = None  # there is no such map any more
        self._show()

    def say(self, text: str) -> None:
        """Show a sentence where there are no maps."""
        self._pyramid = None
        self.words.setText(text)
        self._legend.clear()
        self._stack.setCurrentWidget(self.words)

    def enlarge(self, key: Key) -> None:
        """Show one map large."""
        self._large = key
        self._show()
        self.page.back_button.setFocus()

    def shrink(self) -> None:
        """Show all maps again."""
        was, self._large = self._large, None
        self._show()
        if was in self.staircase.buttons:
            self.staircase.buttons[was].setFocus()

    def _maps(self) -> dict[Key, MapPicture]:
        maps = self._pyramid.maps if self._pyramid else ()
        return {(each.level, each.stage, each.kernel): each for each in maps}

    def _turn(self, by: int) -> None:
        keys = list(self.staircase.buttons)
        if self._large in keys:
            self._large = keys[(keys.index(self._large) + by) % len(keys)]
            self._show()

    def _show(self) -> None:
        if self._pyramid is not None:
            if (picture := self.picture) is not None:
                self.page.show_map(picture, self._pyramid.encoder)
            self._legend.setText(_legend(self._pyramid.encoder))
        self._stack.setCurrentWidget(self.page if self._large else self._scroll)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The staircase takes what room there is."""
        if watched is self._scroll and event.type() == QEvent.Type.Resize:
            self.staircase.fit(self._scroll.maximumViewportSize())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._large:
            self.shrink()
        else:
            super().keyPressEvent(event)


def _legend(encoder: Encoder) -> str:
    names = NAMES[encoder.kernels]
    what = f"each box holds the maps of {len(names)} kernels ({', '.join(names)})" if len(names) > 1 else names[0]
    return (
        f"{what[0].upper()}{what[1:]}. Shown is the square root of the values, so that weak answers are seen; "
        "white is the largest value of the box. Click a map to see it large with its numbers."
    )


def _count(encoder: Encoder) -> int:
    """How many maps there are when all are computed."""
    return 1 + encoder.levels * 3 * len(encoder.bank)


class EncoderOpener(QObject):
    """The way into the Encoder view, and what keeps it up to date: the chosen Encoder, or else the first one."""

    def __init__(
        self, page: Workspace, model: DocumentModel, panel: RecipePanel, cache: RenderCache, engine: EngineThread
    ) -> None:
        super().__init__(page)
        self._page = page
        self._model = model
        self._panel = panel
        self._cache = cache
        self._engine = engine
        self.view: EncoderView | None = None
        self._shown: int | None = None  # the step whose maps are shown
        tip = "Show every map of the Encoder, level by level"
        action = page.action("View", "Encoder view…", self.open, icon="stairs-down", keys="Ctrl+Shift+E", tip=tip)
        self.button = theme.with_icon(QPushButton("Show all maps", toolTip=action.toolTip()), "stairs-down")
        self.button.clicked.connect(self.open)
        panel.add_above_form(self.button)
        panel.choice_changed.connect(lambda _: self._show_button())
        self._show_button()

    def open(self) -> None:
        """Show the view; where the recipe has no Encoder, say so and offer one."""
        if self._index() is None:
            self._page.message.say(
                "There is no Encoder in the recipe.",
                ways_on={"Add one": self._add} if self._model.document else {},
            )
            return
        if self.view is None:
            self.view = EncoderView(self._page)
            self.view.finished.connect(lambda _: self._engine.cancel(SLOT))
        self.view.show()
        self.view.raise_()
        self.view.activateWindow()
        self.refresh()

    def refresh(self) -> None:
        """Compute the maps anew, if they are looked at."""
        document, index = self._model.document, self._index()
        if self.view is None or not self.view.isVisible() or document is None:
            return
        self._shown = index
        if index is None:
            self._engine.cancel(SLOT)
            self.view.say("There is no Encoder in the recipe any more.")
            return
        task = self.view.activity.begin(SLOT, "Computing the maps", lambda: self._engine.cancel(SLOT))
        listener = Listener(self._report, self.view.show_pyramid, self._fail, task.end)
        self._engine.start(SLOT, pyramid(document, index, self._cache), listener)

    def _report(self, report: object) -> None:
        if self.view is not None and isinstance(report, Pyramid):
            self.view.show_pyramid(report)

    def _fail(self, error: UserError) -> None:
        if self.view is not None:
            self.view.say(str(error))

    def _index(self) -> int | None:
        document = self._model.document
        steps = document.recipe.steps if document else ()
        found = [place for place, step in enumerate(steps) if isinstance(step.filter, Encoder)]
        return self._panel.chosen if self._panel.chosen in found else found[0] if found else None

    def _add(self) -> None:
        self._panel.add(Encoder)
        self.open()

    def _show_button(self) -> None:
        step = self._panel.step
        self.button.setVisible(step is not None and isinstance(step.filter, Encoder))
        if self._index() != self._shown:
            self.refresh()
