"""The training as a script and as a command, to do it again without the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from engine.errors import UserError
from engine.files import write_whole
from engine.nn.presets import PRESETS
from engine.nn.training_script import to_command, to_python
from gui.training.session import Session
from gui.workspace import FileKind, Workspace

SCRIPTS = FileKind("script", "Python scripts (*.py)")


class ScriptActions:
    """The entries of the File and the Edit menu for scripts and commands."""

    def __init__(self, page: Workspace, session: Session) -> None:
        self._page, self._session = page, session
        page.action("File", "Save as Python script…", self._ask_save)
        page.action("Edit", "Copy as Python script", self.copy_script, keys="Ctrl+Shift+P")
        page.action("Edit", "Copy as command line", self.copy_command, keys="Ctrl+Shift+C")

    def copy_script(self) -> None:
        """Put a Python script that does this training on the clipboard."""
        if text := self._script():
            QGuiApplication.clipboard().setText(text)
            self._page.status.emit("The training is in the clipboard as a Python script.")

    def copy_command(self) -> None:
        """Put the command that does this training on the clipboard."""
        session = self._session
        if session.preset.name not in PRESETS:
            self._page.message.say("An own network has no name for a command: copy it as a Python script.", wrong=True)
        elif session.dataset is not None:
            usual = session.preset.plan_for(session.dataset)
            QGuiApplication.clipboard().setText(to_command(session.preset.name, session.source, session.plan, usual))
            self._page.status.emit("The training is in the clipboard as a command.")

    def _ask_save(self) -> None:
        text = self._script()
        if text and (path := self._page.ask_save_path("Save the script", SCRIPTS, "train.py")):
            self._page.guard(partial(_write, path, text), f"Saved {path}.")

    def _script(self) -> str | None:
        """The script of the network that is there; where there is none yet, say so."""
        session = self._session
        if session.network is None:
            self._page.message.say("There is no trained network yet: start a training first.", wrong=True)
            return None
        return to_python(session.network, session.source, session.plan)


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise UserError(f"The script {path} cannot be written: {error.strerror or error}.") from error
