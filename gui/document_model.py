"""The document's history behind one Qt signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.editing.document import Document
from engine.editing.history import History


class DocumentModel(QObject):
    """The document that the Filter workspace shows. `changed` is sent after every edit, undo, redo and preview."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: History[Document] | None = None
        self._preview: Document | None = None
        self._saved: Document | None = None

    @property
    def document(self) -> Document | None:
        """The document as it is shown: a preview where a slider is being dragged."""
        return self._preview or (self._history.present.value if self._history else None)

    @property
    def dragged(self) -> bool:
        """Whether the document is a preview."""
        return self._preview is not None

    @property
    def history(self) -> History[Document] | None:
        """Every edit that can be gone back to; what is being dragged is not one yet."""
        return self._history

    @property
    def undo_name(self) -> str:
        """What `undo` would take back, or ""."""
        return self._history.present.name if self._history and self._history.past else ""

    @property
    def redo_name(self) -> str:
        """What `redo` would do again, or ""."""
        return self._history.future[0].name if self._history and self._history.future else ""

    @property
    def modified(self) -> bool:
        """Whether there are edits that no saved picture shows."""
        return self._history is not None and self._history.present.value is not self._saved

    def open(self, document: Document) -> None:
        """Go on with a document that was just opened; undo goes back to the one before."""
        name = f"Open {document.title}"
        self._history = self._history.then(name, document) if self._history else History.begin(name, document)
        self._saved = document
        self._show(None)

    def mark_saved(self, document: Document) -> None:
        """A picture shows this document from now on; edits may have followed it meanwhile."""
        self._saved = document

    def preview(self, document: Document) -> None:
        """Show a document that is not an undo step yet."""
        self._show(document)

    def edit(self, name: str, document: Document) -> None:
        """Make an edit, as one undo step called `name`; nothing happens where the document stays equal."""
        if self._history is None:
            self.open(document)
        elif document != self._history.present.value:
            self._history = self._history.then(name, document)
            self._show(None)
        elif self._preview is not None:
            self._show(None)

    def undo(self) -> None:
        if self._history:
            self._history = self._history.undo()
            self._show(None)

    def redo(self) -> None:
        if self._history:
            self._history = self._history.redo()
            self._show(None)

    def go_to(self, index: int) -> None:
        """Go back or forward to moment `index` of the history, the oldest being 0."""
        if self._history and index != len(self._history.past):
            self._history = self._history.at(index)
            self._show(None)

    def restore(self, history: History[Document]) -> None:
        """Go on where another session was; what it began with counts as saved. Undo goes back to what was open here."""
        self._history = self._history.followed_by(history) if self._history else history
        self._saved = history.moments[0].value
        self._show(None)

    def _show(self, preview: Document | None) -> None:
        self._preview = preview
        self.changed.emit()
