"""Training: from starting weights to a network that reads, as a job that reports on its way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from engine.data.dataset import Dataset
from engine.errors import UserError
from engine.jobs import Job
from engine.nn.batch_learner import BatchLearner
from engine.nn.history import Recorder, TrainingHistory
from engine.nn.loss import Loss
from engine.nn.metrics import evaluating
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan

if TYPE_CHECKING:
    from engine.nn.sample_loop import SampleLearner

PAUSE = 0.01
"""The job yields at least this often, in seconds, so that it can be closed or paused; unless one batch takes longer."""
REPORT = 1 / 30
"""A report at most this often, in seconds."""


class TrainingError(UserError):
    """A training that cannot be started or that went astray."""


@dataclass(frozen=True)
class TrainingReport:
    """Where a training stands. Accuracies are shares from 0 to 1; `history` goes on growing after the report."""

    epoch: int
    epochs: int
    step: int
    steps: int
    seconds: float
    loss: float
    training_accuracy: float
    validation_accuracy: float | None
    samples_per_second: float
    seconds_left: float
    history: TrainingHistory


def train(network: Network, data: Dataset, plan: TrainingPlan) -> Job[Network]:
    """Train `network` in place and return it; yield `TrainingReport`s, and None in between.

    Closed early, it leaves the network as trained so far. A network that has a history goes on from there. The order
    of the pictures, and so the result, follows from `plan.seed` alone. Raises TrainingError where the data does not fit
    or where the loss is no longer a number.
    """
    _check(network, data)
    rng = np.random.default_rng(plan.seed)
    training, validation = data.split(plan.validation_share, rng)
    network.history = network.history or TrainingHistory()
    network.data_name, network.preparation = data.name, data.preparation
    learner = _learner(network, data, plan)
    batches = math.ceil(len(training) / plan.batch_size)
    recorder = Recorder(network.history, plan.epochs * batches, batches)
    pace = _Pace(plan.epochs, len(training), recorder)
    yield from _validate(network, data, validation, plan.loss, recorder)
    for _ in range(plan.epochs):
        order = rng.permutation(training)
        for first in range(0, len(order), learner.at_once):
            chosen = order[first : first + learner.at_once]
            learner.set_rate(plan.rate_at(recorder.step / recorder.steps))
            loss, hits = learner.learn(chosen)
            if not math.isfinite(loss):
                raise TrainingError(
                    f"The training went astray, its loss is no longer a number: lower the learning rate, "
                    f"which is {plan.learning_rate:g}."
                )
            recorder.learned(loss, hits, len(chosen), steps=math.ceil(len(chosen) / plan.batch_size))
            if pace.is_due():
                yield pace.pause()
                pace.resume()
            if recorder.wants_validation():
                yield from _validate(network, data, validation, plan.loss, recorder)
    yield pace.report()
    return network


def _learner(network: Network, data: Dataset, plan: TrainingPlan) -> BatchLearner | SampleLearner:
    """What takes the steps: for one picture at a time compiled loops, where these know the network and the plan."""
    if plan.is_plain_descent and plan.batch_size == 1:
        from engine.nn import sample_loop  # brings numba, which is slow to import

        squared = plan.loss is Loss.SQUARED_ERROR
        if sample_loop.can_learn(network, squared):
            return sample_loop.SampleLearner(network, data.train_images, data.train_labels, squared)
    return BatchLearner(network, data, plan)


def _check(network: Network, data: Dataset) -> None:
    if network.input_shape != data.input_shape:
        raise TrainingError(
            f"The network sees pictures of shape {network.input_shape}, "
            f"but those of {data.title} are {data.input_shape}."
        )
    if network.classes != data.classes:
        raise TrainingError(f"The network has {network.classes} outputs, but {data.title} has {data.classes} classes.")


def _validate(network: Network, data: Dataset, chosen: np.ndarray, loss: Loss, recorder: Recorder) -> Job[None]:
    """Record how well the network reads the pictures set aside, if there are any."""
    if len(chosen):
        result = yield from evaluating(network, data.train_images[chosen], data.train_labels[chosen], loss)
        recorder.validated(result.accuracy, result.loss or 0.0)


class _Pace:
    """Knows when to yield, and how fast the work goes; the time between a yield and the next step does not count."""

    def __init__(self, epochs: int, samples: int, recorder: Recorder) -> None:
        self._epochs, self._samples, self._recorder = epochs, samples, recorder
        self._seconds = self._reported = 0.0
        self._resumed = perf_counter()

    def is_due(self) -> bool:
        return perf_counter() - self._resumed >= PAUSE

    def pause(self) -> TrainingReport | None:
        """Stop the clock; give a report if it is time for one."""
        if self._elapsed() - self._reported < REPORT:
            self._seconds = self._elapsed()
            return None
        return self.report()

    def resume(self) -> None:
        self._resumed = perf_counter()

    def report(self) -> TrainingReport:
        self._seconds = self._reported = self._elapsed()
        recorder = self._recorder
        rate = recorder.samples / self._seconds
        return TrainingReport(
            epoch=min(self._epochs, recorder.samples // self._samples + 1),
            epochs=self._epochs,
            step=recorder.step,
            steps=recorder.steps,
            seconds=self._seconds,
            loss=recorder.loss,
            training_accuracy=recorder.accuracy,
            validation_accuracy=recorder.validation_accuracy,
            samples_per_second=rate,
            seconds_left=(self._epochs * self._samples - recorder.samples) / rate,
            history=recorder.history,
        )

    def _elapsed(self) -> float:
        return self._seconds + perf_counter() - self._resumed
