"""The work is kept a moment after each edit and brought back after a session that was not closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile, QObject, QTimer

from engine.editing.document import Document
from engine.editing.history import History
from engine.editing.work_file import WorkFile
from engine.errors import UserError
from gui.document_model import DocumentModel
from gui.engine_thread import EngineThread, Listener
from gui.workspace import Workspace

MOMENT_MILLISECONDS = 250
WINDOWS = 8
"""So many windows at once keep their work; each has a folder of its own, so that they leave each other alone."""


def work_folder() -> Path:
    """The folder for what a program wants to find again after it ended."""
    return Path(platformdirs.user_state_dir("neural-darkroom", appauthor=False)) / "work"


@dataclass(frozen=True)
class Place:
    """A folder for the work of one window, and the lock that keeps other windows out."""

    work: WorkFile
    lock: QLockFile


class Autosave(QObject):
    """Keeps the history of a page's document model on disk; a person is told on the page what came of it."""

    def __init__(self, engine: EngineThread, model: DocumentModel, page: Workspace) -> None:
        super().__init__(page)
        self._engine = engine
        self._model = model
        self._page = page
        self._place = _free_place(work_folder())
        self._left: Place | None = (
            None  # where an earlier session left its work, while this one keeps its own elsewhere
        )
        self._kept: History[Document] | None = None
        self._remark = ""
        self._restored: Place | None = None  # where the work on screen was brought back from
        self._offered = False
        self._failed = False
        self._trying = False  # whether work was brought back of which nobody knows yet that it can be shown
        self._timer = QTimer(self, singleShot=True, interval=MOMENT_MILLISECONDS)
        self._timer.timeout.connect(self._keep)
        model.changed.connect(self._note)

    def bring_back(self, otherwise: Callable[[], None]) -> None:
        """Go on with work that was never closed, in the background; where there is none, or it is damaged, do else."""
        if self._place is None or not self._place.work.is_there:
            otherwise()
            return

        def failed(error: UserError) -> None:
            self._remark = str(error)
            otherwise()

        self._take(self._place, failed)

    def offer_to_bring_back(self) -> None:
        """Leave work that was never closed where it is, and offer it as soon as there is something on screen."""
        if self._place is not None and self._place.work.is_there:
            self._left, self._place = self._place, _free_place(work_folder(), empty=True)

    def _bring_back_left(self) -> None:
        """Go on with the work that was left; it is let go of there as soon as it is kept with this window's."""

        def failed(error: UserError) -> None:
            self._trying = False
            self._page.fail(error, about="last work")

        if self._left is not None:
            self._take(self._left, failed)

    @property
    def _has_restored_left(self) -> bool:
        return self._left is not None and self._restored is self._left and not self._trying

    def _let_go(self, _: None = None) -> None:
        if self._left is not None:
            self._left.work.forget()
            self._left.lock.unlock()
            self._left = None

    def _take(self, place: Place, failed: Callable[[UserError], None]) -> None:
        self._trying = True
        task = self._page.activity.begin("open", "Opening the last work", lambda: self._engine.cancel("open"))
        listener = Listener(finished=partial(self._restore, place), failed=failed, ended=task.end)
        self._engine.start("open", place.work.take(), listener)

    def settle(self) -> None:
        """The work is on screen: from here on it can be relied on."""
        self._trying = False
        self._note()
        if self._remark:
            self._page.message.say(self._remark)
            self._remark = ""
        elif self._left is not None and not self._offered:
            self._offered = True
            self._page.message.say(
                "The last session was not closed. Its work is kept until you go on with it.",
                ways_on={"Restore the last work": self._bring_back_left},
                about="last work",
            )

    def forget(self) -> None:
        """The window is closed as it should be, and the engine has ended: nothing is to be brought back."""
        self._timer.stop()
        if self._place is not None:
            self._place.work.forget()
            self._place.lock.unlock()
            self._place = None  # it may be another window's from now on
        if self._has_restored_left:
            self._let_go()
        elif self._left is not None:
            self._left.lock.unlock()

    def _restore(self, place: Place, history: History[Document]) -> None:
        self._restored = place
        self._remark = "The last session was not closed; here is your work as it was."
        if history.present.name == "Switch all filters off":
            self._remark = "The last session ended twice with this work; its filters are switched off for now."
        self._model.restore(history)

    def _note(self) -> None:
        if self._model.history is not self._kept and not self._trying and not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        if self._place is not None and not self._failed and (history := self._model.history) is not None:
            self._kept = history
            listener = Listener(failed=self._fail)
            if self._has_restored_left:
                listener = replace(listener, finished=self._let_go)
            self._engine.start("autosave", self._place.work.keep(history), listener)

    def _fail(self, error: UserError) -> None:
        """Say it once; a full disk is no reason to complain after every edit."""
        self._failed = True
        self._page.fail(error, about="autosave")


def _free_place(folder: Path, *, empty: bool = False) -> Place | None:
    """A place that no living window has: the first with work in it, else the first; None where nothing can be kept.

    `empty` asks for one without work in it.
    """
    free: list[Place] = []
    for number in range(1, WINDOWS + 1):
        place = folder / str(number)
        if free and not place.is_dir():
            break
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError:
            break
        lock = QLockFile(str(place / "lock"))
        lock.setStaleLockTime(0)  # it is stale when its process is gone, however old it is
        if not lock.tryLock(0):
            continue
        found = Place(WorkFile(place), lock)
        if not found.work.is_there:
            free.append(found)
        elif not empty:
            return found  # the locks of the others end with their objects
    return free[0] if free else None
