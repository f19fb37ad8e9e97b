"""What the File menu offers beside opening: saving the result, and recipes as files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.codec import FORMATS
from engine.editing.render import RenderCache
from engine.editing.saving import save_document
from engine.filters.recipe_presets import find_recipe
from engine.save_options import SaveOptions
from gui.document_model import DocumentModel
from gui.engine_thread import EngineThread, Listener
from gui.workspace import FileKind, Workspace

PICTURES = FileKind("picture", "Pictures (" + " ".join(f"*{ending}" for ending in FORMATS) + ");;All files (*)")
RECIPES = FileKind("recipe", "Recipes (*.json)")


class FileActions(QObject):
    """The actions of a page that write the document of a model, or its recipe, to files. `saved` carries the path."""

    saved = Signal(object)

    def __init__(self, page: Workspace, model: DocumentModel, cache: RenderCache, engine: EngineThread) -> None:
        super().__init__(page)
        self._page = page
        self._model = model
        self._cache = cache
        self._engine = engine

    def add_save(self) -> None:
        self.save_action = self._page.action(
            "File", "&Save result as…", self.ask_save, icon="content-save-outline", keys="Ctrl+S"
        )

    def add_recipes(self) -> None:
        self._page.action("File", "Load recipe…", self.ask_recipe)
        self._page.action("File", "Save recipe…", self.ask_save_recipe)

    def ask_save(self) -> None:
        if (document := self._model.document) is not None:
            suggested = f"{Path(document.title).stem}-filtered.png"
            folder = document.path.parent if document.path else None
            if path := self._page.ask_save_path("Save the result", PICTURES, suggested, folder):
                self.save(path)

    def save(self, path: Path) -> None:
        """Write the result in full resolution, in the background."""
        if self._model.document is None:
            return
        activity = self._page.activity
        listener = Listener(finished=self._saved, failed=self._page.fail, ended=activity.end)
        activity.begin(f"Saving {path.name}", lambda: self._engine.cancel("save"))
        self._engine.start("save", save_document(self._model.document, self._cache, path, SaveOptions()), listener)

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

    def _saved(self, path: Path) -> None:
        self._page.message.hide()
        self._model.mark_saved()
        self.saved.emit(path)
        self._page.status.emit(f"Saved {path}.")
