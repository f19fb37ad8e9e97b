"""What the menus offer for trying a network out: a photo from a file or the clipboard, and the drawing's history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from gui.training.trial_page import TrialPage
from gui.workspace import PHOTOS, Workspace


class TrialActions(QObject):
    """The actions of a workspace on its page for trials; `show` brings that page into sight."""

    def __init__(self, workspace: Workspace, trial: TrialPage, show: Callable[[], None]) -> None:
        super().__init__(workspace)
        self._workspace, self._trial, self._show = workspace, trial, show
        workspace.action("File", "Try a photo…", self._ask_photo, tip="See what the network says of a picture file")
        workspace.separate("Edit")
        workspace.action("Edit", "Undo stroke", lambda: self._with_pad(trial.pad.sheet.undo), keys="Ctrl+Z")
        workspace.action(
            "Edit", "Redo stroke", lambda: self._with_pad(trial.pad.sheet.redo), keys="Ctrl+Shift+Z|Ctrl+Y"
        )
        tip = "See what the network says of the picture on the clipboard"
        workspace.action("Edit", "Paste picture to try", self._paste, keys="Ctrl+V", tip=tip)
        trial.open_wanted.connect(self._ask_photo)
        trial.failed.connect(workspace.fail)
        trial.own.kept.connect(self._tell_kept)

    def take(self, path: Path) -> None:
        """Try the network on a picture file."""
        self._show()
        self._trial.open_photo(path)

    def _ask_photo(self) -> None:
        if path := self._workspace.ask_open_path("Try a photo", PHOTOS):
            self.take(path)

    def _paste(self) -> None:
        self._show()
        self._trial.paste()

    def _with_pad(self, do: Callable[[], None]) -> None:
        """Nothing is undone that is not seen."""
        if self._trial.pad.isVisible():
            do()

    def _tell_kept(self, label: str, take_out: Callable[[], None]) -> None:
        self._workspace.message.say(f"Kept as {label}.", ways_on={"Take it back": take_out})
