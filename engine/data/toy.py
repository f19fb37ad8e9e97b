"""Points in the plane that take a bend to tell apart: the smallest problems there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.data.dataset import Array, Dataset, Progress, parted
from engine.jobs import Job
from engine.params import Declared, Range, param

LICENCE = "computed by Neural Darkroom, free of rights"
XOR_TITLE = "Exclusive or (4 points)"
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
TURNS = 1.25
"""How often an arm of the spirals goes round."""

Draw = Callable[[int, Array], Array]
"""From a class (0 or 1) and places `(N,)` along it, from 0 to 1, to points `(N, 2)`."""


@dataclass(frozen=True)
class ToyPlan(Declared):
    """How many points there are, and how exact."""

    count: int = param(1000, "how many points, both classes together", range=Range(10, 100_000, logarithmic=True))
    noise: float = param(0.05, "how far the points lie off their line, as a standard deviation", range=Range(0.0, 1.0))
    test: int = param(30, "how many of the points of each class are kept for tests", range=Range(1, 90), unit="%")
    seed: int = param(1, "another seed gives other points", range=Range(0, 2**31 - 1))


def load_xor() -> Job[Dataset]:
    """The four corners of a square; a corner is 1 where just one of its coordinates is. What is tested is learned."""
    yield Progress("Putting down four points")
    labels = np.array([0, 1, 1, 0])
    return Dataset("xor", XOR_TITLE, LICENCE, CORNERS, labels, CORNERS, labels, ("0", "1"))


def circles(label: int, along: Array) -> Array:
    """A circle of radius 1 around one of radius 1/2."""
    return (1 - 0.5 * label) * _round(2 * np.pi * along)


def moons(label: int, along: Array) -> Array:
    """Two half circles that reach into each other."""
    points = _round(np.pi * along)
    return points - [0.5, 0.25] if label == 0 else [0.5, 0.25] - points


def spirals(label: int, along: Array) -> Array:
    """Two arms around each other, each point equally far from the next (K. Lang and M. Witbrock, 1988)."""
    out = np.sqrt(along)
    return out[:, np.newaxis] * _round(2 * np.pi * TURNS * out + np.pi * label)


def _round(angles: Array) -> Array:
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def load_toy(draw: Draw, title: str, class_names: tuple[str, str], plan: ToyPlan = ToyPlan()) -> Job[Dataset]:
    """Points `(N, 2)` of two classes, equally many of each, spread evenly and moved by normal noise."""
    yield Progress("Drawing points")
    rng = np.random.default_rng(plan.seed)
    labels = np.arange(plan.count) % 2
    along = rng.random(plan.count)
    points = np.empty((plan.count, 2), np.float32)
    for label in (0, 1):
        points[labels == label] = draw(label, along[labels == label])
    points += rng.normal(0, plan.noise, points.shape).astype(np.float32)
    train, test = parted(labels, plan.test, rng)
    name = draw.__name__
    return Dataset(name, title, LICENCE, points[train], labels[train], points[test], labels[test], class_names)
