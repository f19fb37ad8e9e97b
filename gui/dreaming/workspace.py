"""The Dream workspace: a trained network draws the picture it would take for a digit."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from engine.codec import FORMATS
from engine.data.dataset import Progress
from engine.nn.model_file import load_model
from engine.nn.network import Network
from engine.nn.training import TrainingReport
from gui import theme
from gui.activity import Task
from gui.dreaming.compare_page import ComparePage
from gui.dreaming.contestant import Contestant
from gui.dreaming.dream_view import DreamView
from gui.dreaming.memory import Memory
from gui.dreaming.noising_page import NoisingPage
from gui.dreaming.page import Page
from gui.dreaming.picture_source import PictureSource
from gui.dreaming.run_controls import RunControls
from gui.dreaming.save_actions import SaveActions
from gui.dreaming.send_actions import SendActions
from gui.dreaming.session import Session
from gui.dreaming.setup_panel import SetupPanel
from gui.dreaming.view_actions import ViewActions
from gui.empty_state import EmptyState
from gui.engine_thread import EngineThread
from gui.settings import Settings
from gui.workspace import MODELS, PHOTOS, Workspace

PREPARING = {
    "dreamer": "Training a network to dream with, once",
    "dream data": "Loading what the network learned from",
    "judge": "Training an independent judge, once",
    "ordinary": "Training an ordinary network to compare with, once",
}
DREAM = "One network dreams of what the sliders say"
COMPARE = "An ordinary and a robust network dream the same, side by side"
NOISE = "How much noise a network bears before it no longer recognizes a picture"


class DreamWorkspace(Workspace):
    """Views of one session. `trained` carries a network that was trained or loaded here."""

    trained = Signal(object)

    def __init__(self, engine: EngineThread, settings: Settings) -> None:
        self._pages = QStackedWidget()
        super().__init__(self._pages, engine, settings)
        self.session = Session(engine)
        self._tasks: dict[str, Task] = {}
        self.view = DreamView(self.session, engine)
        self.setup = SetupPanel(self.session, engine)
        self.run = RunControls(self.session)
        self.compare = ComparePage(self.session, engine)
        self.noise = NoisingPage(self.session, engine)
        self._current = 0
        self._lay_out()
        self._make_actions()
        for source in (self.setup.start.source, self.noise.source):
            source.failed.connect(self.fail)
            source.open_wanted.connect(partial(self._ask_photo, source))
        self.noise.failed.connect(self.fail)
        self.compare.file_wanted.connect(self._ask_rival)
        self.session.failed.connect(self.fail)
        self.session.preparing.connect(self._show_preparing)
        self.session.network_changed.connect(self._show_network)
        Memory(self.session, settings).bring_back()
        self._show_network()

    # -- networks -----------------------------------------------------------------------------------------------

    def offer_network(self, network: Network) -> None:
        """Dream with a network; one that was trained or loaded last is the one in use."""
        if network is not self.session.network:
            self.session.use_network(network)

    def begin(self) -> None:
        """Get a network ready where there is none yet; dream at once where nothing has been dreamt yet."""
        if self.session.network is None:
            self.session.prepare_dreamer()
        elif self.session.dream is None:
            self.session.start()

    def ask_load(self) -> None:
        if path := self.ask_open_path("Load a model", MODELS):
            self.load(path)

    def take_file(self, path: Path) -> None:
        """Begin with a picture, or dream with a network, by the ending of the name."""
        if path.suffix.lower() in FORMATS:
            self.source.take_photo(path)
        else:
            self.load(path)

    def load(self, path: Path) -> None:
        """Dream with the network in a file."""
        self.guard(lambda: self._take(load_model(path)), f"Loaded {path.name}.")

    @property
    def source(self) -> PictureSource:
        """Where a picture goes that is dropped or pasted."""
        return self.noise.source if self._page.view is self.noise else self.setup.start.source

    def _ask_photo(self, source: PictureSource) -> None:
        if path := self.ask_open_path("Begin with a picture", PHOTOS):
            source.take_photo(path)

    def _ask_rival(self, side: Contestant) -> None:
        if path := self.ask_open_path("Load a model", MODELS):
            self.compare.add_file(side, path)

    def _take(self, network: Network) -> None:
        self.session.use_network(network)
        self.trained.emit(network)

    def _show_network(self) -> None:
        network = self.session.network
        self._pages.setCurrentIndex(0 if network is None else 1)
        self._title.setText(f"Dreaming with {network.title}" if network else "Dream")

    def _show_preparing(self, what: str, report: Progress | TrainingReport | None) -> None:
        """A line with progress for each thing that is got ready; None says that it is over."""
        if report is None:
            if task := self._tasks.pop(what, None):
                task.end()
            return
        if what not in self._tasks:
            self._tasks[what] = self.activity.begin(what, PREPARING[what], partial(self.session.cancel, what))
        if isinstance(report, TrainingReport):
            self._tasks[what].report(PREPARING[what], report.step / report.steps)
        else:
            self._tasks[what].report(report.text, report.done / report.total if report.total else None)

    # -- layout -------------------------------------------------------------------------------------------------

    @property
    def _page(self) -> Page:
        return self._all[self._current]

    def show_page(self, number: int) -> None:
        """Switch to the dream (0), the comparison (1) or the noise (2)."""
        self._current = number
        self._views.setCurrentWidget(self._page.view)
        self._tabs.actions()[number].setChecked(True)
        for page in self._all:
            for widget in (page.panel, page.foot):
                widget.setVisible(widget in (self._page.panel, self._page.foot))

    def _lay_out(self) -> None:
        setup, compare, noise = self.setup, self.compare, self.noise
        self._all = (
            Page("Dream", "creation-outline", DREAM, self.view, setup, self.run, self.run.toggle, self.session.start),
            Page("Compare", "compare", COMPARE, compare, setup, compare.foot, compare.toggle, compare.start),
            Page("Noise", "blur", NOISE, noise, noise.panel, QWidget(), noise.run, noise.run),
        )
        self._views = QStackedWidget()
        for page in self._all:
            self._views.addWidget(page.view)
            self.panel.addWidget(page.panel)
            self.footer.addWidget(page.foot)
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.addWidget(self._views)
        empty = EmptyState(
            "creation-outline",
            "Which picture would make a network say 3?",
            "Dreaming climbs from noise towards the picture that a trained network is most certain of. "
            "It needs a network first: one is trained here within a minute, or load your own.",
            {"Train a network to dream with": self.session.prepare_dreamer, "Load a model…": self.ask_load},
        )
        self._pages.addWidget(empty)
        self._pages.addWidget(frame)

    def _make_actions(self) -> None:
        self._title = self.bar_title()
        self._tabs = QActionGroup(self)
        for number, page in enumerate(self._all):
            keys = f"Alt+{number + 1}"
            tab = self.action("View", page.title, partial(self.show_page, number), icon=page.icon, keys=keys)
            self._tabs.addAction(tab)
            self.bar_tab(tab, page.tip, chosen=number == 0)
        self.show_page(0)
        self.separate("View")
        self.bar.addSpacing(theme.SPACE)
        load = self.action("File", "Load model…", self.ask_load, icon="folder-open-outline", keys="Ctrl+O")
        self.action("File", "Begin with a picture…", lambda: self._ask_photo(self.source), keys="Ctrl+Shift+O")
        self.separate("File")
        self.save = SaveActions(self, self.session, self.view.viewing, self._engine, self._settings)
        viewing = self.view.viewing
        self.send = SendActions(self, self.session, self._engine, lambda: self.save.shown, lambda: viewing.number)
        self.action("Edit", "Dream or stop", lambda: self._page.toggle(), keys="Ctrl+Return")
        self.action("Edit", "Dream anew", lambda: self._page.start(), keys="Ctrl+R")
        self.separate("Edit")
        self.action("Edit", "Draw a picture to begin with…", lambda: self.source.draw(), keys="Ctrl+D")
        self.action("Edit", "Paste picture to begin with", lambda: self.source.paste(), keys="Ctrl+V")
        self.views = ViewActions(self, self.view, self.session)
        for action in (self.views.pen, load, self.save.picture, self.save.animation):
            self.bar_button(action)
