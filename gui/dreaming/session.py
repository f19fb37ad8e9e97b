"""What the Dream workspace is about: the network, what is wanted, and the dream that is under way."""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.data.dataset import Dataset
from engine.dream.dream import Dream, seen_by
from engine.dream.dreamer import open_dreamer
from engine.dream.dreams import DreamReport, Dreams
from engine.dream.hidden import HiddenObjective
from engine.dream.judge import Judge, open_judge
from engine.dream.morph import MorphPlan, weights_at
from engine.dream.nature import Nature, data_of
from engine.dream.objective import ClassObjective, Objective
from engine.dream.plan import DreamPlan
from engine.dream.start import Start
from engine.errors import UserError
from engine.jobs import Job
from engine.nn.network import Network
from gui.dreaming.running_dream import Pictures, RunningDream, endless
from gui.engine_thread import EngineThread, Listener

Array = np.ndarray
Prepared = TypeVar("Prepared")
ENDLESS = 1 << 40


class Mode(enum.Enum):
    """How many pictures are dreamt, and of what."""

    ONE = "one"  # one picture, of what the sliders say
    SHEET = "sheet"  # some of every class
    MORPH = "morph"  # one picture, from class to class
    HIDDEN = "hidden"  # some pictures, of what is inside the network


class Session(QObject):
    """The one place where the views of the workspace read what is chosen, and through which they change it.

    A dream that has taken the steps of its plan rests; it goes on from there when what is wanted, the plan or, by
    painting, the picture changes. `weights (classes,)` are from -1, forbidden, over 0 to 1, wanted.
    """

    network_changed = Signal()
    data_changed = Signal()
    weights_changed = Signal()
    settings_changed = Signal()  # the plan, the start, the mode and what belongs to it
    state_changed = Signal()
    reported = Signal()  # `report` is new
    judge_changed = Signal()
    preparing = Signal(str, object)  # what is got ready, a Progress or TrainingReport of it, or None when it is over
    failed = Signal(object, object)

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.network: Network | None = None
        self.data: Dataset | None = None  # what the network learned from, where it is here
        self.nature: Nature | None = None
        self.judge: Judge | None = None
        self.weights: Array = np.zeros(0)
        self.mode = Mode.ONE
        self.plan, self.start_plan, self.morph = DreamPlan(), Start(), MorphPlan()
        self.rows = 3  # of a sheet: so many pictures of every class
        self.way: tuple[int, ...] = ()  # of a morph: the classes it goes through
        self.hidden = HiddenObjective(0)
        self.picture: Array | None = None  # (H, W, C), to begin with
        self.number = 0  # of the start of a single dream, among those of a sheet
        self._running = RunningDream(engine, "dream", self)
        self._running.begun.connect(self._take_dream)
        self._running.reported.connect(self._take_report)
        self._running.state_changed.connect(self.state_changed)
        self._running.failed.connect(self._fail)

    @property
    def dream(self) -> Dream | None:
        return self._running.dream

    @property
    def report(self) -> DreamReport | None:
        """Where the dream stands."""
        return self._running.report

    @property
    def is_running(self) -> bool:
        return self._running.is_running

    @property
    def dreams(self) -> Dreams | None:
        """What has been dreamt so far."""
        return self.dream.dreams if self.dream is not None and self.report is not None else None

    @property
    def rests_at(self) -> int | None:
        """The step at which the dream will have nothing more to do, None where it has no end."""
        rests_at = self._running.rests_at
        return rests_at if rests_at < ENDLESS else None

    @property
    def captions(self) -> tuple[str, ...]:
        """What each picture of the dream is about."""
        if self.dream is None or self.network is None:
            return ()
        return self.dream.objective.captions(self.network.class_names)

    # -- the network --------------------------------------------------------------------------------------------

    def use_network(self, network: Network) -> None:
        """Dream with a network. Raises DreamError where it sees no pictures."""
        seen_by(network)
        self._running.forget()
        is_alike = self.network is not None and self.network.class_names == network.class_names
        if self.picture is not None and self.picture.shape != network.input_shape:
            self.start_plan, self.picture = Start(), None
        self.network = network
        self.data = self.nature = self.judge = None
        if not is_alike:
            self.weights = np.eye(network.classes)[min(3, network.classes - 1)]
            self.way = tuple(range(network.classes))
        self.hidden = HiddenObjective(0)
        for signal in (self.network_changed, self.data_changed, self.settings_changed, self.judge_changed):
            signal.emit()
        self.weights_changed.emit()
        self.prepare("dream data", data_of(network), self._take_data)

    def prepare_dreamer(self) -> None:
        """Get the robust network that is there without being asked for, trained at the first time."""
        self.prepare("dreamer", open_dreamer(), self._take_dreamer)

    def prepare(self, what: str, job: Job[Prepared], take: Callable[[Prepared], None]) -> None:
        """Get something ready in the background, in a slot of this name; `preparing` tells how far it is."""
        over = partial(self.preparing.emit, what, None)
        self._engine.start(what, job, Listener(partial(self.preparing.emit, what), take, self._fail, over))

    def cancel(self, what: str) -> None:
        """Give up getting something ready."""
        self._engine.cancel(what)

    def _take_dreamer(self, network: Network) -> None:
        if self.network is None:
            self.use_network(network)

    def _take_data(self, data: Dataset | None) -> None:
        """With the data come the natural start and the judge."""
        self.data = data
        self.data_changed.emit()
        if data is not None:
            self.nature = Nature(data.train_images)
            self.prepare("judge", open_judge(data), self._take_judge)
        if self.dream is None:
            self.start()

    def _take_judge(self, judge: Judge) -> None:
        self.judge = judge
        self.judge_changed.emit()

    # -- what is chosen -----------------------------------------------------------------------------------------

    def want(self, index: int, weight: float) -> None:
        """Want a class, or forbid it where the weight is below zero; a dream that is there follows."""
        weights = self.weights.copy()
        weights[index] = weight
        self.set_weights(weights)

    def set_weights(self, weights: Array) -> None:
        self.weights = weights
        self.weights_changed.emit()
        if self.mode is Mode.ONE and self.dream is not None:
            self.dream.objective = self._objective()
            self.go_on()

    def set_plan(self, plan: DreamPlan) -> None:
        """Dream by another plan from the next step on; another seed begins anew."""
        begins_anew = plan.seed != self.plan.seed
        self.plan = plan
        self.settings_changed.emit()
        if self.dream is None:
            return
        if begins_anew:
            self.start()
        else:
            self.dream.plan = endless(plan)
            self.go_on()

    def set_start(self, start: Start, picture: Array | None = None) -> None:
        """Begin anew from another start; `picture (H, W, C)` is for one from a picture."""
        self.start_plan, self.picture = start, picture if picture is not None else self.picture
        self.settings_changed.emit()
        self.start()

    def set_mode(self, mode: Mode) -> None:
        self.mode, self.number = mode, 0
        self.settings_changed.emit()
        self.start()

    def open_one(self, number: int) -> None:
        """Dream one of the pictures of a sheet alone, from the same start."""
        if self.dream is not None and isinstance(self.dream.objective, ClassObjective):
            self.mode, self.number = Mode.ONE, number
            self.weights = self.dream.objective.weights[number]
            self.weights_changed.emit()
            self.settings_changed.emit()
            self.start()

    def set_sheet(self, rows: int) -> None:
        """Dream so many pictures of every class."""
        self.rows = rows
        self.settings_changed.emit()
        if self.mode is Mode.SHEET:
            self.start()

    def set_morph(self, way: tuple[int, ...], morph: MorphPlan) -> None:
        """Lead a morph through these classes, so fast."""
        self.way, self.morph = way, morph
        self.settings_changed.emit()
        if self.mode is Mode.MORPH:
            self.start()

    def set_hidden(self, hidden: HiddenObjective) -> None:
        """Dream of other things inside the network."""
        self.hidden = hidden
        self.settings_changed.emit()
        if self.mode is Mode.HIDDEN:
            self.start()

    def paint(self, light: Array) -> None:
        """Add light `(H, W, C)` to the dream, or take it away where it is negative."""
        if self.dream is not None:
            self.dream.paint(light)
            self.go_on()

    # -- dreaming -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin a dream of what is chosen; one that is under way gives way to it."""
        if self.network is None:
            return
        self._running.begin(self.network, self._objective(), self.plan, self.pictures, self.length)

    @property
    def pictures(self) -> Pictures:
        """What makes the pictures that are chosen to begin with."""
        start, number = partial(self.start_plan.pictures, nature=self.nature, picture=self.picture), self.number
        return lambda count, shape, seed: start(number + count, shape, seed)[number:]

    def stop(self) -> None:
        """Let the dream rest where it is."""
        self._running.stop()

    def go_on(self) -> None:
        """Dream for as many steps more as the plan has; begin where nothing has been dreamt yet."""
        if self.report is None:
            self.start()
        else:
            self._running.go_on(self.length)

    @property
    def length(self) -> int:
        """How many steps a dream takes until it rests; without an end where the plan has none."""
        length = self.plan.length or ENDLESS
        if self.mode is Mode.MORPH:
            legs = max(0, len(self.way) - 1)
            length += legs * (self.morph.turning + self.morph.resting) + self.morph.resting
        return length

    def _take_dream(self) -> None:
        """What was chosen while it was being made is meant for it."""
        assert self.dream is not None
        self.dream.objective, self.dream.plan = self._objective(), endless(self.plan)

    def _take_report(self) -> None:
        report, dream = self.report, self.dream
        assert report is not None
        assert dream is not None
        if self.mode is Mode.MORPH and report.step >= self.plan.length:
            dream.objective = weights_at(self._way(), self.morph, report.step + 1 - self.plan.length)
        self.reported.emit()

    def _objective(self) -> Objective:
        return self.hidden if self.mode is Mode.HIDDEN else self.wish

    @property
    def wish(self) -> ClassObjective:
        """What is wanted of the classes; at the beginning of a morph."""
        assert self.network is not None
        classes = self.network.classes
        match self.mode:
            case Mode.SHEET:
                return ClassObjective.of(list(range(classes)) * self.rows, classes)
            case Mode.MORPH:
                return self._way()[0]
            case _:
                return ClassObjective(self.weights)

    def _way(self) -> tuple[ClassObjective, ...]:
        assert self.network is not None
        return tuple(ClassObjective.of(index, self.network.classes) for index in self.way or (0,))

    def _fail(self, error: UserError) -> None:
        self.failed.emit(error, {})
