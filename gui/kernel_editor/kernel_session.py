"""One sitting at a kernel: its own undo, its effect on the document while it lasts, and one undo step at its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.editing.history import History
from engine.filters.custom import CustomKernel
from gui.document_model import DocumentModel

LONGEST_PAST = 500
"""Edits that can be taken back within the sitting."""


class KernelSession(QObject):
    """Edits the custom kernel of a step. The document shows every change as a preview and takes the last one as an
    edit when the sitting ends.

    What is done to the document meanwhile is respected: a step that is moved is followed, a kernel that is changed
    elsewhere becomes an edit here, and where the step is gone the sitting `ended`.
    """

    changed = Signal()
    ended = Signal()

    def __init__(self, model: DocumentModel, index: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        document = model.document
        if document is None:
            raise TypeError("there is no document to edit a kernel of")
        kernel = document.recipe.steps[index].filter
        if not isinstance(kernel, CustomKernel):
            raise TypeError(f"step {index} is no custom kernel")
        self._model = model
        self._base = document
        self._index = index
        self._history = History.begin("Open", kernel)
        self._shown = kernel
        self._own = False
        model.changed.connect(self._document_changed)

    @property
    def kernel(self) -> CustomKernel:
        """The kernel as it was last meant."""
        return self._history.present.value

    @property
    def shown(self) -> CustomKernel:
        """The kernel as the picture shows it: one that is being typed, perhaps."""
        return self._shown

    @property
    def undo_name(self) -> str:
        return self._history.present.name if self._history.past else ""

    @property
    def redo_name(self) -> str:
        return self._history.future[0].name if self._history.future else ""

    def preview(self, kernel: CustomKernel) -> None:
        """Show a kernel that is not meant yet."""
        self._show(kernel)

    def edit(self, name: str, kernel: CustomKernel) -> None:
        """Make an edit that can be taken back."""
        if kernel != self.kernel:
            history = self._history.then(name, kernel)
            self._history = History(history.present, history.past[-LONGEST_PAST:])
        self._show(kernel)

    def undo(self) -> None:
        self._history = self._history.undo()
        self._show(self.kernel)

    def redo(self) -> None:
        self._history = self._history.redo()
        self._show(self.kernel)

    def finish(self) -> None:
        """Keep the kernel, as one undo step of the document."""
        self._leave()
        self._model.edit("Edit kernel", self._base.with_filter(self._index, self.kernel))

    def cancel(self) -> None:
        """Leave the document as it was. What was made can be brought back by redo, unless that has something to do."""
        self._leave()
        if self.kernel == self._base.recipe.steps[self._index].filter or self._model.redo_name:
            self._model.edit("Edit kernel", self._base)
        else:
            self._model.edit("Edit kernel", self._base.with_filter(self._index, self.kernel))
            self._model.undo()

    def _show(self, kernel: CustomKernel) -> None:
        self._shown = kernel
        self._own = True
        try:
            self._model.preview(self._base.with_filter(self._index, kernel))
        finally:
            self._own = False
        self.changed.emit()

    def _document_changed(self) -> None:
        """Follow what was done to the document by others."""
        if self._own:
            return
        document = self._model.document
        steps = document.recipe.steps if document else ()
        same = [place for place, step in enumerate(steps) if step.filter is self._shown]
        index = same[0] if same else self._index
        kernel = steps[index].filter if index < len(steps) else None
        if document is None or not isinstance(kernel, CustomKernel):
            self._leave()
            self.ended.emit()
            return
        self._base, self._index, self._shown = document, index, kernel
        if kernel != self.kernel:
            self._history = self._history.then("Change in the recipe", kernel)
        self.changed.emit()

    def _leave(self) -> None:
        self._model.changed.disconnect(self._document_changed)
