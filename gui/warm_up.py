"""The kernels are compiled beside the window, once after the program came or was changed."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

import engine
from engine.filters.recipe import Recipe
from engine.warm_up import is_cold

PATIENCE_MILLISECONDS = 1000


class WarmUp(QObject):
    """A process that compiles. In the engine's thread, compiling would hold everything else up for half a minute.

    `progressed` is sent whenever more filters are ready, and when the process has ended.
    """

    progressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ready: set[str] = set()
        self._process = QProcess(self)
        self._process.setWorkingDirectory(str(Path(engine.__file__).parent.parent))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self.progressed)

    def start(self, first: Recipe) -> None:
        """Compile what is not compiled yet; what `first` needs comes first."""
        if is_cold():
            self._process.start(sys.executable, ["-m", "engine.warm_up", first.to_json()])

    def is_ready(self, recipe: Recipe) -> bool:
        """Whether a recipe is computed without compiling, as far as that can be waited for."""
        names = {step.filter.name for step in recipe.steps}
        return self._process.state() is QProcess.ProcessState.NotRunning or names <= self._ready

    def end(self) -> None:
        """Stop at once; what is compiled is kept."""
        self._process.kill()
        self._process.waitForFinished(PATIENCE_MILLISECONDS)

    def _read(self) -> None:
        self._ready |= set(str(self._process.readAllStandardOutput(), "ascii").split())
        self.progressed.emit()
