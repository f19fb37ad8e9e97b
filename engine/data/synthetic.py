"""Digits drawn by the program: 28×28 pixels, prepared as MNIST's makers did; as many as are wanted, no download."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.cores import over_bands
from engine.data.dataset import Array, Dataset, Progress
from engine.data.strokes import SHAPES, Shape, Stroke
from engine.jobs import Job
from engine.kernels.cache import healing
from engine.params import Declared, Range, param

TITLE = "Drawn digits (28×28, built in)"
LICENCE = "drawn by Neural Darkroom from strokes of its own, free of rights"
SIDE, BOX = 28, 20
"""A digit fits into a square of 20 pixels, whose picture has 28 (Y. LeCun et al., 1998)."""
AT_ONCE = 250
WORK = 4
"""A pixel that is drawn costs as much as so many that are only looked at."""
SMOOTH = 8
"""Lines that a curve between two points consists of."""


@dataclass(frozen=True)
class SyntheticPlan(Declared):
    """How many digits are drawn."""

    train: int = param(60_000, "how many digits to learn from", range=Range(10, 200_000, logarithmic=True))
    test: int = param(10_000, "how many digits to test on", range=Range(10, 100_000, logarithmic=True))
    seed: int = param(1, "another seed draws other digits", range=Range(0, 2**31 - 1))


def load_synthetic(plan: SyntheticPlan = SyntheticPlan()) -> Job[Dataset]:
    """Draw digits to learn from and to test on, all different, equally many of each class; yields Progress."""
    rng = np.random.default_rng(plan.seed)
    train, total = plan.train, plan.train + plan.test
    labels = rng.permutation(np.arange(total) % len(SHAPES))
    images = (yield from draw_digits(labels, rng))[..., np.newaxis]
    return Dataset(
        "synthetic", TITLE, LICENCE, images[:train], labels[:train], images[train:], labels[train:], tuple("0123456789")
    )


def draw_digits(labels: Array, rng: np.random.Generator) -> Job[Array]:
    """One new picture `(N, 28, 28)` for each label: another shape, proportion, slant, hand, thickness and pressure.

    Yields Progress after every few pictures of one shape.
    """
    pictures, done = np.zeros((len(labels), SIDE, SIDE), np.float32), 0
    shapes = rng.integers(0, [len(SHAPES[label]) for label in labels])
    for digit, variants in enumerate(SHAPES):
        for number, shape in enumerate(variants):
            chosen = np.flatnonzero((labels == digit) & (shapes == number))
            for first in range(0, len(chosen), AT_ONCE):
                part = chosen[first : first + AT_ONCE]
                pictures[part] = _draw_shape(shape, len(part), rng)
                done += len(part)
                yield Progress("Drawing digits", done, len(labels))
    return pictures


def _draw_shape(shape: Shape, count: int, rng: np.random.Generator) -> Array:
    """Pictures `(count, 28, 28)` of one shape of a digit."""
    from engine.data.ink import draw

    curves = [_curve(stroke, count, rng) for stroke in shape]
    points = np.concatenate(curves, axis=1)
    connected = np.concatenate([np.arange(curve.shape[1]) < curve.shape[1] - 1 for curve in curves])
    points = _bent(points - 0.5, rng) @ _hands(count, rng)
    widths = _widths(count, points.shape[1], rng)
    pictures = np.zeros((count, SIDE, SIDE), np.float32)
    placed = _placed(points, widths, connected)
    healing(partial(over_bands, draw, count, WORK * SIDE * SIDE, placed, widths, connected, pictures))
    return pictures


def _curve(stroke: Stroke, count: int, rng: np.random.Generator) -> Array:
    """Points `(count, P, 2)` along a stroke whose points are each moved a little, on a Catmull-Rom spline."""
    tremble = np.full((len(stroke), 1), 0.035)
    tremble[[0, -1]] = 0.055  # where a stroke begins and ends is left to chance most
    knots = np.array(stroke) + tremble * rng.normal(size=(count, len(stroke), 2))
    ends = 2 * knots[:, [0, -1]] - knots[:, [1, -2]]
    before, a, b, after = (
        np.concatenate([ends[:, :1], knots, ends[:, 1:]], axis=1)[:, shift : len(stroke) - 1 + shift, np.newaxis]
        for shift in range(4)
    )
    t = np.linspace(0, 1, SMOOTH, endpoint=False)[:, np.newaxis]
    curve = 0.5 * (
        2 * a + (b - before) * t + (2 * before - 5 * a + 4 * b - after) * t**2 + (3 * (a - b) + after - before) * t**3
    )
    return np.concatenate([curve.reshape(count, -1, 2), knots[:, -1:]], axis=1)


def _bent(points: Array, rng: np.random.Generator) -> Array:
    """Move points by a slow wave over the picture: no two hands draw the same bow."""
    count = len(points)
    amount, phase = rng.normal(0, 0.055, (2, count, 1, 2)), rng.uniform(0, 2 * np.pi, (2, count, 1, 2))
    across, down = points[:, :, :1], points[:, :, 1:]
    return points + amount[0] * np.sin(4 * across + phase[0]) + amount[1] * np.sin(4 * down + phase[1])


def _hands(count: int, rng: np.random.Generator) -> Array:
    """A matrix `(count, 2, 2)` a picture: narrow or wide, slanted, turned."""
    wide = np.exp(rng.normal(np.log(0.75), 0.28, count))
    slant = rng.normal(-0.15, 0.3, count)  # to the right, as most people write
    turn = rng.normal(0, 0.1, count)
    shaped = np.zeros((count, 2, 2))
    shaped[:, 0, 0], shaped[:, 1, 0], shaped[:, 1, 1] = wide, slant, 1
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return shaped @ np.moveaxis(turned, -1, 0)


def _widths(count: int, places: int, rng: np.random.Generator) -> Array:
    """Half the thickness of the line in pixels, `(count, places)`, changing slowly with the pressure of the hand."""
    thickness, pressure = np.exp(rng.normal(0.2, 0.33, (count, 1))), rng.normal(0, 0.15, (count, 1))
    thickness = np.clip(thickness, 0.6, 2.6)
    along = np.linspace(-1, 1, places)
    return thickness * np.clip(1 + pressure * along, 0.6, 1.4)


def _placed(points: Array, widths: Array, connected: Array) -> Array:
    """Scale each digit to fit the box, with the thickness of its lines, and put its centre of mass in the middle."""
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    room = BOX - 2 * widths.max(axis=1)
    points = points * (room / (high - low).max(axis=(1, 2)))[:, np.newaxis, np.newaxis]
    lines = np.flatnonzero(connected)
    lengths = np.linalg.norm(points[:, lines + 1] - points[:, lines], axis=2) * widths[:, lines]
    middles = 0.5 * (points[:, lines + 1] + points[:, lines])
    mass = (middles * lengths[..., np.newaxis]).sum(axis=1) / lengths.sum(axis=1, keepdims=True)
    return points + (SIDE / 2 - mass)[:, np.newaxis]
