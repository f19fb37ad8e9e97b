"""Training: from starting weights to a network that reads, as a job that reports on its way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.augmentation import Augmentation
from engine.data.dataset import Dataset
from engine.errors import UserError
from engine.jobs import Job
from engine.nn.augmenter import Augmenter
from engine.nn.batch_learner import BatchLearner
from engine.nn.history import TrainingHistory
from engine.nn.layer import Array
from engine.nn.loss import Loss
from engine.nn.metrics import evaluating
from engine.nn.network import Network
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.recorder import Recorder
from engine.nn.report import Pace, TrainingReport

if TYPE_CHECKING:
    from engine.nn.sample_loop import SampleLearner

__all__ = ["Training", "TrainingError", "TrainingHistory", "TrainingPlan", "TrainingReport", "train"]

FIXED = ("seed", "validation_share")
"""What decides which pictures are learned from and in which order: it cannot change on the way."""
READ_AT_EACH_STEP = {
    *("epochs", "learning_rate", "schedule", "drops", "drop_factor", "patience"),
    *(setting.name for setting in Augmentation.settings()),
}
"""Changes that the learner need not know of."""


class TrainingError(UserError):
    """A training that cannot be started or that went astray."""


def train(network: Network, data: Dataset, plan: TrainingPlan) -> Job[Network]:
    """Train `network` in place and return it: a `Training` that nobody pauses or changes."""
    return (yield from Training(network, data, plan).run())


class Training:
    """A run of training: a network, the data, the plan, and where it stands.

    `run` is the job that does the work, `step` one that takes a single step of it. `plan` may be replaced while it runs
    or rests, from any thread: the new one holds from the next batch on, and what has changed goes into the history.
    `state` is what it takes to go on exactly here, see `checkpoint.py`; ask for it between two steps of the job only.
    Everything follows from the plan's seed.
    """

    def __init__(
        self, network: Network, data: Dataset, plan: TrainingPlan, state: dict[str, Any] | None = None
    ) -> None:
        """A new run; with `state`, the run that gave it, and a network that has its history. Nothing is done yet."""
        self.network, self.data = network, data
        self._plan = self._wanted = plan
        self._state = state
        self._is_set_up = self._is_stopped = False

    @property
    def plan(self) -> TrainingPlan:
        """The plan that holds from the next batch on."""
        return self._wanted

    @plan.setter
    def plan(self, plan: TrainingPlan) -> None:
        if not self._is_set_up:
            self._plan = plan
        for name in FIXED:
            if getattr(plan, name) != getattr(self._plan, name):
                raise TrainingError(f"The {name.replace('_', ' ')} cannot be changed on the way: begin a new training.")
        self._wanted = plan

    @property
    def epoch(self) -> float:
        """How many times this run has seen the data, in fractions."""
        return self._recorder.epoch if self._is_set_up else 0.0

    @property
    def aside(self) -> Array:
        """The indices of the pictures that the run keeps for validation; none before it is set up."""
        return self._aside if self._is_set_up else np.empty(0, np.int64)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do under the plan."""
        if not self._is_set_up:
            return False
        if self._recorder.history.stopped_early and self._wanted == self._plan:
            return True
        return self._recorder.samples >= self._wanted.epochs * self._recorder.samples_per_epoch

    def stop(self) -> None:
        """Have `run` end before its next batch, as at the end of the plan; may be asked for from any thread."""
        self._is_stopped = True

    def run(self) -> Job[Network]:
        """Go on to the end of the plan and return the network; yield `TrainingReport`s, and None in between.

        Closed early, it leaves the network as trained so far. A network that has a history goes on from there. Raises
        TrainingError where the data does not fit, or where the loss is no longer a number: the network is then as it
        last was when all was well. May be called again after its end: it goes on if the plan has become longer, or if
        it was stopped.
        """
        self.set_up()
        pace = Pace(self._recorder)
        while True:
            if self._recorder.wants_validation():
                yield from self._look()
            self._take_over_plan()
            if self._is_stopped or self._recorder.is_done or self._recorder.history.stopped_early:
                break
            self._learn()
            if pace.is_due():
                yield pace.pause(self._plan)
                pace.resume()
        self._end()
        self._is_stopped = False
        yield pace.report(self._plan)
        return self.network

    def step(self) -> Job[TrainingReport]:
        """Learn from one batch only and return where the training then stands; raises what `run` does."""
        self.set_up()
        pace = Pace(self._recorder)
        if self._recorder.wants_validation():
            yield from self._look()
        self._take_over_plan()
        if not self._recorder.is_done:
            self._learn()
        return pace.report(self._plan)

    def set_up(self) -> None:
        """Prepare what a run needs, once. Raises TrainingError where the data does not fit."""
        if self._is_set_up:
            return
        _check(self.network, self.data, self._plan)
        network, plan = self.network, self._plan
        network.data_name, network.preparation = self.data.name, self.data.preparation
        network.history = network.history or TrainingHistory()
        self._rng = np.random.default_rng(plan.seed)
        self._training, self._aside = self.data.split(plan.validation_share, self._rng)
        self._recorder = Recorder(network.history, plan.epochs, len(self._training))
        self._recorder.plan_for(plan.epochs, plan.patience > 0)
        self._augmenter, self._augmentation = Augmenter(self.data.train_images), plan.augmentation
        self._learner = _learner(network, self.data, plan)
        self._best: Array | None = None
        self._loss = math.inf
        if self._state is None:
            network.history.best, network.history.stopped_early = None, False
        else:
            self._set_state(self._state)
        self._good = network.whole.value.copy()
        self._state, self._is_set_up = None, True

    # -- one step after the other -------------------------------------------------------------------------------

    def _learn(self) -> None:
        """Learn from one batch, or in one go from some single pictures."""
        recorder, plan = self._recorder, self._plan
        place = recorder.samples % recorder.samples_per_epoch
        if place == 0:
            self._begin_epoch()
        chosen, images = self._batch(place), None
        if self._augmentation.is_on:
            images = self._augmenter.pictures(self._augmentation, chosen, (self._epoch_seed, place))
            if len(following := self._batch(place + len(chosen))):
                self._augmenter.prepare(self._augmentation, following, (self._epoch_seed, place + len(chosen)))
        rate = plan.rate_at(recorder.share_done)
        self._learner.set_rate(rate)
        self._loss, hits = self._learner.learn(chosen, images)
        if not math.isfinite(self._loss):
            self._go_back()
        recorder.learned(self._loss, hits, len(chosen), math.ceil(len(chosen) / plan.batch_size), rate)

    def _begin_epoch(self) -> None:
        """Draw the order of the pictures; what it is drawn from is kept, so that it can be drawn again."""
        self._drawn_from = self._rng.bit_generator.state
        self._order = self._rng.permutation(self._training)
        self._epoch_seed = int(self._rng.integers(2**63))

    def _batch(self, place: int) -> Array:
        return self._order[place : place + self._learner.at_once]

    def _look(self) -> Job[None]:
        """See how well the pictures set aside are read, if there are any; keep the weights if all is well."""
        network, plan, recorder = self.network, self._plan, self._recorder
        if len(self._aside):
            images, labels = self.data.train_images[self._aside], self.data.train_labels[self._aside]
            result = yield from evaluating(network, images, labels, plan.loss)
            if not math.isfinite(result.loss or 0.0):
                self._go_back()
            recorder.validated(result.accuracy, result.loss or 0.0)
            if plan.patience and recorder.is_better():
                self._best = network.whole.value.copy()
                recorder.mark_best()
            recorder.history.stopped_early = bool(plan.patience) and recorder.epochs_since_best() >= plan.patience
        is_no_worse_than_guessing = self._loss < 2 * max(1.0, math.log(network.classes))
        if is_no_worse_than_guessing and np.isfinite(network.whole.value).all():
            self._good = network.whole.value.copy()

    def _take_over_plan(self) -> None:
        """Let a plan that was set in the meantime hold from here on."""
        old, new = self._plan, self._wanted
        if new == old:
            return
        before, after = old.to_plain(), new.to_plain()
        changed = [name for name in after if after[name] != before[name]]
        for name in changed:
            self._recorder.changed(name, before[name], after[name])
        self._plan, self._augmentation = new, new.augmentation
        self._recorder.plan_for(new.epochs, new.patience > 0)
        self._recorder.history.stopped_early = False
        if not READ_AT_EACH_STEP.issuperset(changed):
            learned = self._learner.state()
            self._learner = _learner(self.network, self.data, new)
            if learned and new.optimizer is old.optimizer:
                self._learner.set_state(learned)

    def _end(self) -> None:
        if not np.isfinite(self.network.whole.value).all():
            self._go_back()
        if self._best is not None and self._plan.patience:
            self.network.whole.value[:] = self._best

    def _go_back(self) -> None:
        """Leave the weights as they were when all was well, and say what to change."""
        self.network.whole.value[:] = self._good
        raise TrainingError(f"The training went astray, its loss is no longer a number: lower {_culprit(self._plan)}.")

    # -- going on exactly ---------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Where the run stands beside its network's layers and history: values as JSON knows them, and arrays."""
        self.set_up()
        is_between_epochs = self._recorder.samples % self._recorder.samples_per_epoch == 0
        return {
            "plan": self._plan.to_plain(),
            "wanted": self._wanted.to_plain(),
            "random": self._rng.bit_generator.state if is_between_epochs else self._drawn_from,
            "recorder": self._recorder.state(),
            "learner": self._learner.state(),
            "best": self._best,
        }

    def _set_state(self, state: dict[str, Any]) -> None:
        self._recorder.set_state(state["recorder"])
        self._rng.bit_generator.state = state["random"]
        if self._recorder.samples % self._recorder.samples_per_epoch:
            self._begin_epoch()
        self._learner.set_state(state["learner"])
        self._best = state["best"]
        if self._best is not None and np.shape(self._best) != self.network.whole.value.shape:
            raise ValueError("best")


