"""The Train workspace: choose data and a network, watch it learn, look at what it says."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine.data import open_dataset
from engine.data.dataset import Dataset, Progress
from engine.errors import UserError
from engine.nn.layer import NetworkError
from engine.nn.metrics import Evaluation, answering, evaluating
from engine.nn.model_file import load_model, save_model
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import TrainingReport, train
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.settings import Settings
from gui.training.curves import Curves
from gui.training.picture_browser import PictureBrowser
from gui.training.setup_panel import SetupPanel
from gui.workspace import MODELS, FileKind, Workspace

DATA = FileKind("data", "Data sets (*.npz)")

REDRAW_MILLISECONDS = 200


class TrainWorkspace(Workspace):
    """`trained` carries a network whenever one has been trained or loaded here."""

    trained = Signal(object)

    def __init__(self, engine: EngineThread, settings: Settings) -> None:
        self.curves = Curves()
        self.browser = PictureBrowser()
        super().__init__(self._canvas(), engine, settings)
        self.dataset: Dataset | None = None
        self.network: Network | None = None
        self.accuracy: float | None = None
        self._running = self._paused = False
        self._drawn = QElapsedTimer()
        self.browser.wanted.connect(self._answer)
        self.setup = SetupPanel()
        self.setup.data_chosen.connect(lambda source: self.choose_data(source) if source else self.ask_data())
        self.setup.preset_chosen.connect(self._preset_chosen)
        self.setup.run_pressed.connect(self._toggle)
        self.setup.stop_pressed.connect(self.stop)
        self.panel.addWidget(self.setup)
        self.footer.addWidget(self.setup.run)
        self._make_actions()
        self.setup.choose_preset(settings.text("network", "mlp-128"))
        self._show_state()
        self.choose_data(settings.text("data", "digits"))

    # -- data and network -------------------------------------------------------------------------------------

    def choose_data(self, source: str) -> None:
        """Load a data set by its name or path, in the background; the one in use stays until it is there."""
        self.activity.begin("Loading the data", lambda: self._engine.cancel("data"))
        listener = Listener(
            self._loading, partial(self._loaded, source), partial(self._not_loaded, source), self._settled
        )
        self._engine.start("data", open_dataset(source), listener)

    def ask_data(self) -> None:
        if path := self.ask_open_path("Open a data set", DATA):
            self.choose_data(str(path))
        else:
            self.setup.show_source(self._settings.text("data", "digits"))

    def show_network(self, network: Network) -> None:
        """Use a network that was trained elsewhere or loaded from a file."""
        self.network = network
        if network.history is not None:
            self.curves.show_history(network.history)
        self.setup.show_result("", "")
        self._show_state()
        self._evaluate()

    def _preset_chosen(self, name: str) -> None:
        self._settings.set_text("network", name)
        self._show_state()

    def _loading(self, progress: Progress) -> None:
        self.activity.report(progress.text, progress.done / progress.total if progress.total else None)

    def _loaded(self, source: str, dataset: Dataset) -> None:
        if not dataset.is_pictures:
            return self._not_loaded(source, UserError(f"{dataset.title} is not shown here; use the command line."))
        self.message.hide()
        if dataset.complaints:
            self.message.say(f"{len(dataset.complaints)} files are left out: {dataset.complaints[0]}", wrong=True)
        self.dataset = dataset
        self.setup.show_source(source)
        self._settings.set_text("data", source)
        self.setup.show_dataset(dataset)
        if self.network is not None and self.network.input_shape != dataset.input_shape:
            self.network = None
            self.curves.clear()
            self.setup.show_result("", "")
        self.browser.show_dataset(dataset)
        self._show_state()
        self._evaluate()

    def _not_loaded(self, source: str, error: UserError) -> None:
        self.setup.show_source(self._settings.text("data", "digits"))
        ways_on = {"Try again": partial(self.choose_data, source)}
        if self.dataset is None or self.dataset.name != "digits":
            ways_on["Use the built-in digits"] = partial(self.choose_data, "digits")
        self.fail(error, ways_on)

    def _settled(self) -> None:
        self.activity.end()
        self._show_state()

    # -- training ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Train the chosen network from its starting weights, or go on after a pause."""
        if self._paused:
            self._paused = False
            self._engine.resume("train")
        elif self.dataset is not None:
            plan = self.setup.plan
            try:
                self.network = self.setup.preset.build(self.dataset, plan.seed)
            except NetworkError as error:  # it is made for other data
                self.fail(error)
                return
            self.accuracy = None
            self.curves.clear()
            self.setup.show_result("", "")
            self.message.hide()
            self._running = True
            listener = Listener(report=self._reported, failed=self.fail, ended=self._ended)
            self._engine.start("train", train(self.network, self.dataset, plan), listener)
        self._show_state()

    def pause(self) -> None:
        self._paused = True
        self._engine.pause("train")
        self.status.emit("Training is paused.")
        self._show_state()

    def stop(self) -> None:
        """End the run here; the network keeps what it has learned."""
        self._engine.cancel("train")

    def _toggle(self) -> None:
        if self._running and not self._paused:
            self.pause()
        else:
            self.start()

    def _reported(self, report: TrainingReport) -> None:
        """Show where the training stands; drawing takes the time of the network, so not every report is shown."""
        if self._drawn.isValid() and self._drawn.elapsed() < REDRAW_MILLISECONDS:
            return
        self._drawn.start()
        self.curves.show_history(report.history)
        self.setup.show_result(
            f"Epoch {report.epoch} of {report.epochs}",
            f"Loss {report.loss:.3f}\n{report.samples_per_second:,.0f} pictures a second\n"
            f"{_duration(report.seconds_left)} left",
        )
        self.status.emit(f"Training: epoch {report.epoch} of {report.epochs}, {_duration(report.seconds_left)} left")
        self._answer(self.browser.index)

    def _ended(self) -> None:
        self._running = self._paused = False
        self.setup.show_result("", "")
        self.status.emit("")
        self._show_state()
        self._evaluate()
        if self.network is not None:
            if self.network.history is not None:
                self.curves.show_history(self.network.history)
            self.trained.emit(self.network)

    def _evaluate(self) -> None:
        if self.network is None or self.dataset is None or self._running:
            return
        job = evaluating(self.network, self.dataset.test_images, self.dataset.test_labels)
        self._engine.start("evaluate", job, Listener(finished=self._evaluated, failed=self.fail))
        self._answer(self.browser.index)

    def _evaluated(self, evaluation: Evaluation) -> None:
        if self.dataset is not None:
            self.accuracy = evaluation.accuracy
            about = f"of {len(self.dataset.test_labels):,} test pictures, which it has never seen, are read correctly"
            self.setup.show_result(f"{100 * evaluation.accuracy:.2f} %", about)

    def _answer(self, index: int) -> None:
        if self.network is None or self.dataset is None:
            return
        listener = Listener(finished=lambda outputs: self.browser.show_outputs(index, outputs))
        self._engine.start("answer", answering(self.network, self.dataset.test_images[index]), listener)

    # -- files --------------------------------------------------------------------------------------------------

    def ask_save(self) -> None:
        if self.network is None:
            self.message.say("There is no trained network to save yet.", wrong=True)
            return
        suggested = f"{self.network.preset or 'network'}.safetensors"
        if path := self.ask_save_path("Save the model", MODELS, suggested):
            self.save(path)

    def save(self, path: Path) -> None:
        if self.network is not None:
            self.guard(partial(save_model, self.network, path), f"Saved {path}.")

    def ask_load(self) -> None:
        if path := self.ask_open_path("Load a model", MODELS):
            self.load(path)

    def take_file(self, path: Path) -> None:
        self.load(path) if path.suffix.lower() in (".safetensors", ".onnx") else self.choose_data(str(path))

    def load(self, path: Path) -> None:
        """Use a model file; one that does not fit the data is refused."""
        self.guard(lambda: self._take(load_model(path), path))

    def _take(self, network: Network, path: Path) -> None:
        if len(network.input_shape) != 3:
            raise UserError(f"{path.name} does not see pictures; use the command line for it.")
        if self.dataset is not None and network.input_shape != self.dataset.input_shape:
            (height, width, _), (its_height, its_width, _) = self.dataset.input_shape, network.input_shape
            raise UserError(
                f"{path.name} reads pictures of {its_width} × {its_height} pixels, but the chosen data has "
                f"{width} × {height}; choose its data first."
            )
        self.message.hide()
        if network.preset in PRESETS:
            self.setup.choose_preset(network.preset)
        self.show_network(network)
        self.trained.emit(network)
        self.status.emit(f"Loaded {path.name}.")

    # -- layout -------------------------------------------------------------------------------------------------

    def _canvas(self) -> QWidget:
        canvas = QFrame()
        column = QVBoxLayout(canvas)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(2 * theme.SPACE)
        column.addWidget(self.curves, 1)
        column.addWidget(QFrame(objectName="rule"))
        column.addWidget(self.browser)
        return canvas

    def _make_actions(self) -> None:
        self._title = self.bar_title()
        load = self.action("File", "Load model…", self.ask_load, icon="folder-open-outline", keys="Ctrl+O")
        save = self.action("File", "Save model…", self.ask_save, icon="content-save-outline", keys="Ctrl+S")
        self.action("File", "Open own data…", self.ask_data)
        self.action("Edit", "Start or pause training", self._toggle, keys="Ctrl+Return")
        self.action("Edit", "Stop training", self.stop, keys="Ctrl+.")
        for action in (load, save):
            self.bar_button(action)

    def _show_state(self) -> None:
        """Make the buttons say what they would do now."""
        self.setup.show_state(ready=self.dataset is not None, running=self._running, paused=self._paused)
        title = self.setup.preset.title if self.network is None else self.network.title
        self._title.setText(f"{title} on {self.dataset.title}" if self.dataset else "Train a network")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
