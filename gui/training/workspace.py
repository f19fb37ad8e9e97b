"""The Train workspace: choose data and a network, watch it learn, look at what it has learned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QStackedWidget

from engine.codec import FORMATS
from engine.data.dataset import Progress
from engine.nn.network import Network
from gui import theme
from gui.activity import Task
from gui.engine_thread import EngineThread
from gui.settings import Settings
from gui.training.checkpoints import ENDING, Checkpoints
from gui.training.inside_page import InsidePage
from gui.training.learning_page import LearningPage
from gui.training.memory import Memory
from gui.training.mistakes_page import MistakesPage
from gui.training.model_files import ModelFiles
from gui.training.page import Page
from gui.training.run_controls import RunControls, duration
from gui.training.run_keeper import RunKeeper
from gui.training.script_actions import ScriptActions
from gui.training.session import RunState, Session
from gui.training.setup_actions import SetupActions
from gui.training.setup_panel import SetupPanel
from gui.training.trial_actions import TrialActions
from gui.training.trial_page import TrialPage
from gui.workspace import MODEL_SUFFIXES, Workspace


class TrainWorkspace(Workspace):
    """Pages over one session. `trained` carries a network that sees pictures whenever one is ready here."""

    trained = Signal(object)

    def __init__(self, engine: EngineThread, settings: Settings) -> None:
        self._stack = QStackedWidget()
        super().__init__(self._stack, engine, settings)
        self._loading: Task | None = None
        self.session = Session(engine)
        self._offered: Network | None = None
        self.keeper = RunKeeper(self.session, engine)
        self.learning = LearningPage(self.session, engine, self.keeper)
        self.inside = InsidePage(self.session, engine)
        self.mistakes = MistakesPage(self.session, engine)
        self.trial = TrialPage(self.session, engine)
        self.setup = SetupPanel(self.session, engine)
        self.run = RunControls(self.session)
        self.panel.addWidget(self.setup)
        self.footer.addWidget(self.run)
        self._title = self.bar_title()
        self._tabs = QActionGroup(self)
        for page in (self.learning, self.inside, self.mistakes, self.trial):
            self._add_page(page)
        self._make_actions()
        self._listen()
        Memory(self.session, settings).bring_back()

    def show_page(self, page: Page) -> None:
        """Switch to one of the views."""
        self._stack.setCurrentWidget(page)
        self._tabs.actions()[self._stack.indexOf(page)].setChecked(True)

    def show_network(self, network: Network) -> None:
        """Use a network that was trained elsewhere."""
        self._offered = network
        self.session.use_network(network)

    def _listen(self) -> None:
        session = self.session
        session.failed.connect(self.fail)
        self.keeper.failed.connect(self.fail)
        self.keeper.deleted.connect(self._offer_to_bring_back)
        for plot in self.learning.curves.plots:
            plot.failed.connect(self.fail)
        session.loading.connect(self._show_loading)
        session.data_changed.connect(self._show_data)
        session.progressed.connect(self._show_progress)
        session.state_changed.connect(self._show_progress)
        session.evaluated.connect(self._offer)
        for signal in (session.data_changed, session.network_changed, session.preset_changed):
            signal.connect(self._show_title)

    # -- what the session says ----------------------------------------------------------------------------------

    def _show_loading(self, progress: Progress | None) -> None:
        if progress is None:
            if self._loading is not None:
                self._loading.end()
            self._loading = None
        else:
            if self._loading is None:
                self._loading = self.activity.begin("data", "Loading the data", self.session.cancel_loading)
            self._loading.report(progress.text, progress.done / progress.total if progress.total else None)

    def _show_data(self) -> None:
        dataset = self.session.dataset
        assert dataset is not None
        self.message.hide()
        if dataset.complaints:
            self.message.say(f"{len(dataset.complaints)} files are left out: {dataset.complaints[0]}", wrong=True)
        for index, tab in enumerate(self._tabs.actions()):
            page = self._stack.widget(index)
            assert isinstance(page, Page)
            tab.setVisible(page.fits(dataset))
            if tab.isChecked() and not page.fits(dataset):
                self.show_page(self.learning)

    def _show_progress(self) -> None:
        report, state = self.session.report, self.session.state
        if report is None or state is RunState.IDLE:
            self.status.emit("")
        elif state is RunState.PAUSED:
            self.status.emit(f"Training is paused in epoch {report.epoch} of {report.epochs}")
        else:
            left = duration(report.seconds_left)
            self.status.emit(f"Training: epoch {report.epoch} of {report.epochs}, {left} left")

    def _show_title(self) -> None:
        session = self.session
        title = session.preset.title if session.network is None else session.network.title
        self._title.setText(f"{title} on {session.dataset.title}" if session.dataset else "Train a network")

    def _offer_to_bring_back(self, name: str, bring_back: Callable[[], None] | None) -> None:
        self.message.say(f"Deleted {name}.", ways_on={"Bring it back": bring_back} if bring_back else None)

    def _offer(self) -> None:
        """Let the Dream workspace have the network that is ready."""
        network = self.session.network
        if network is not None and len(network.input_shape) == 3 and network is not self._offered:
            self._offered = network
            self.trained.emit(network)

    # -- files --------------------------------------------------------------------------------------------------

    def take_file(self, path: Path) -> None:
        """Use a model, go on with a checkpoint, try a picture, or learn from data, by the ending of the name."""
        if path.suffix.lower() in MODEL_SUFFIXES:
            self.models.load(path)
        elif path.suffix.lower() == ENDING:
            self.checkpoints.resume(path)
        elif path.suffix.lower() in FORMATS:
            self._trials.take(path)
        else:
            self.session.choose_data(str(path))

    # -- layout -------------------------------------------------------------------------------------------------

    def _add_page(self, page: Page) -> None:
        """A tab in the bar and an entry in the View menu that lead to a page."""
        number = self._stack.addWidget(page) + 1
        tab = self.action("View", page.title, partial(self.show_page, page), icon=page.icon, keys=f"Alt+{number}")
        self._tabs.addAction(tab)
        self.bar_tab(tab, page.tip, chosen=number == 1)

    def _make_actions(self) -> None:
        self.bar.addSpacing(theme.SPACE)
        self.models = ModelFiles(self, self.session)
        self.separate("File")
        self.checkpoints = Checkpoints(self, self.session, self._engine)
        self.separate("File")
        self.scripts = ScriptActions(self, self.session)
        self.set_up = SetupActions(self, self.session, self.setup, self._settings)
        self._trials = TrialActions(self, self.trial, partial(self.show_page, self.trial))
        self.action("Edit", "Start or pause training", self.run.toggle, keys="Ctrl+Return")
        self.action("Edit", "Train one batch", self.session.step, keys="Ctrl+Right")
        self.action("Edit", "Stop training", self.session.stop, keys="Ctrl+.")
        self.action("Edit", "Reset to the starting weights", self.session.reset, keys="Ctrl+Backspace")
        for action in (self.models.open_action, self.models.save_action):
            self.bar_button(action)
