"""The Dream workspace: a trained network draws the picture it would take for a digit."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from engine.data.dataset import Progress
from engine.dream.dream import Dream
from engine.dream.dreams import DreamReport, Dreams
from engine.dream.export import saving
from engine.dream.objective import ClassObjective, DreamError
from engine.editing.screen import digit_picture
from engine.jobs import paced
from engine.nn.model_file import load_model
from engine.nn.network import Network
from engine.nn.starter import train_starter
from engine.nn.training import TrainingReport
from gui import theme
from gui.activity import Task
from gui.dreaming.setup_panel import SetupPanel
from gui.empty_state import EmptyState
from gui.engine_thread import EngineThread, Listener
from gui.image_canvas import ImageCanvas
from gui.output_bars import OutputBars
from gui.plot import Plot
from gui.settings import Settings
from gui.workspace import MODELS, FileKind, Workspace

FRAMES_PER_SECOND = 30
"""A dream takes a blink; it is slowed down so that one sees the picture form."""


class DreamWorkspace(Workspace):
    """`trained` carries a network that was trained or loaded here."""

    trained = Signal(object)

    def __init__(self, engine: EngineThread, settings: Settings) -> None:
        self.canvas = ImageCanvas()
        self.bars = OutputBars()
        self.curve = Plot("Certainty", "step", "certainty (%)", {"wanted digit": "accent"}, legend_below=True)
        self._pages = QStackedWidget()
        super().__init__(self._pages, engine, settings)
        self.network: Network | None = None
        self.dreams: Dreams | None = None
        self._running = False
        self._begun = 0  # dreams begun less dreams ended: one that gave way to another ends after that has begun
        self._reports: list[DreamReport] = []
        self._dream: Dream | None = None
        self.setup = SetupPanel()
        self.panel.addWidget(self.setup)
        self.footer.addWidget(self.setup.run)
        self.setup.class_chosen.connect(lambda _: self.start())
        self.setup.run_pressed.connect(self._toggle)
        self._lay_out()
        self._make_actions()
        self._show_state()

    # -- networks -----------------------------------------------------------------------------------------------

    def offer_network(self, network: Network) -> None:
        """Dream with a network; one that was trained or loaded last is the one in use."""
        self._engine.cancel("dream")
        self.network = network
        self.dreams = None
        self.setup.show_network(network)
        self._pages.setCurrentIndex(1)
        self._show_state()

    def train_on_digits(self) -> None:
        """Train a network on the built-in digits, so that there is something to dream with."""
        cancel = partial(self._engine.cancel, "first training")
        task = self.activity.begin("first training", "Training on the built-in digits", cancel)
        listener = Listener(partial(self._training, task), self._take, self.fail, task.end)
        self._engine.start("first training", train_starter(), listener)

    def ask_load(self) -> None:
        if path := self.ask_open_path("Load a model", MODELS):
            self.load(path)

    def take_file(self, path: Path) -> None:
        self.load(path)

    def load(self, path: Path) -> None:
        self.guard(lambda: self._take(load_model(path)))

    def _take(self, network: Network) -> None:
        if len(network.input_shape) != 3:
            raise DreamError("This network does not see pictures, so it cannot dream of any.")
        self.message.hide()
        self.offer_network(network)
        self.trained.emit(network)
        self.start()

    def _training(self, task: Task, report: Progress | TrainingReport) -> None:
        if isinstance(report, TrainingReport):
            task.report("Training on the built-in digits", report.step / report.steps)

    # -- dreaming -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin a dream of the chosen class; one that is under way gives way to it."""
        if self.network is None:
            return
        self.message.hide()
        self.dreams, self._reports = None, []
        self._running = True
        objective = ClassObjective.of(self.setup.wanted, self.network.classes)
        self._dream = Dream(self.network, objective, self.setup.plan)
        listener = Listener(self._dreaming, self._dreamt, self.fail, self._ended)
        self._begun += 1
        job = paced(self._dream.run(), FRAMES_PER_SECOND)
        self._engine.start("dream", job, listener)
        self.curve.setXRange(0, self.setup.plan.steps)
        self._show_state()

    def begin(self) -> None:
        """Dream at once where there is a network and nothing has been dreamt with it yet."""
        if self.dreams is None and not self._running:
            self.start()

    def stop(self) -> None:
        self._engine.cancel("dream")

    def _toggle(self) -> None:
        self.stop() if self._running else self.start()

    def _dreaming(self, report: DreamReport) -> None:
        self._show(report.images[0], report.outputs[0])
        certainty = 100 * float(report.certainty[0])
        self._reports.append(report)
        frames = report.film.frames
        course = [100 * float(frame.certainty[0]) for frame in frames]
        self.curve.show_curve("wanted digit", [float(frame.step) for frame in frames], course)
        self.setup.show_result(f"{certainty:.1f} %", f"certain, after step {report.step} of {report.steps}")

    def _dreamt(self, dreams: Dreams) -> None:
        self.dreams = dreams

    def _ended(self) -> None:
        self._begun -= 1
        self._running = self._begun > 0
        if not self._running and self.dreams is None and self._reports and self._dream is not None:
            self.dreams = self._dream.dreams
        self._show_state()

    def _show(self, image: np.ndarray, outputs: np.ndarray) -> None:
        assert self.network is not None
        self.canvas.show_picture(digit_picture(image))
        self.bars.show_outputs(self.network.class_names, outputs, self.setup.wanted)

    # -- files --------------------------------------------------------------------------------------------------

    def ask_save(self, ending: str) -> None:
        """Save the dream as a picture (".png") or the way to it as an animation (".gif")."""
        if self.dreams is None or self.network is None:
            self.message.say("There is no dream to save yet.", wrong=True)
            return
        name = f"dream-{self.network.class_names[self.setup.wanted]}{ending}"
        if path := self.ask_save_path("Save the dream", FileKind("dream", f"*{ending}"), name):
            self.save(path)

    def save(self, path: Path) -> None:
        """Write the dream, or the way to it, as the name's ending says."""
        if self.dreams is not None:
            self._engine.start("save", saving(self.dreams, path), Listener(finished=self._saved, failed=self.fail))

    def _saved(self, path: Path) -> None:
        self.message.hide()
        self.status.emit(f"Saved {path}.")

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.bars.setFixedWidth(280)
        top = QHBoxLayout()
        top.setSpacing(2 * theme.SPACE)
        top.addWidget(self.canvas, 1)
        top.addWidget(self.bars, 0, Qt.AlignmentFlag.AlignVCenter)
        self.curve.setFixedHeight(200)
        self.curve.setYRange(0, 100)
        page = QFrame()
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(2 * theme.SPACE)
        column.addLayout(top, 1)
        column.addWidget(self.curve)
        empty = EmptyState(
            "creation-outline",
            "Which picture would make a network say 3?",
            "Dreaming climbs from noise towards the picture that a trained network is most certain of. "
            "It needs a network first: train one here in a few seconds, in the Train workspace, or load a model.",
            {"Train on the built-in digits": self.train_on_digits, "Load a model…": self.ask_load},
        )
        self._pages.addWidget(empty)
        self._pages.addWidget(page)

    def _make_actions(self) -> None:
        self._title = self.bar_title()
        load = self.action("File", "Load model…", self.ask_load, icon="folder-open-outline", keys="Ctrl+O")
        self.action("File", "Train on the built-in digits", self.train_on_digits)
        self.separate("File")
        save = self.action(
            "File", "Save picture…", lambda: self.ask_save(".png"), icon="content-save-outline", keys="Ctrl+S"
        )
        film = self.action(
            "File", "Save animation…", lambda: self.ask_save(".gif"), icon="movie-open-outline", keys="Ctrl+Shift+S"
        )
        self.action("Edit", "Dream or stop", self._toggle, keys="Ctrl+Return")
        for action in (load, save, film):
            self.bar_button(action)

    def _show_state(self) -> None:
        self.setup.show_state(ready=self.network is not None, running=self._running)
        self._title.setText(f"Dreaming with {self.network.title}" if self.network else "Dream")
