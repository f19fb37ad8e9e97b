"""What the menus offer for recipes: as text, as a Python script, as presets."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QMessageBox

from engine.filters.recipe import Recipe
from engine.filters.recipe_presets import RecipePreset, read_recipes, save_recipe
from engine.filters.script import save_python, to_python
from engine.params import ParameterError
from gui.document_model import DocumentModel
from gui.filtering.preset_gallery import PresetGallery, own_recipes
from gui.filtering.recipe_panel import RecipePanel
from gui.filtering.thumbnails import Thumbnails
from gui.workspace import FileKind, Workspace

SCRIPTS = FileKind("script", "Python scripts (*.py)")
LONGEST_TEXT = 1_000_000


class RecipeActions:
    """The actions of a page that edit the recipe of a document and carry it elsewhere."""

    def __init__(self, page: Workspace, model: DocumentModel, panel: RecipePanel, thumbnails: Thumbnails) -> None:
        self._page = page
        self._model = model
        self._panel = panel
        self._folder = own_recipes()
        self.gallery = PresetGallery(thumbnails, self._folder, page)
        self.gallery.picked.connect(self._use)
        self.gallery.save_wanted.connect(self.ask_save_preset)
        panel.presets_wanted.connect(self.open_gallery)

    def add_to_edit_menu(self) -> None:
        """The actions on steps, which the cards' context menu has too, and those on the whole recipe."""
        page, panel = self._page, self._panel
        page.action("Edit", "Add filter…", panel.open_palette, keys="Ctrl+K")
        steps = [
            page.action("Edit", "Switch filter on or off", panel.switch, keys="Ctrl+E"),
            page.action("Edit", "Duplicate filter", panel.duplicate, keys="Ctrl+D"),
            page.action("Edit", "Move filter up", lambda: panel.shift(-1), keys="Ctrl+Shift+Up"),
            page.action("Edit", "Move filter down", lambda: panel.shift(1), keys="Ctrl+Shift+Down"),
            page.action("Edit", "Remove filter", panel.remove, keys="Del"),
        ]
        panel.cards.addActions(steps)
        for action in steps:
            panel.choice_changed.connect(lambda chosen, action=action: action.setEnabled(chosen >= 0))
        page.separate("Edit")
        page.action("Edit", "Recipe presets…", self.open_gallery, keys="Ctrl+Shift+P")
        page.action("Edit", "Save recipe as preset…", self.ask_save_preset)
        page.action("Edit", "Copy recipe", self.copy, keys="Ctrl+Shift+C", tip="Copy the recipe as text (JSON)")
        page.action("Edit", "Paste recipe", self.paste, keys="Ctrl+Shift+V", tip="Use a recipe that was copied")
        page.action("Edit", "Copy recipe as Python script", self.copy_script)
        page.action("Edit", "Save recipe as Python script…", self.ask_save_script)

    @property
    def recipe(self) -> Recipe | None:
        """The recipe in use; None, and a sentence in the window, where it has no filter."""
        document = self._model.document
        if document is None or not document.recipe.steps:
            self._page.message.say("There is no filter in the recipe yet; add one first.", wrong=True)
            return None
        return document.recipe

    def copy(self) -> None:
        """Put the recipe on the clipboard as text."""
        if (recipe := self.recipe) is not None:
            QGuiApplication.clipboard().setText(recipe.to_json())
            self._page.status.emit("Copied the recipe.")

    def paste(self) -> None:
        """Use the recipe on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if "{" not in text or len(text) > LONGEST_TEXT:
            self._page.message.say("There is no recipe on the clipboard; copy one as text first.", wrong=True)
        elif self._model.document is not None:
            self._page.guard(
                lambda: self._panel.take_recipe("Paste recipe", Recipe.from_json(text)), "Pasted a recipe."
            )

    def copy_script(self) -> None:
        """Put a Python script that does what the recipe does on the clipboard."""
        if (recipe := self.recipe) is not None:
            QGuiApplication.clipboard().setText(to_python(recipe))
            self._page.status.emit("Copied the recipe as a Python script.")

    def ask_save_script(self) -> None:
        """Write a Python script that does what the recipe does."""
        if (recipe := self.recipe) is not None and (
            path := self._page.ask_save_path("Save the recipe as a Python script", SCRIPTS, "recipe.py")
        ):
            self._page.guard(partial(save_python, recipe, path), f"Saved {path}.")

    def open_gallery(self) -> None:
        """Show what the presets make of the picture."""
        if (document := self._model.document) is not None:
            self.gallery.show_for(document.image, bool(document.recipe.steps))

    def ask_save_preset(self) -> None:
        """Keep the recipe in use as a preset, under a name that a person types."""
        if (recipe := self.recipe) is None:
            return
        over = self.gallery if self.gallery.isVisible() else self._page
        suggested = ", ".join(step.filter.title for step in recipe.steps)[:60]
        name, agreed = QInputDialog.getText(over, "Save recipe as preset", "Name of the preset", text=suggested)
        if not agreed:
            return
        own = {preset.name for preset in read_recipes(self._folder).presets if preset.own}
        if name.strip() in own and not self._replace(name.strip()):
            return
        try:
            save_recipe(name, recipe, self._folder)
        except ParameterError as error:
            QMessageBox.warning(over, "Save recipe as preset", f"{str(error).rstrip('.')}.")
            return
        self._page.status.emit(f"Saved the preset {name.strip()}.")
        if self.gallery.isVisible():
            self.gallery.read(name.strip())

    def _replace(self, name: str) -> bool:
        asked = QMessageBox.question(self._page, "Save recipe as preset", f"There is a preset {name}. Replace it?")
        return asked is QMessageBox.StandardButton.Yes

    def _use(self, preset: RecipePreset) -> None:
        self._panel.take_recipe(f"Preset {preset.name}", preset.recipe)
