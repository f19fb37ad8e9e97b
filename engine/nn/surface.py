"""What a network answers everywhere in the plane, and what its units make of it: for points of two coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.jobs import Job
from engine.nn.layer import Array
from engine.nn.network import Network

MARGIN = 0.15
"""How far beyond the points the surface goes, as a share of their spread."""
MOST_UNITS = 64
"""So many units of a layer are shown."""


@dataclass(frozen=True)
class Area:
    """A rectangle of the plane."""

    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class UnitMaps:
    """What the units of a layer answer over the area: `values (units, side, side)`, the first row at the bottom."""

    layer: int
    values: Array


@dataclass(frozen=True, eq=False)
class Surface:
    """The outputs `(side, side, classes)` over an area, the first row at the bottom, and the maps of the units; and the
    outputs `(N, classes)` at the points that were asked for."""

    area: Area
    outputs: Array
    units: tuple[UnitMaps, ...]
    at_points: Array


def area_of(points: Array) -> Area:
    """The square around points `(N, 2)` and a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = (1 + 2 * MARGIN) * max(1e-6, float((high - low).max()))
    left, bottom = (low + high) / 2 - side / 2
    return Area(float(left), float(bottom), side, side)


def computing_surface(network: Network, area: Area, points: Array, side: int = 96) -> Job[Surface]:
    """Ask the network at the middles of `side` times `side` squares of an area, and at some points `(N, 2)`."""
    yield None
    grid = _grid(area, side)
    answers = network.activations(grid)
    units = tuple(
        UnitMaps(number, answers[number][:, :MOST_UNITS].T.reshape(-1, side, side).copy())
        for number in _hidden_layers(network)
    )
    yield None
    return Surface(area, network.outputs(grid).reshape(side, side, -1), units, network.outputs(points))


def _hidden_layers(network: Network) -> list[int]:
    """The layers whose answers another layer weighs: those of hidden units."""
    learning = [number for number, layer in enumerate(network.layers) if number and layer.parameters()]
    return [number - 1 for number in learning]


def _grid(area: Area, side: int) -> Array:
    middles = (np.arange(side, dtype=np.float32) + 0.5) / side
    across, up = np.meshgrid(area.left + area.width * middles, area.bottom + area.height * middles)
    return np.stack([across.ravel(), up.ravel()], axis=1)
