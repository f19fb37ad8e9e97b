"""A view of the Train workspace: one of the pages between which its tabs switch."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from engine.data.dataset import Dataset
from gui.engine_thread import EngineThread
from gui.training.session import Session


class Page(QWidget):
    """Shows something of the session. Only the page that is seen is kept up to date.

    `refresh` is called when the page comes into sight, and while it is seen after every change of the data or the
    network, a few times a second during a training, and when the network has been evaluated. What a page computes runs
    as a job in a slot of its own.
    """

    title: ClassVar[str]
    icon: ClassVar[str]
    tip: ClassVar[str]

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self.session = session
        self._engine = engine
        for signal in (session.data_changed, session.network_changed, session.progressed, session.evaluated):
            signal.connect(self._refresh_if_seen)

    def fits(self, dataset: Dataset) -> bool:
        """Whether the page has something to show of such data."""
        return True

    def refresh(self) -> None:
        """Show what the session holds now; it may hold no data and no network yet."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()
