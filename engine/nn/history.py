"""What is kept of a training: its curves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import Any, Self

from engine.params import ParameterError

POINTS = 2000
"""How many points the curves of one run have at most."""
VALIDATIONS = 200
"""How many times one run looks at the validation pictures at most."""
VALIDATIONS_AN_EPOCH = 4
SMOOTHING = 0.05
"""The share of a new point in the smoothed curves."""


@dataclass(eq=False)
class TrainingHistory:
    """Curves that only ever grow, so that another thread may read them while a training appends to them.

    The lists of a point belong together: take `n = len(epochs)` first, then `[:n]` of the others; likewise with
    `validation_epochs`. `epochs` counts passes over the data in fractions, accuracies are shares from 0 to 1,
    `training_accuracy` is smoothed like `smoothed_loss`.
    """

    steps: list[int] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    smoothed_loss: list[float] = field(default_factory=list)
    training_accuracy: list[float] = field(default_factory=list)
    epochs: list[float] = field(default_factory=list)
    validation_steps: list[int] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_epochs: list[float] = field(default_factory=list)

    def copy(self) -> Self:
        return type(self)(*(list(getattr(self, curve.name)) for curve in fields(self)))

    def to_plain(self) -> dict[str, list[float]]:
        """The curves as JSON knows them, thinned out to at most twice `POINTS`."""
        every = max(1, -(-len(self.epochs) // (2 * POINTS)))
        return {
            curve.name: [
                round(value, 6) for value in getattr(self, curve.name)[:: 1 if "validation" in curve.name else every]
            ]
            for curve in fields(self)
        }

    @classmethod
    def from_plain(cls, plain: Any) -> Self:
        """Read what `to_plain` gave. Raises ParameterError for anything else."""
        names = [curve.name for curve in fields(cls)]
        if not isinstance(plain, dict) or sorted(plain) != sorted(names):
            raise ParameterError("The training history does not hold the curves it should.")
        curves = [plain[name] for name in names]
        lengths = [len(curve) if isinstance(curve, list) else -1 for curve in curves]
        if len(set(lengths[:5])) != 1 or len(set(lengths[5:])) != 1 or -1 in lengths:
            raise ParameterError("The curves of the training history are not equally long.")
        if not all(type(value) in (int, float) and math.isfinite(value) for curve in curves for value in curve):
            raise ParameterError("The curves of the training history do not consist of numbers.")
        return cls(*curves)


class Recorder:
    """Appends one run to a history, going on from where it ends: up to `POINTS` points, spread evenly over it."""

    def __init__(self, history: TrainingHistory, steps: int, batches: int) -> None:
        self.history = history
        self.loss = self.accuracy = math.nan
        self.validation_accuracy: float | None = None
        self.step = self.samples = self._before = 0
        self.steps, self._batches = steps, batches
        self._points = min(steps, POINTS)
        self._validations = min(steps, VALIDATIONS, VALIDATIONS_AN_EPOCH * -(-steps // batches))
        self._first_step = history.steps[-1] if history.steps else 0
        self._first_epoch = history.epochs[-1] if history.epochs else 0.0
        self._sums = (0.0, 0, 0)  # of loss times samples, hits, samples since the last point
        self._weight = 0.0

    def learned(self, loss: float, hits: int, samples: int, steps: int = 1) -> None:
        """Take the figures of one step, or of some steps together."""
        self._before = self.step
        self.step += steps
        self.samples += samples
        loss_sum, hit_sum, sample_sum = self._sums
        self._sums = (loss_sum + loss * samples, hit_sum + hits, sample_sum + samples)
        if self._before == 0 or self._is_one_of(self._points):
            self._add_point()

    def validated(self, accuracy: float, loss: float) -> None:
        """Take the figures of a look at the validation pictures."""
        self.validation_accuracy = accuracy
        history = self.history
        history.validation_steps.append(self._first_step + self.step)
        history.validation_accuracy.append(accuracy)
        history.validation_loss.append(loss)
        history.validation_epochs.append(self._first_epoch + self.step / self._batches)

    def wants_validation(self) -> bool:
        """Whether it is time to look at the validation pictures."""
        return self._is_one_of(self._validations)

    def _is_one_of(self, count: int) -> bool:
        """Whether one of `count` steps that are spread evenly over all, the last among them, has just been taken."""
        return self.step * count // self.steps != self._before * count // self.steps

    def _add_point(self) -> None:
        loss_sum, hits, samples = self._sums
        self._sums = (0.0, 0, 0)
        loss, accuracy = loss_sum / samples, hits / samples
        self._weight += SMOOTHING * (1 - self._weight)  # so that the first points count in full
        share = SMOOTHING / self._weight
        self.loss = loss if math.isnan(self.loss) else self.loss + share * (loss - self.loss)
        self.accuracy = accuracy if math.isnan(self.accuracy) else self.accuracy + share * (accuracy - self.accuracy)
        history = self.history
        history.steps.append(self._first_step + self.step)
        history.loss.append(loss)
        history.smoothed_loss.append(self.loss)
        history.training_accuracy.append(self.accuracy)
        history.epochs.append(self._first_epoch + self.step / self._batches)
