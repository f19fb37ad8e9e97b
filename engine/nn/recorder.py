"""How the figures of single steps become curves that stay short."""

from __future__ import annotations

import math
from typing import Any

from engine.nn.history import POINTS, Best, Change, TrainingHistory

VALIDATIONS = 200
"""How many times one run looks at the validation pictures at most, unless early stopping needs it more often."""
VALIDATIONS_AN_EPOCH = 4
SMOOTHING = 0.05
"""The share of a new point in the smoothed curves."""


class Recorder:
    """Appends one run to a history, going on from where it ends: up to `POINTS` points, spread evenly over it.

    A run is as long as `epochs` times `samples_per_epoch`, and its place is how many samples it has seen: batches may
    change their size on the way.
    """

    def __init__(self, history: TrainingHistory, epochs: int, samples_per_epoch: int) -> None:
        self.history = history
        self.loss = self.accuracy = math.nan
        self.validation_accuracy: float | None = None
        self.step = self.samples = 0
        self.samples_per_epoch = samples_per_epoch
        self._before = 0  # the samples before the last step
        self._validated = -1  # the step of the last look at the validation pictures
        self._first_step = history.steps[-1] if history.steps else 0
        self._first_epoch = history.epochs[-1] if history.epochs else 0.0
        self._sums = (0.0, 0, 0)  # of loss times samples, hits, samples since the last point
        self._weight = 0.0
        self.plan_for(epochs)

    def plan_for(self, epochs: int, at_every_epoch: bool = False) -> None:
        """Take a new length of the run, and whether each epoch needs a look at the validation pictures."""
        self.total = epochs * self.samples_per_epoch
        self._validations = min(max(VALIDATIONS, epochs * at_every_epoch), VALIDATIONS_AN_EPOCH * epochs)

    @property
    def epoch(self) -> float:
        """How many times this run has seen the data, in fractions."""
        return self.samples / self.samples_per_epoch

    @property
    def share_done(self) -> float:
        return min(1.0, self.samples / self.total)

    @property
    def is_done(self) -> bool:
        return self.samples >= self.total

    def learned(self, loss: float, hits: int, samples: int, steps: int = 1, rate: float = 0.0) -> None:
        """Take the figures of one step, or of some steps together, and the learning rate they were taken with."""
        self._before = self.samples
        self.step += steps
        self.samples += samples
        loss_sum, hit_sum, sample_sum = self._sums
        self._sums = (loss_sum + loss * samples, hit_sum + hits, sample_sum + samples)
        if self._before == 0 or self._has_passed_one_of(POINTS):
            self._add_point(rate)

    def validated(self, accuracy: float, loss: float) -> None:
        """Take the figures of a look at the validation pictures."""
        self.validation_accuracy, self._validated = accuracy, self.step
        history, moment = self.history, self._moment()
        history.validation_steps.append(moment["step"])
        history.validation_accuracy.append(accuracy)
        history.validation_loss.append(loss)
        history.validation_epochs.append(moment["epoch"])

    def wants_validation(self) -> bool:
        """Whether it is time to look at the validation pictures: before the first step and evenly after that."""
        return self._validated != self.step and (self.step == 0 or self._has_passed_one_of(self._validations))

    def is_better(self) -> bool:
        """Whether the last look at the validation pictures was the best: more right, or as many with less doubt."""
        best, history = self.history.best, self.history
        figures = (history.validation_accuracy[-1], -history.validation_loss[-1])
        return best is None or figures > (best.accuracy, -best.loss)

    def mark_best(self) -> None:
        """Note that the weights of this moment are kept."""
        history = self.history
        history.best = Best(
            accuracy=history.validation_accuracy[-1], loss=history.validation_loss[-1], **self._moment()
        )

    def epochs_since_best(self) -> float:
        best = self.history.best
        return self._moment()["epoch"] - best.epoch if best else 0.0

    def changed(self, what: str, old: float | str, new: float | str) -> None:
        """Note that a setting has been changed."""
        self.history.changes.append(Change(what=what, old=old, new=new, **self._moment()))

    def state(self) -> dict[str, Any]:
        """Where the run stands beside its history, as JSON knows it; a smoothed value that is not there yet is None."""
        plain = {name: getattr(self, name) for name in _STATE}
        return {
            name: None if isinstance(value, float) and math.isnan(value) else value for name, value in plain.items()
        }

    def set_state(self, state: dict[str, Any]) -> None:
        """Take what `state` gave. Raises KeyError, TypeError or ValueError for what it cannot have given."""
        for name, kind in _STATE.items():
            value = state[name]
            if name == "_sums":
                loss, hits, samples = value
                value = (float(loss), int(hits), int(samples))
            elif value is not None:
                value = kind(value)
            elif name in ("loss", "accuracy"):
                value = math.nan
            elif name != "validation_accuracy":
                raise TypeError(name)
            setattr(self, name, value)
        if not 0 <= self._before <= self.samples or not 0 <= self.step <= self.samples:
            raise ValueError("steps")

    def _moment(self) -> dict[str, Any]:
        """The step and the epoch, earlier runs of the history included."""
        return {"step": self._first_step + self.step, "epoch": self._first_epoch + self.epoch}

    def _has_passed_one_of(self, count: int) -> bool:
        """Whether the last step reached or passed one of `count` places that are spread evenly over the run."""
        return self.samples * count // self.total != self._before * count // self.total

    def _add_point(self, rate: float) -> None:
        loss_sum, hits, samples = self._sums
        self._sums = (0.0, 0, 0)
        loss, accuracy = loss_sum / samples, hits / samples
        self._weight += SMOOTHING * (1 - self._weight)  # so that the first points count in full
        share = SMOOTHING / self._weight
        self.loss = loss if math.isnan(self.loss) else self.loss + share * (loss - self.loss)
        self.accuracy = accuracy if math.isnan(self.accuracy) else self.accuracy + share * (accuracy - self.accuracy)
        history, moment = self.history, self._moment()
        history.steps.append(moment["step"])
        history.loss.append(loss)
        history.smoothed_loss.append(self.loss)
        history.training_accuracy.append(self.accuracy)
        history.learning_rates.append(rate)
        history.epochs.append(moment["epoch"])


_STATE: dict[str, type] = {
    "loss": float,
    "accuracy": float,
    "validation_accuracy": float,
    "step": int,
    "samples": int,
    "_before": int,
    "_validated": int,
    "_first_step": int,
    "_first_epoch": float,
    "_sums": tuple,
    "_weight": float,
}
