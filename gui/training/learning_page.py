"""How the learning goes: the curves of this run and of others, and the list of runs."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout

from gui import theme
from gui.empty_state import EmptyState
from gui.engine_thread import EngineThread
from gui.training.curves import Curves
from gui.training.page import Page
from gui.training.run_keeper import RunKeeper
from gui.training.run_list import RunList
from gui.training.session import RunState, Session


class LearningPage(Page):
    """The curves of the run that is on, or of the network that was loaded; below, every run that was made."""

    title = "Learning"
    icon = "chart-line"
    tip = "The curves of the training, and all runs"

    def __init__(self, session: Session, engine: EngineThread, keeper: RunKeeper) -> None:
        super().__init__(session, engine)
        self._keeper = keeper
        self.runs = RunList(keeper)
        self.curves = Curves(beside_rate=self.runs)
        self.runs.shown_changed.connect(self._show_others)
        keeper.loaded.connect(self._show_others)
        text = "One button trains the chosen network on the chosen data. Its curves appear here, and every run is kept."
        self.empty = EmptyState("chart-line", "Watch a network learn", text, {"Start training": session.start})
        self._views = QStackedLayout()
        self._views.addWidget(self.empty)
        self._views.addWidget(self.curves)
        keeper.changed.connect(self._refresh_if_seen)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.addLayout(self._views)

    def refresh(self) -> None:
        network = self.session.network
        is_empty = network is None and not self._keeper.runs
        self._views.setCurrentWidget(self.empty if is_empty else self.curves)
        if network is None or network.history is None:
            self.curves.clear()
        elif self.session.state is RunState.RUNNING:
            self.curves.show_in_turn(network.history)
        else:
            self.curves.show_history(network.history)

    def _show_others(self) -> None:
        names = {run.key: run.name for run in self._keeper.runs}
        networks = self._keeper.networks
        self.curves.show_others(
            {
                names[key]: (colour, network.history)
                for key, colour in self.runs.shown.items()
                if (network := networks.get(key)) and network.history
            }
        )
