"""What the Train workspace is about: the data, the network, the plan, and the run of training they are in."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from engine.data.dataset import Dataset
from engine.errors import UserError
from engine.jobs import Job
from engine.nn.metrics import Evaluation, evaluating
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.preset import Preset
from engine.nn.presets import PRESETS, USUAL, usual_preset
from engine.nn.training import Training, TrainingReport
from gui.engine_thread import EngineThread, Listener
from gui.training.data_loader import SPARE, DataLoader

REDRAW_MILLISECONDS = 300
"""Drawing takes time from the training, so not every report is shown."""
LOWEST_RATE = 1e-6


class RunState(enum.Enum):
    """Whether a training is going on."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"


class Session(QObject):
    """The one place where the pages of the workspace read what is chosen, and through which they change it.

    `network` is what has been trained or loaded last, None before the first run. `training` is the run it came from; it
    can be gone on with while it is there. `report` is the latest of the run, `evaluation` how the network reads the
    test part of the data: there only while nothing runs.
    """

    data_changed = Signal()
    preset_changed = Signal()  # another network is chosen for the next run
    plan_changed = Signal()
    network_changed = Signal()  # `network` is another one, or None
    state_changed = Signal()
    progressed = Signal()  # a few times a second while it trains; `report` is new
    ended = Signal()  # a run came to its end or was stopped; the network is ready
    evaluated = Signal()
    loading = Signal(object)  # the Progress of data on its way, None when it is over
    failed = Signal(object, object)  # a UserError, and ways on by the words on their buttons

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._loader = DataLoader(engine, self)
        self._loader.loading.connect(self.loading)
        self._loader.loaded.connect(self._take_data)
        self._loader.failed.connect(self.failed)
        self._shown = QElapsedTimer()
        self.source = SPARE
        self.dataset: Dataset | None = None
        self.preset = PRESETS[USUAL]
        self.plan = TrainingPlan()
        self.network: Network | None = None
        self.training: Training | None = None
        self.report: TrainingReport | None = None
        self.evaluation: Evaluation | None = None
        self.state = RunState.IDLE

    @property
    def can_continue(self) -> bool:
        """Whether the run that is there has something left to do."""
        return self.training is not None and not self.training.is_done

    # -- what is chosen -----------------------------------------------------------------------------------------

    def choose_data(self, source: str) -> None:
        """Load a data set by its name or path, in the background; the one in use stays until it is there."""
        self._loader.load(source)

    def cancel_loading(self) -> None:
        self._loader.cancel()

    def choose_preset(self, preset: Preset) -> None:
        """Have the next run train this network, by the plan that belongs to it."""
        self.edit_preset(preset)
        self.set_plan(preset.plan_for(self.dataset) if self.dataset else preset.plan)

    def edit_preset(self, preset: Preset) -> None:
        """Have the next run train this network by the plan as it is."""
        if self.state is RunState.IDLE:
            self.training = None
        self.preset = preset
        self.preset_changed.emit()

    def set_plan(self, plan: TrainingPlan) -> None:
        """Train by this plan; a run that is under way takes it over with its next batch."""
        if self.training is not None:
            try:
                self.training.plan = plan
            except UserError as error:
                if self.state is not RunState.IDLE:
                    self.failed.emit(error, {})
                    self.plan_changed.emit()  # shows the old one again
                    return
                self.training = None  # it needs a new run
        self.plan = plan
        self.plan_changed.emit()

    # -- running ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Go on with the run that is paused or was stopped, else train the chosen network from its starting weights."""
        if self.state is RunState.RUNNING or self.dataset is None:
            return
        self._set_state(RunState.RUNNING)
        self._go_on() if self.can_continue else self._begin(self._go_on)

    def pause(self) -> None:
        """Rest between two batches until `start` or `step`."""
        if self.state is RunState.RUNNING:
            self._engine.pause("train")
            self._set_state(RunState.PAUSED)

    def step(self) -> None:
        """Learn from a single batch, and pause there."""
        self.pause()
        if self.dataset is None:
            return
        self._set_state(RunState.PAUSED)
        self._step() if self.can_continue else self._begin(self._step)

    def stop(self) -> None:
        """End the run here; the network keeps what it has learned, and `start` would go on."""
        if self.state is RunState.IDLE:
            return
        if self.training is None:
            self.reset()
        elif self._engine.is_busy("train"):
            self.training.stop()
            self._engine.resume("train")
        else:  # it has only been stepped through
            self._end(self.training)

    def reset(self) -> None:
        """Give up the run; the next one begins with the same starting weights."""
        self._engine.cancel("train")
        self._take_run(None, None)
        self._set_state(RunState.IDLE)

    def use_network(self, network: Network) -> None:
        """Take a network that was trained elsewhere or loaded from a file."""
        self.reset()
        self._take_run(network, None)
        self.evaluate()

    def resume(self, training: Training, source: str) -> None:
        """Take a run from a checkpoint, ready to go on; its data must be the one in use."""
        self.reset()
        self._take_run(training.network, training)
        self.source, self.plan = source, training.plan
        self.plan_changed.emit()
        self._set_state(RunState.PAUSED)

    def evaluate(self) -> None:
        """Have the network read the test part of the data; `evaluated` says when it has."""
        if self.network is None or self.dataset is None:
            return
        job = evaluating(self.network, self.dataset.test_images, self.dataset.test_labels)
        self._engine.start("evaluate", job, Listener(finished=self._take_evaluation))

    # -- what comes of it ---------------------------------------------------------------------------------------

    def _take_data(self, source: str, dataset: Dataset) -> None:
        self._engine.cancel("train")
        before, self.source, self.dataset = self.dataset, source, dataset
        network = self.network
        if network and (network.input_shape != dataset.input_shape or network.classes != dataset.classes):
            network = None
        is_another_kind = before is not None and before.is_pictures is not dataset.is_pictures
        if self.preset.walk(dataset).fault or (is_another_kind and not self.preset.suits(dataset)):
            self.preset = usual_preset(dataset)
            before = None
        self._take_run(network, None)
        if before is None or before.title != dataset.title:  # else only its settings are other ones
            self.set_plan(self.preset.plan_for(dataset))
        self._set_state(RunState.IDLE)
        self.data_changed.emit()
        self.preset_changed.emit()  # what it comes to follows from the data
        self.evaluate()

    def _begin(self, then: Callable[[], None]) -> None:
        """Make a new run of the chosen network, and `then` do something with it."""
        assert self.dataset is not None
        self.training = None
        job = _beginning(self.preset, self.dataset, self.plan)
        self._engine.start("train", job, Listener(finished=partial(self._begun, then), failed=self._say_not_begun))

    def _begun(self, then: Callable[[], None], training: Training) -> None:
        self._take_run(training.network, training)
        then()

    def _say_not_begun(self, error: UserError) -> None:
        self._set_state(RunState.IDLE)
        self.failed.emit(error, {})

    def _go_on(self) -> None:
        training = self.training
        assert training is not None
        if self._engine.is_busy("train"):
            self._engine.resume("train")
        else:
            listener = Listener(
                partial(self._take_report, training), failed=self._say_failed, ended=partial(self._end, training)
            )
            self._engine.start("train", training.run(), listener)
            if self.state is RunState.PAUSED:
                self._engine.pause("train")

    def _step(self) -> None:
        assert self.training is not None
        listener = Listener(finished=self._take_step, failed=self._say_failed)
        self._engine.start("train step", self.training.step(), listener)

    def _take_run(self, network: Network | None, training: Training | None) -> None:
        """Go on with another network, or with none; one without a run can be trained on."""
        if network is not None and training is None and self.dataset is not None:
            training = Training(network, self.dataset, self.plan)
        self.network, self.training = network, training
        self.report = self.evaluation = None
        self.network_changed.emit()

    def _take_report(self, training: Training, report: TrainingReport) -> None:
        if training is not self.training:
            return
        self.report = report
        if not self._shown.isValid() or self._shown.elapsed() >= REDRAW_MILLISECONDS:
            self._shown.start()
            self.progressed.emit()

    def _take_step(self, report: TrainingReport) -> None:
        self.report = report
        self.progressed.emit()

    def _say_failed(self, error: UserError) -> None:
        """The run went astray: its steps were too long."""
        self.failed.emit(error, {"Start again with a tenth of the learning rate": self._start_gentler})

    def _start_gentler(self) -> None:
        self.reset()
        self.set_plan(replace(self.plan, learning_rate=max(LOWEST_RATE, self.plan.learning_rate / 10)))
        self.start()

    def _end(self, training: Training) -> None:
        if training is not self.training or self.state is RunState.IDLE:
            return
        self._set_state(RunState.IDLE)
        self.progressed.emit()
        self.ended.emit()
        self.evaluate()

    def _take_evaluation(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.evaluated.emit()

    def _set_state(self, state: RunState) -> None:
        if state is not RunState.IDLE:
            self.evaluation = None
        self.state = state
        self.state_changed.emit()


def _beginning(preset: Preset, data: Dataset, plan: TrainingPlan) -> Job[Training]:
    """A run of a preset from its starting weights, ready to go; as a job, since much data takes its time."""
    yield None
    training = Training(preset.build(data, plan.seed), data, plan)
    training.set_up()
    return training
