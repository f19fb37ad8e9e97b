"""What the File menu offers beside opening: saving the result, and recipes as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from engine.codec import FORMATS
from engine.editing.document import Document
from engine.editing.render import RenderCache, RenderReport
from engine.editing.saving import save_document, saved_size
from engine.filters.recipe_presets import find_recipe
from engine.image import Image
from engine.save_options import SaveOptions
from gui.activity import Task
from gui.document_model import DocumentModel
from gui.engine_thread import EngineThread, Listener
from gui.filtering.batch_dialog import BatchDialog
from gui.filtering.save_dialog import SaveDialog
from gui.filtering.session import sample_photo
from gui.settings import Settings
from gui.workspace import FileKind, Workspace

PICTURES = FileKind("picture", "Pictures (" + " ".join(f"*{ending}" for ending in FORMATS) + ");;All files (*)")
RECIPES = FileKind("recipe", "Recipes (*.json)")


class FileActions(QObject):
    """The actions of a page that write the document of a model, or its recipe, to files. `saved` carries the path.

    `result` is the picture on screen, where there is one already.
    """

    saved = Signal(object)

    def __init__(
        self,
        page: Workspace,
        model: DocumentModel,
        cache: RenderCache,
        engine: EngineThread,
        settings: Settings,
        result: Callable[[], Image | None],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._model = model
        self._cache = cache
        self._engine = engine
        self._settings = settings
        self._result = result
        self.batch: BatchDialog | None = None
        self._place: tuple[Image, Path, SaveOptions] | None = None  # where this picture was saved, and how

    def add_save(self) -> None:
        action, tip = self._page.action, "Write the result to a picture file"
        self.save_action = action(
            "File", "&Save result", self.save, icon="content-save-outline", keys="Ctrl+S", tip=tip
        )
        action("File", "Save result &as…", self.ask_save, keys="Ctrl+Shift+S", tip=f"{tip} of another name or kind")

    def add_batch(self) -> None:
        tip = "Put the recipe on many pictures"
        self._page.action("File", "&Batch…", self.open_batch, icon="image-multiple-outline", keys="Ctrl+B", tip=tip)

    def open_batch(self, paths: Sequence[Path] = ()) -> None:
        """Show the Batch dialog as it was left, with more pictures or those in folders."""
        if self.batch is None:
            self.batch = BatchDialog(self._model, self._engine, self._settings, self._page)
            self.batch.done_batch.connect(self._tell_batch)
        self.batch.show()
        self.batch.raise_()
        self.batch.activateWindow()
        if paths:
            self.batch.add(paths)

    def _tell_batch(self, summary: str) -> None:
        if self.batch is not None and not self.batch.isVisible():
            self._page.message.say(f"Batch: {summary}", ways_on={"Show": self.open_batch}, about="batch")

    def add_recipes(self) -> None:
        self._page.action("File", "Load recipe…", self.ask_recipe)
        self._page.action("File", "Save recipe…", self.ask_save_recipe)

    def save(self) -> None:
        """Write the result where it was written before, in the same way; ask where that is not known."""
        document = self._model.document
        if document is not None and self._place is not None and self._place[0] is document.image:
            self.write(*self._place[1:])
        else:
            self.ask_save()

    def ask_save(self) -> None:
        """Ask for a name, then for what its format leaves open."""
        if (document := self._model.document) is None:
            return
        ending = self._settings.text("save ending", ".png")
        suggested, folder = f"{Path(document.title).stem}-filtered{ending}", document.path and document.path.parent
        if document.path == sample_photo():  # it lies among the files of a library
            folder = None
        if self._place is not None and self._place[0] is document.image:
            suggested = self._place[1].name
        if path := self._page.ask_save_path("Save the result", PICTURES, suggested, folder):
            self._page.guard(partial(self._ask_options, path, document))

    def _ask_options(self, path: Path, document: Document) -> None:
        image, options = self._result() or document.image, self._settings.declared("save options", SaveOptions())
        if not SaveOptions.applying(path.name, image):
            self.write(path, options)
            return
        sized = partial(saved_size, document, self._cache, path.name)
        dialog = SaveDialog(path, image, options, self._engine, sized, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._take_options(path, dialog.options))
        dialog.open()

    def _take_options(self, path: Path, options: SaveOptions) -> None:
        self._settings.set_declared("save options", options)
        self._settings.set_text("save ending", path.suffix)
        self.write(path, options)

    def write(self, path: Path, options: SaveOptions) -> None:
        """Write the result in full resolution, in the background."""
        if (document := self._model.document) is None:
            return

        def done(path: Path) -> None:
            self._place = document.image, path, options
            self._saved(document, path)

        task = self._page.activity.begin("save", f"Saving {path.name}", lambda: self._engine.cancel("save"))
        listener = Listener(partial(_report, task), done, partial(self._page.fail, about="save"), task.end)
        self._engine.start("save", save_document(document, self._cache, path, options), listener)

    def ask_recipe(self) -> None:
        """Replace the recipe by one from a file."""
        if self._model.document is not None and (path := self._page.ask_open_path("Load a recipe", RECIPES)):
            self.take_recipe(path)

    def take_recipe(self, source: str | Path) -> None:
        """Put a recipe, by the name of a shipped one or from a file, in the place of the one in use."""
        if (document := self._model.document) is not None:
            self._page.guard(lambda: self._model.edit("Load recipe", document.with_recipe(find_recipe(source))))

    def ask_save_recipe(self) -> None:
        document = self._model.document
        if document is not None and (path := self._page.ask_save_path("Save the recipe", RECIPES, "recipe.json")):
            self._page.guard(partial(document.recipe.save, path), f"Saved {path}.")

    def _saved(self, document: Document, path: Path) -> None:
        self._page.message.withdraw("save")
        self._model.mark_saved(document)
        self.saved.emit(path)
        self._page.status.emit(f"Saved {path}.")


def _report(task: Task, report: RenderReport) -> None:
    task.report(f"Filtering, then saving: {report.step} of {report.steps}", report.step / report.steps)
