"""What is kept of a training: its curves, and what happened on the way."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from engine.params import ParameterError

TRAINING_CURVES = ("steps", "loss", "smoothed_loss", "training_accuracy", "learning_rates", "epochs")
VALIDATION_CURVES = ("validation_steps", "validation_accuracy", "validation_loss", "validation_epochs")
POINTS = 2000
"""How many points the curves of one run have at most."""
CURVES = (*TRAINING_CURVES, *VALIDATION_CURVES)
LONGEST_TEXT = 100


@dataclass(frozen=True)
class Change:
    """A setting of the plan that was changed while a training ran: the first step with the new value is the next one
    after `step`. The values are as JSON knows them."""

    step: int
    epoch: float
    what: str
    old: float | str
    new: float | str


@dataclass(frozen=True)
class Best:
    """The moment at which a training with early stopping read the validation pictures best."""

    step: int
    epoch: float
    accuracy: float
    loss: float


@dataclass(eq=False)
class TrainingHistory:
    """Curves that only ever grow, so that another thread may read them while a training appends to them.

    The lists of a point belong together: take `n = len(epochs)` first, then `[:n]` of the others; likewise with
    `validation_epochs`. `epochs` counts passes over the data in fractions, accuracies are shares from 0 to 1,
    `training_accuracy` is smoothed like `smoothed_loss`, and `learning_rates` are 0 where a file does not tell them.

    `changes` are those of the plan on the way. `best` is there where the last run kept its best weights, and
    `stopped_early` says whether it ended for want of better ones.
    """

    steps: list[int] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    smoothed_loss: list[float] = field(default_factory=list)
    training_accuracy: list[float] = field(default_factory=list)
    learning_rates: list[float] = field(default_factory=list)
    epochs: list[float] = field(default_factory=list)
    validation_steps: list[int] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_epochs: list[float] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    best: Best | None = None
    stopped_early: bool = False

    def points(self, across: str, up: str, most: int) -> tuple[list[float], list[float]]:
        """A curve for drawing: `up` over `across` with at most `most` points.

        Of a long curve it is every second point, every fourth, ..., so that what has been drawn stays where it is while
        the curve grows.
        """
        places = getattr(self, across)
        count = len(places)
        every = 1
        while count > most * every:
            every *= 2
        return places[:count:every], getattr(self, up)[:count:every]

    def copy(self) -> Self:
        lists: dict[str, Any] = {name: list(getattr(self, name)) for name in (*CURVES, "changes")}
        return replace(self, **lists)

    def to_plain(self, exact: bool = False) -> dict[str, Any]:
        """Everything as JSON knows it; unless `exact`, the curves of batches are thinned out to at most twice `POINTS`
        and all are rounded."""
        curves: dict[str, Any] = {name: getattr(self, name) for name in CURVES}
        if not exact:
            every = max(1, -(-len(self.epochs) // (2 * POINTS)))
            curves |= {name: curves[name][::every] for name in TRAINING_CURVES}
            curves = {name: [round(value, 6) for value in curve] for name, curve in curves.items()}
        return curves | {
            "changes": [asdict(change) for change in self.changes],
            "best": self.best and asdict(self.best),
            "stopped_early": self.stopped_early,
        }

    @classmethod
    def from_plain(cls, plain: Any) -> Self:
        """Read what `to_plain` gave, now or before there were changes. Raises ParameterError for anything else."""
        if isinstance(plain, dict) and isinstance(plain.get("steps"), list):
            plain = {"learning_rates": [0.0] * len(plain["steps"]), **plain}
        if not isinstance(plain, dict) or not set(CURVES) <= set(plain):
            raise ParameterError("The training history does not hold the curves it should.")
        curves = {name: plain[name] for name in CURVES}
        for names in (TRAINING_CURVES, VALIDATION_CURVES):
            lengths = {len(curves[name]) if isinstance(curves[name], list) else -1 for name in names}
            if len(lengths) != 1 or -1 in lengths:
                raise ParameterError("The curves of the training history are not equally long.")
        if not all(_is_number(value) for curve in curves.values() for value in curve):
            raise ParameterError("The curves of the training history do not consist of numbers.")
        changes, best, stopped = (plain.get(name, usual) for name, usual in _LATER.items())
        if set(plain) - set(CURVES) - set(_LATER) or not isinstance(changes, list) or not isinstance(stopped, bool):
            raise ParameterError("What the training history says of changes makes no sense.")
        return cls(**curves, changes=[_change(each) for each in changes], best=_best(best), stopped_early=stopped)


_LATER: dict[str, Any] = {"changes": [], "best": None, "stopped_early": False}
"""What the first model files do not have, and what it is then."""


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _change(plain: Any) -> Change:
    if not isinstance(plain, dict) or sorted(plain) != ["epoch", "new", "old", "step", "what"]:
        raise ParameterError("The training history has a change that is none.")
    texts = [value for value in plain.values() if isinstance(value, str) and len(value) <= LONGEST_TEXT]
    numbers = [value for value in plain.values() if isinstance(value, bool) or _is_number(value)]
    if len(texts) + len(numbers) != len(plain) or not isinstance(plain["what"], str):
        raise ParameterError("The training history has a change that is none.")
    if not _is_number(plain["step"]) or not _is_number(plain["epoch"]):
        raise ParameterError("The training history has a change at no time.")
    return Change(**plain)


def _best(plain: Any) -> Best | None:
    if plain is None:
        return None
    if not isinstance(plain, dict) or sorted(plain) != ["accuracy", "epoch", "loss", "step"]:
        raise ParameterError("The best moment of the training history makes no sense.")
    if not all(map(_is_number, plain.values())):
        raise ParameterError("The best moment of the training history makes no sense.")
    return Best(**plain)
