"""Dreams into files."""

from __future__ import annotations

from pathlib import Path

from engine.dream.export import saving
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread, Listener
from gui.workspace import FileKind, Workspace


class SaveActions:
    """The entries of the File menu for pictures and animations."""

    def __init__(self, page: Workspace, session: Session, engine: EngineThread) -> None:
        self._page, self._session, self._engine = page, session, engine
        self.picture = page.action(
            "File", "Save picture…", lambda: self._ask(".png"), icon="content-save-outline", keys="Ctrl+S"
        )
        self.animation = page.action(
            "File", "Save animation…", lambda: self._ask(".gif"), icon="movie-open-outline", keys="Ctrl+Shift+S"
        )

    def save(self, path: Path) -> None:
        """Write the dream, or the way to it, as the name's ending says."""
        dreams = self._session.dreams
        if dreams is not None:
            listener = Listener(finished=lambda path: self._page.status.emit(f"Saved {path}."), failed=self._page.fail)
            self._engine.start("save", saving(dreams, path), listener)

    def _ask(self, ending: str) -> None:
        dreams = self._session.dreams
        if dreams is None:
            self._page.message.say("There is no dream to save yet.", wrong=True)
            return
        name = f"dream-{dreams.captions[0]}{ending}" if len(dreams.captions) == 1 else f"dreams{ending}"
        if path := self._page.ask_save_path("Save the dream", FileKind("dream", f"*{ending}"), name):
            self.save(path)
