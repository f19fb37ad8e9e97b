"""What a training says on its way, and when."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from engine.nn.history import TrainingHistory
from engine.nn.plan import TrainingPlan
from engine.nn.recorder import Recorder

PAUSE = 0.01
"""The job yields at least this often, in seconds, so that it can be closed or paused; unless one batch takes longer."""
REPORT = 1 / 30
"""A report at most this often, in seconds."""


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


class Pace:
    """Knows when to yield, and how fast the work goes; the time between a yield and the next step does not count."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder, self._first = recorder, recorder.samples
        self._seconds = self._reported = 0.0
        self._resumed = perf_counter()

    def is_due(self) -> bool:
        return perf_counter() - self._resumed >= PAUSE

    def pause(self, plan: TrainingPlan) -> TrainingReport | None:
        """Stop the clock; give a report if it is time for one."""
        if self._elapsed() - self._reported < REPORT:
            self._seconds = self._elapsed()
            return None
        return self.report(plan)

    def resume(self) -> None:
        self._resumed = perf_counter()

    def report(self, plan: TrainingPlan) -> TrainingReport:
        self._seconds = self._reported = self._elapsed()
        recorder = self._recorder
        rate = (recorder.samples - self._first) / self._seconds
        left = max(0, recorder.total - recorder.samples)
        epochs_left, rest = divmod(left, recorder.samples_per_epoch)
        steps_left = epochs_left * -(-recorder.samples_per_epoch // plan.batch_size) + -(-rest // plan.batch_size)
        return TrainingReport(
            epoch=min(plan.epochs, int(recorder.epoch) + 1),
            epochs=plan.epochs,
            step=recorder.step,
            steps=recorder.step + steps_left,
            seconds=self._seconds,
            loss=recorder.loss,
            training_accuracy=recorder.accuracy,
            validation_accuracy=recorder.validation_accuracy,
            samples_per_second=rate,
            seconds_left=left / rate if rate else 0.0,
            history=recorder.history,
        )

    def _elapsed(self) -> float:
        return self._seconds + perf_counter() - self._resumed
