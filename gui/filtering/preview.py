"""The document on its way to the screen: the newest wins, and yet a drag is seen to move."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from engine.editing.document import Document
from engine.editing.render import RenderCache, RenderReport, render, unfiltered
from engine.image import Image
from gui.activity import Activity, Task
from gui.engine_thread import EngineThread, Listener

SLOT = "preview"
FIRST_LOOK = "first look"  # the slot for a picture that was just opened
GRACE_SECONDS = 1.5
"""How long a picture under way is let be when a newer one is wanted. If each new value of a slider stopped the one
before, a picture that takes longer than the next value would never be seen while one drags."""


class Preview(QObject):
    """Renders a document beside the window. `rendered` carries each `Rendered`, `failed` what a person got wrong.

    Where the picture is another than the last, `unfiltered` first carries it without its recipe.
    """

    unfiltered = Signal(object)
    rendered = Signal(object)
    failed = Signal(object)

    def __init__(self, engine: EngineThread, cache: RenderCache, activity: Activity, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._cache = cache
        self._activity = activity
        self._image: Image | None = None
        self._waiting: Document | None = None
        self._under_way: Document | None = None
        self._begun: float | None = None  # when the one under way began
        self._task: Task | None = None
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._begin)

    def show(self, document: Document, *, dragged: bool) -> None:
        """Render a document; what waits for its turn gives way to it, what is under way too.

        Where a value is `dragged`, what is under way is let be for a moment.
        """
        if document.image is not self._image:
            self._image = document.image
            if any(step.on for step in document.recipe.steps):
                self._engine.start(FIRST_LOOK, unfiltered(document), Listener(finished=self.unfiltered.emit))
        if self._begun is not None and document == self._under_way:
            self._waiting = None
            return
        self._waiting = document
        if self._begun is None or not dragged:
            self._begin()
        elif not self._patience.isActive():
            left = self._begun + GRACE_SECONDS - time.monotonic()
            self._patience.start(max(0, round(1000 * left)))

    def cancel(self) -> None:
        """Leave the screen as it is."""
        self._waiting = None
        self._patience.stop()
        self._engine.cancel(SLOT)

    def _begin(self) -> None:
        """Render what waits, in the place of what is under way."""
        document, self._waiting = self._waiting, None
        if document is None:
            return
        self._patience.stop()
        self._under_way = document
        self._begun = time.monotonic()
        self._task = task = self._activity.begin(SLOT, "Filtering", self.cancel)
        titles = [step.filter.title for step in document.recipe.steps if step.on]

        def report(report: RenderReport) -> None:
            task.report(titles[report.step], report.step / report.steps)

        def ended() -> None:
            task.end()
            if task is self._task:
                self._begun = None
                self._begin()

        listener = Listener(report, self.rendered.emit, self.failed.emit, ended)
        self._engine.start(SLOT, render(document, self._cache), listener)