def _learner(network: Network, data: Dataset, plan: TrainingPlan) -> BatchLearner | SampleLearner:
    """What takes the steps: for one picture at a time compiled loops, where these know the network and the plan."""
    if plan.is_plain_descent and plan.batch_size == 1:
        from engine.nn import sample_loop  # brings numba, which is slow to import

        squared = plan.loss is Loss.SQUARED_ERROR
        if sample_loop.can_learn(network, squared):
            return sample_loop.SampleLearner(network, data.train_images, data.train_labels, squared)
    return BatchLearner(network, data, plan)


def _check(network: Network, data: Dataset, plan: TrainingPlan) -> None:
    if network.input_shape != data.input_shape:
        raise TrainingError(
            f"The network sees pictures of shape {network.input_shape}, "
            f"but those of {data.title} are {data.input_shape}."
        )
    if network.classes != data.classes:
        raise TrainingError(f"The network has {network.classes} outputs, but {data.title} has {data.classes} classes.")
    if plan.augmentation.is_on and not data.is_pictures:
        raise TrainingError(f"{data.title} has no pictures to change: set shift, rotation, scale and elastic to 0.")
    if plan.patience and not round(plan.validation_share * len(data.train_images)):
        raise TrainingError("Early stopping needs pictures set aside: raise the validation share, or take patience 0.")


def _culprit(plan: TrainingPlan) -> str:
    """What most likely makes the weights grow without end."""
    if plan.learning_rate * plan.l2 >= 1:
        return f"the l2 penalty, which is {plan.l2:g}, or the learning rate, which is {plan.learning_rate:g}"
    rolls = plan.optimizer in (OptimizerKind.MOMENTUM, OptimizerKind.NESTEROV) and plan.momentum > 0.9
    return f"the learning rate, which is {plan.learning_rate:g}" + f", or the momentum, {plan.momentum:g}" * rolls
