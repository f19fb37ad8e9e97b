"""The way into the Kernel editor: an action of the Filter page, which the small matrix of the form triggers too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from engine.filters.custom import CustomKernel
from gui.document_model import DocumentModel
from gui.kernel_editor.editor import KernelEditor
from gui.kernel_editor.kernel_session import KernelSession
from gui.matrix_control import EDIT_KERNEL
from gui.settings import Settings
from gui.workspace import Workspace


class KernelOpener(QObject):
    """Opens the editor on the chosen step, or else on the first custom kernel of the recipe; one editor at a time."""

    def __init__(self, page: Workspace, model: DocumentModel, chosen: Callable[[], int], settings: Settings) -> None:
        super().__init__(page)
        self._page = page
        self._model = model
        self._chosen = chosen
        self._settings = settings
        self.editor: KernelEditor | None = None
        action = page.action("Edit", "Edit kernel…", self.open, keys="Ctrl+Shift+K", tip="Open the Kernel editor")
        action.setObjectName(EDIT_KERNEL)

    def open(self) -> None:
        """Show the editor; where the recipe has no kernel, say so and offer one."""
        index = self._index()
        if index is None:
            self._page.message.say(
                "There is no custom kernel in the recipe.",
                ways_on={"Add one": self._add} if self._model.document else {},
            )
            return
        if self.editor is not None:
            self.editor.accept()
        self._open(index)

    def _open(self, index: int) -> None:
        self.editor = KernelEditor(KernelSession(self._model, index), self._settings, self._page.window())
        self.editor.finished.connect(self._closed)
        self.editor.show()
        self.editor.raise_()
        self.editor.activateWindow()

    def _closed(self) -> None:
        if self.editor is not None:
            self.editor.deleteLater()
        self.editor = None

    def _index(self) -> int | None:
        document = self._model.document
        steps = document.recipe.steps if document else ()
        kernels = [place for place, step in enumerate(steps) if isinstance(step.filter, CustomKernel)]
        chosen = self._chosen()
        return chosen if chosen in kernels else kernels[0] if kernels else None

    def _add(self) -> None:
        if (document := self._model.document) is not None:
            self._model.edit(f"Add {CustomKernel.title}", document.with_added(CustomKernel()))
            self.open()
