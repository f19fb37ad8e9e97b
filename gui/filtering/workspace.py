"""The Filter workspace: a picture, a recipe, and the result at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QMenu, QVBoxLayout

from engine.editing.document import Document, open_document
from engine.editing.render import RenderCache, Rendered
from engine.errors import UserError
from engine.filters.recipe import Recipe
from engine.image import Image
from gui.document_model import DocumentModel
from gui.empty_state import EmptyState
from gui.engine_thread import EngineThread, Listener
from gui.filtering.autosave import Autosave
from gui.filtering.canvas_menu import CanvasMenu
from gui.filtering.encoder_view import EncoderOpener
from gui.filtering.file_actions import PICTURES, FileActions
from gui.filtering.histogram import HistogramPage
from gui.filtering.history_list import HistoryList
from gui.filtering.panel_foot import PanelFoot
from gui.filtering.preview import Preview
from gui.filtering.readout import Readout, facts
from gui.filtering.recipe_actions import RecipeActions
from gui.filtering.recipe_panel import RecipePanel
from gui.filtering.region_tool import RegionTool
from gui.filtering.session import SAMPLE_RECIPE, remembered_document, sample_photo
from gui.filtering.thumbnails import Thumbnails
from gui.filtering.view_actions import ViewActions
from gui.image_canvas import ImageCanvas
from gui.kernel_editor.opener import KernelOpener
from gui.qimage import image_from, qimage_over
from gui.settings import Settings
from gui.warm_up import WarmUp
from gui.workspace import Workspace, dropped_paths


class FilterWorkspace(Workspace):
    """People open their picture, put filters on it, see every change at once and save the result."""

    facts = Signal(str)  # size, channels and depth of the result, and how long it took

    def __init__(self, engine: EngineThread, settings: Settings) -> None:
        self.canvas = ImageCanvas()
        super().__init__(self.canvas, engine, settings)
        self.cache = RenderCache()
        self.rendered: Rendered | None = None  # what is on screen
        self._preview = Preview(engine, self.cache, self.activity, self)
        self._preview.unfiltered.connect(lambda rendered: self._show_unfiltered(rendered))
        self._preview.rendered.connect(lambda rendered: self._show_rendered(rendered))
        self._preview.failed.connect(partial(self.fail, about="preview"))
        self.model = DocumentModel(self)
        self.model.changed.connect(self._render)
        self.files = FileActions(self, self.model, self.cache, engine, settings, lambda: self.result)
        self.files.saved.connect(self._show_title)
        self.warm_up = WarmUp(self)
        thumbnails = Thumbnails(engine, self.warm_up, self)
        self.recipe = RecipePanel(self.model, thumbnails)
        self.recipe_actions = RecipeActions(self, self.model, self.recipe, thumbnails)
        self.recipe.refused.connect(partial(self.message.say, wrong=True))
        self.panel.addWidget(self.recipe)
        self.histogram = HistogramPage(engine, settings)
        self.model.changed.connect(self.histogram.disturb)
        self.history = HistoryList(self.model)
        self.foot = PanelFoot(settings)
        self.foot.add("Histogram", self.histogram, "How many pixels are how bright (Ctrl+Shift+H)")
        self.foot.add("History", self.history, "Every edit, to go back to (Ctrl+H)")
        self.footer.addWidget(self.foot)
        self.autosave = Autosave(engine, self.model, self)
        self.views = ViewActions(self, self.canvas, engine, settings)
        self.region = RegionTool(self, self.canvas, self.model, self.recipe)
        self.readout = Readout(self.canvas)
        self.readout.changed.connect(self.status)
        self.start = self._make_start()
        self.recent = QMenu("Open recent", self)
        self.recent.aboutToShow.connect(self._list_recent)
        self._make_actions()
        self._render()
        CanvasMenu(self, self.canvas, self.readout)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    @property
    def result(self) -> Image | None:
        """The picture that is shown, in full resolution."""
        return self.rendered.image if self.rendered else None

    # -- opening --------------------------------------------------------------------------------------------

    def open(self, path: Path, recipe: Recipe | None = None) -> None:
        """Load a picture in the background; the one that is shown stays until it is there."""
        task = self.activity.begin("open", f"Opening {path.name}", lambda: self._engine.cancel("open"))
        opened = Listener(finished=self.show_document, failed=self._not_opened, ended=task.end)
        self._engine.start("open", open_document(path, recipe), opened)

    def open_first(self, picture: str | None) -> None:
        """What is on screen at the start: the picture asked for, else the last work, else the sample photo."""
        if picture is not None:
            self.autosave.offer_to_bring_back()
            self.open(Path(picture))
        else:
            self.autosave.bring_back(self._open_last)

    def _open_last(self) -> None:
        if last := remembered_document(self._settings):
            self.open(*last)
        else:
            self.open_sample()

    def open_sample(self) -> None:
        self.open(sample_photo(), SAMPLE_RECIPE)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Open a picture; several, or a folder, are a batch."""
        if len(paths) > 1 or paths[0].is_dir():
            self.files.open_batch(paths)
        else:
            self.open(paths[0])

    def ask_open(self) -> None:
        if path := self.ask_open_path("Open a picture", PICTURES):
            self.open(path)

    def paste(self) -> None:
        """Open the picture or the picture file on the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if data and (paths := dropped_paths(data)):
            self.take_files(paths)
        elif data and data.hasImage():
            self.show_document(Document(image_from(QGuiApplication.clipboard().image())))
        else:
            self.message.say("There is no picture on the clipboard.", wrong=True)

    def copy(self) -> None:
        """Put the result on the clipboard."""
        if self.rendered is None:
            self.status.emit("There is no result yet.")
        else:
            QGuiApplication.clipboard().setImage(qimage_over(self.rendered.after.levels[0]).copy())
            self.status.emit("Copied the result.")

    def remember(self) -> None:
        """Keep the picture's place and the recipe for the next start."""
        if (document := self.model.document) is not None and document.path is not None:
            self._settings.set_text("picture", str(document.path.resolve()))
            self._settings.set_text("recipe", document.recipe.to_json())

    def show_document(self, document: Document) -> None:
        """Show a picture, and the recipe it comes with."""
        self.message.withdraw("open")
        self.model.open(document)
        if document.path is not None and document.path != sample_photo():
            self._settings.add_recent(document.path)
        self._show_title()
        self.canvas.fit()

    def _not_opened(self, error: UserError) -> None:
        self.fail(error, about="open")
        self.start.setVisible(self.model.document is None)

    # -- showing ----------------------------------------------------------------------------------------------

    def _render(self) -> None:
        document = self.model.document
        self._undo.setEnabled(bool(self.model.undo_name))
        self._undo.setText(f"Undo {self.model.undo_name}".strip())
        self._redo.setEnabled(bool(self.model.redo_name))
        self._redo.setText(f"Redo {self.model.redo_name}".strip())
        if document is None:
            return
        self._show_title()
        self.message.withdraw()
        self.start.hide()
        self._preview.show(document, dragged=self.model.dragged)

    def _show_unfiltered(self, rendered: Rendered) -> None:
        """Let a person see the picture they have opened while its result is being computed."""
        self.rendered = None
        self.canvas.show_picture(rendered.after, values=rendered.image, unfiltered=True)
        self.views.show_rendered(None)
        self.readout.show_rendered(rendered)
        self.facts.emit(rendered.image.describe())

    def _show_rendered(self, rendered: Rendered) -> None:
        self.rendered = rendered
        self.message.withdraw("preview")
        before = rendered.document.image
        self.canvas.show_picture(rendered.after, rendered.before, rendered.image, before)
        self.views.show_rendered(rendered)
        self.region.show_rendered(rendered)
        self.readout.show_rendered(rendered)
        self.facts.emit(facts(rendered))
        self.encoder.refresh()
        self.histogram.show_result(rendered.document.image, rendered.image)
        self.autosave.settle()

    def _show_title(self) -> None:
        if (document := self.model.document) is not None:
            self._title.setText(document.title + (" •" if self.model.modified else ""))
            self._title.setToolTip(str(document.path or document.title))
            self.title_changed.emit(document.title)

    # -- hands ------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holding the backslash shows the picture before filtering, wherever the focus is but in a text field."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Backslash and self.isVisible():
            typing = isinstance(QApplication.focusWidget(), QLineEdit | QAbstractSpinBox)
            if event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and not typing:
                if not event.isAutoRepeat():
                    self.canvas.hold_before(event.type() == QEvent.Type.KeyPress)
                return True
        return super().eventFilter(watched, event)

    def _list_recent(self) -> None:
        self.recent.clear()
        for path in self._settings.recent():
            self.recent.addAction(path.name, partial(self.open, path)).setToolTip(str(path))
        if self.recent.isEmpty():
            self.recent.addAction("Nothing opened yet").setEnabled(False)

    def _make_start(self) -> EmptyState:
        """What the canvas shows where no picture could be opened yet."""
        ways_on = {"Open a picture…": self.ask_open, "Open sample photo": self.open_sample}
        start = EmptyState("image-outline", "Open a picture", "Or drop one here, or paste it.", ways_on)
        QVBoxLayout(self.canvas).addWidget(start)
        start.hide()
        return start

    def _make_actions(self) -> None:
        self._title = self.bar_title()
        opened = self.action("File", "&Open…", self.ask_open, icon="folder-open-outline", keys="Ctrl+O")
        self.menus["File"].append(self.recent.menuAction())
        self.action("File", "Open sample photo", self.open_sample)
        self.separate("File")
        self.files.add_save()
        self.views.add_to_file_menu()
        self.files.add_batch()
        self.separate("File")
        self.files.add_recipes()
        self._undo = self.action("Edit", "Undo", self.model.undo, icon="undo", keys="Ctrl+Z")
        self._redo = self.action("Edit", "Redo", self.model.redo, icon="redo", keys="Ctrl+Shift+Z|Ctrl+Y")
        self.separate("Edit")
        self.action("Edit", "Copy result", self.copy, keys="Ctrl+C")
        self.views.add_to_edit_menu()
        self.action("Edit", "Paste picture", self.paste, keys="Ctrl+V")
        self.separate("Edit")
        self.recipe_actions.add_to_edit_menu()
        self.region.add_to_edit_menu()
        self.kernels = KernelOpener(self, self.model, lambda: self.recipe.chosen, self._settings)
        self.views.add_to_view_menu()
        for action in (opened, self.files.save_action, self._undo, self._redo):
            self.bar_button(action)
        self.views.add_to_bar(self.region.tool)
        self.separate("View")
        self.action("View", "Histogram", lambda: self.foot.toggle("Histogram"), keys="Ctrl+Shift+H")
        self.action("View", "History", lambda: self.foot.toggle("History"), keys="Ctrl+H")
        self.encoder = EncoderOpener(self, self.model, self.recipe, self.cache, self._engine)
