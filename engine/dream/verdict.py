"""How good dreams are, measured beside what they began with and beside as many real pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.data.dataset import Dataset
from engine.dream.frechet import FEWEST, Moments, frechet_distance
from engine.dream.judge import Judge, open_judge
from engine.dream.neighbours import diversity, finding_neighbours
from engine.dream.objective import DreamError
from engine.jobs import Job

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Verdict:
    """What is seen in N pictures, and how natural they are.

    `outputs (N, classes)` are the judge's, `neighbours (N,)` the classes of the nearest training pictures,
    `network_agrees` and `neighbours_agree` the shares in which each sees what was wanted. `frechet_distance` is to the
    training pictures in the judge's features, `diversity` the mean distance of two of a class, `nearest` the median
    distance to the nearest training picture: near zero they are copies. None where there are too few pictures to say.
    """

    outputs: Array
    neighbours: Array
    network_agrees: float
    neighbours_agree: float
    frechet_distance: float | None
    diversity: float | None
    nearest: float

    @property
    def seen(self) -> Array:
        """The classes `(N,)` that the judge sees."""
        return self.outputs.argmax(axis=1)

    def to_plain(self) -> dict[str, Any]:
        """The figures, without those of single pictures."""
        names = ("network_agrees", "neighbours_agree", "frechet_distance", "diversity", "nearest")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, eq=False)
class Verdicts:
    """The verdict on `dreams`, on the `start` they were made of, where that was asked for, and on as many `real`
    pictures that nobody learned from."""

    dreams: Verdict
    start: Verdict | None
    real: Verdict

    def relative(self, verdict: Verdict) -> dict[str, float | None]:
        """The figures that only mean something beside those of real pictures, as multiples of these."""
        pairs = {
            name: (getattr(verdict, name), getattr(self.real, name))
            for name in ("frechet_distance", "diversity", "nearest")
        }
        return {name: mine / real if mine is not None and real else None for name, (mine, real) in pairs.items()}

    @property
    def by_name(self) -> dict[str, Verdict]:
        """Those there are, in the order of reading."""
        told = {"dreams": self.dreams, "start": self.start, "real": self.real}
        return {name: verdict for name, verdict in told.items() if verdict is not None}

    def to_plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {
            name: verdict.to_plain() | {f"{key}_to_real": value for key, value in self.relative(verdict).items()}
            for name, verdict in self.by_name.items()
        }

    def table(self) -> list[list[str]]:
        """The figures as a person reads them, the titles first; those of the last three beside real pictures."""
        titles = ["", "network agrees", "5-NN agree", "Fréchet distance", "diversity", "nearest known picture"]
        return [titles, *([name, *self._cells(verdict)] for name, verdict in self.by_name.items())]

    def _cells(self, verdict: Verdict) -> list[str]:
        shares = [f"{100 * share:.1f} %" for share in (verdict.network_agrees, verdict.neighbours_agree)]
        return shares + ["-" if value is None else f"{value:.2f} × real" for value in self.relative(verdict).values()]


def judging(images: Array, wanted: Array, data: Dataset, start: Array | None = None) -> Job[Verdicts]:
    """Judge dreams `images (N, H, W, C)` of the classes `wanted (N,)` by a data set, and `start`, what they began with.

    Yields reports of the judge's training, where it is not kept yet, and Progress. Raises DreamError where the
    pictures are not of the data's shape and classes.
    """
    wanted = np.asarray(wanted)
    if images.shape[1:] != data.input_shape:
        raise DreamError(
            f"The dreams have the shape {images.shape[1:]}, the pictures of {data.title} {data.input_shape}."
        )
    if not len(wanted) or not np.isin(wanted, data.test_labels).all():
        raise DreamError(f"Dreams are judged by the class that is wanted, which must be one of {data.title}.")
    judge = yield from open_judge(data)
    places = _as_many(data.test_labels, wanted)
    sets = [(images, wanted), (data.test_images[places], data.test_labels[places])]
    sets += [(start, wanted)] if start is not None else []
    found = yield from finding_neighbours(data, np.concatenate([pictures for pictures, _ in sets]))
    verdicts, first = [], 0
    for pictures, classes in sets:
        part = slice(first, first := first + len(pictures))
        verdicts.append(_verdict(judge, pictures, classes, found.seen[part], found.distance[part]))
        yield
    return Verdicts(verdicts[0], verdicts[2] if start is not None else None, verdicts[1])


def _as_many(labels: Array, wanted: Array) -> Array:
    """The places of the first test pictures, of each class as many as are wanted, or as there are."""
    return np.concatenate(
        [np.flatnonzero(labels == index)[: np.count_nonzero(wanted == index)] for index in np.unique(wanted)]
    )


def _verdict(judge: Judge, images: Array, wanted: Array, seen: Array, distance: Array) -> Verdict:
    outputs = judge.outputs(images)
    enough = len(images) >= FEWEST
    return Verdict(
        outputs,
        seen,
        network_agrees=float(np.mean(outputs.argmax(axis=1) == wanted)),
        neighbours_agree=float(np.mean(seen == wanted)),
        frechet_distance=frechet_distance(Moments.of(judge.features(images)), judge.real) if enough else None,
        diversity=diversity(images, wanted),
        nearest=float(np.median(distance)),
    )
