"""How the learning goes: the curves."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from gui import theme
from gui.engine_thread import EngineThread
from gui.training.curves import Curves
from gui.training.page import Page
from gui.training.session import Session


class LearningPage(Page):
    """The curves of the run that is on, or of the network that was loaded."""

    title = "Learning"
    icon = "chart-line"
    tip = "The curves of the training"

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__(session, engine)
        self.curves = Curves()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.addWidget(self.curves)

    def refresh(self) -> None:
        network = self.session.network
        if network is None or network.history is None:
            self.curves.clear()
        else:
            self.curves.show_history(network.history)
