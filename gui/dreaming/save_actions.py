"""Dreams into files, and onto the clipboard."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication

from engine.background import in_background
from engine.dream.animation import FORMATS, AnimationPlan
from engine.dream.dreams import Dreams
from engine.dream.export import FilePlan, PicturePlan, check_ending, file_size, picture, saving
from gui.dreaming.session import Session
from gui.dreaming.viewing import Viewing
from gui.engine_thread import EngineThread, Listener
from gui.file_dialog import FileDialog
from gui.qimage import qimage_over
from gui.settings import Settings
from gui.workspace import FileKind, Workspace

PICTURE = FileKind("dream", "Pictures (*.png)")
ANIMATION = FileKind("dream", f"Animations ({' '.join(f'*{ending}' for ending in FORMATS)})")
ARRAYS = FileKind("dream", "Arrays of NumPy (*.npz)")
SLOT, FILM = "save dream", "dream animation"
NOTHING = "There is no dream to save yet."


class SaveActions:
    """The entries of the File menu for what is looked at, a picture or a sheet, and for the way there."""

    def __init__(
        self, page: Workspace, session: Session, viewing: Viewing, engine: EngineThread, settings: Settings
    ) -> None:
        self._page, self._session, self._viewing = page, session, viewing
        self._engine, self._settings = engine, settings
        self.picture = page.action(
            "File",
            "Save picture…",
            partial(self._ask, "Save the dream", PICTURE, ".png"),
            icon="content-save-outline",
            keys="Ctrl+S",
            tip="Save what is shown as a picture, enlarged",
        )
        self.animation = page.action(
            "File",
            "Save animation…",
            partial(self._ask, "Save the way of the dream", ANIMATION, ".gif"),
            icon="movie-open-outline",
            keys="Ctrl+Shift+S",
            tip="Save the way there as GIF, APNG or WebP",
        )
        page.action("File", "Save as numbers…", partial(self._ask, "Save the dream as numbers", ARRAYS, ".npz"))
        page.action("Edit", "Copy picture", self.copy, keys="Ctrl+C")
        page.separate("Edit")

    @property
    def shown(self) -> Dreams | None:
        """The dreams as they stand in the moment that is looked at."""
        dreams, frame, report = self._session.dreams, self._viewing.frame, self._session.report
        if dreams is None or frame is None or report is None:
            return None
        then = dreams.at(frame)
        return replace(then, images=report.images) if frame.step == report.step else then

    def save(self, path: Path, plan: FilePlan | None = None) -> None:
        """Write what is shown, or the whole way there, as the name's ending says."""
        dreams = self._session.dreams if path.suffix.lower() in FORMATS else self.shown
        if dreams is None:
            self._page.message.say(NOTHING, wrong=True)
            return
        self._page.message.withdraw()
        text = f"Writing {path.name}"
        task = self._page.activity.begin(SLOT, text, partial(self._engine.cancel, SLOT))
        listener = Listener(
            report=lambda share: task.report(text, share or None),
            finished=lambda path: self._page.status.emit(f"Saved {path}."),
            failed=self._page.fail,
            ended=task.end,
        )
        self._engine.start(SLOT, saving(dreams, path, plan), listener)

    def copy(self) -> None:
        """Put the picture or the sheet that is shown on the clipboard, as large as one was saved last."""
        dreams = self.shown
        if dreams is None:
            self._page.message.say(NOTHING, wrong=True)
            return
        job = in_background(partial(picture, dreams, self._look(len(dreams.images))))
        self._engine.start("copy dream", job, Listener(finished=self._put, failed=self._page.fail))

    def _put(self, pixels: np.ndarray) -> None:
        QGuiApplication.clipboard().setImage(qimage_over(pixels).copy())
        self._page.status.emit("Copied the picture.")

    def _ask(self, title: str, kind: FileKind, ending: str) -> None:
        dreams = self.shown
        if dreams is None:
            self._page.message.say(NOTHING, wrong=True)
        elif path := self._page.ask_save_path(title, kind, _suggested(dreams, ending)):
            self._page.guard(lambda: self._ask_how(dreams, path, check_ending(path)))

    def _ask_how(self, dreams: Dreams, path: Path, ending: str) -> None:
        """How large, where that is a question; then write."""
        count = len(dreams.images)
        if ending == ".npz":
            self.save(path)
        elif ending == ".png":
            facts = f"After step {dreams.film[-1].step:,}" if count == 1 else f"A sheet of {count} pictures"
            self._open(path, facts, dreams, _name(count), self._look(count))
        elif (whole := self._session.dreams) is not None:
            film = self._settings.declared(FILM, AnimationPlan())
            self._open(path, f"The way of {whole.film[-1].step:,} steps", whole, FILM, film)

    def _open(self, path: Path, facts: str, dreams: Dreams, name: str, plan: FilePlan) -> None:
        """Ask how; `name` is what the answer is remembered by."""
        ending = path.suffix.lower()
        sized = partial(file_size, dreams, ending)
        dialog = FileDialog(path, f"Save as {ending[1:].upper()}", facts, plan, self._engine, sized, self._page)

        def take() -> None:
            chosen = dialog.value
            assert isinstance(chosen, FilePlan)
            self._settings.set_declared(name, chosen)
            self.save(path, chosen)

        dialog.accepted.connect(take)
        dialog.open()

    def _look(self, count: int) -> PicturePlan:
        """How large a picture, or a sheet of so many, was saved last."""
        return self._settings.declared(_name(count), PicturePlan.suiting(count))


def _name(count: int) -> str:
    """What the look of a picture or of a sheet is remembered by."""
    return "dream picture" if count == 1 else "dream sheet"


def _suggested(dreams: Dreams, ending: str) -> str:
    """A name for a file."""
    return f"dream-{dreams.captions[0]}{ending}" if len(dreams.captions) == 1 else f"dreams{ending}"
