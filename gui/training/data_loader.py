"""Data on its way into the workspace."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from engine.data import DATASETS, open_dataset
from engine.data.dataset import Progress
from engine.errors import UserError
from gui.engine_thread import EngineThread, Listener

SPARE = "digits"
"""The data that is always there."""


class DataLoader(QObject):
    """Loads data sets by their sources, one at a time, in the background; another one takes the place of the last."""

    loading = Signal(object)  # the Progress of data on its way, None when it is over
    loaded = Signal(str, object)  # the source, and the Dataset
    failed = Signal(object, object)  # a UserError, and ways on by the words on their buttons

    def __init__(self, engine: EngineThread, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine

    def load(self, source: str) -> None:
        """Load a data set by its name or path."""
        listener = Listener(
            report=self.loading.emit,
            finished=partial(self.loaded.emit, source),
            failed=partial(self._fail, source),
            ended=lambda: self.loading.emit(None),
        )
        self.loading.emit(Progress("Loading the data"))
        self._engine.start("data", open_dataset(source), listener)

    def cancel(self) -> None:
        self._engine.cancel("data")

    def _fail(self, source: str, error: UserError) -> None:
        ways_on: dict[str, Callable[[], object]] = {"Try again": partial(self.load, source)}
        if source != SPARE:
            ways_on["Use the built-in digits"] = partial(self.load, SPARE)
        if source in DATASETS and DATASETS[source].needs_download:
            ways_on["Use drawn digits like MNIST's"] = partial(self.load, "synthetic")
        self.failed.emit(error, ways_on)
