"""The maps of an Encoder step as pictures: what the Encoder view shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.depth import as_dtype
from engine.editing.document import Document
from engine.editing.render import RenderCache, develop
from engine.filters.encoder import POOLED, Encoder, FeatureMap, feature_maps, halved
from engine.filters.recipe import Recipe
from engine.jobs import Job
from engine.kernels.strips import strips

LARGEST = 1024
"""The longer side of a map as it is shown, in pixels; larger ones are reduced."""


@dataclass(frozen=True, eq=False)
class MapPicture:
    """A map of an encoder as a screen shows it: `pixels (h, w, 1)` uint8, and what is true of all its values.

    `level`, `stage` and `kernel` are those of `FeatureMap`; `shape` is the (height, width) of the map, which the
    pixels are reduced from where it is large. They show the square root of the values, so that weak answers are seen;
    white is the largest value of all maps of the same stage. The brightness is shown as it is.
    """

    level: int
    stage: int
    kernel: int
    shape: tuple[int, int]
    low: float
    high: float
    mean: float
    pixels: np.ndarray


@dataclass(frozen=True, eq=False)
class Pyramid:
    """The maps of an encoder as far as they are there, level by level; the first is the brightness they come from."""

    encoder: Encoder
    maps: tuple[MapPicture, ...]

    def at(self, level: int, stage: int) -> tuple[MapPicture, ...]:
        """The maps of a stage, one for each kernel; what comes into a level is what the one before pooled."""
        if stage == 0 and level > 1:
            level, stage = level - 1, POOLED
        return tuple(each for each in self.maps if (each.level, each.stage) == (level, stage))


def pyramid(document: Document, index: int, cache: RenderCache) -> Job[Pyramid]:
    """What the Encoder in step `index` of a document's recipe finds in the picture before that step.

    Yield a `Pyramid` whenever another level is done. Raises ParameterError where the picture is too small for it.
    """
    steps = document.recipe.steps
    encoder = steps[index].filter
    if not isinstance(encoder, Encoder):
        raise TypeError(f"step {index} is no Encoder but {encoder}")
    developed = yield from develop(document.with_recipe(Recipe(steps[:index])), cache)
    known: list[MapPicture] = []
    level: list[MapPicture] = []
    reduced: list[np.ndarray] = []
    for found in feature_maps(developed.image, encoder):
        yield None
        if found is None:
            continue
        measured, values = yield from _measured(found)
        level.append(measured)
        reduced.append(values)
        if found.stage == POOLED and found.kernel == len(encoder.bank) - 1:
            known += _shown(level, reduced)
            level, reduced = [], []
            yield Pyramid(encoder, tuple(known))
    return Pyramid(encoder, tuple(known))


def _measured(found: FeatureMap) -> Job[tuple[MapPicture, np.ndarray]]:
    """A map measured, still without pixels, and its values reduced; yields None in between."""
    values, sums, lows, highs = found.values, [], [], []
    for rows in strips(*values.shape):
        if not np.isfinite(values[rows].sum(dtype=np.float64)):
            values = np.nan_to_num(values, posinf=0.0, neginf=0.0)
        sums.append(values[rows].sum(dtype=np.float64))
        lows.append(values[rows].min())
        highs.append(values[rows].max())
        yield None
    facts = float(min(lows)), float(max(highs)), float(sum(sums) / values.size)
    nothing = np.empty((0, 0, 1), np.uint8)
    measured = MapPicture(found.level, found.stage, found.kernel, values.shape, *facts, nothing)
    while max(values.shape) > LARGEST and min(values.shape) > 1:
        values = yield from halved(values, how="mean", edge="partial")
    return measured, values


def _shown(level: list[MapPicture], reduced: list[np.ndarray]) -> list[MapPicture]:
    """The maps with their pixels, white being the largest value of their stage, the brightness as it is."""
    peaks = {stage: max(each.high for each in level if each.stage == stage) for stage in {each.stage for each in level}}
    shown = []
    for each, values in zip(level, reduced, strict=True):
        light = values if each.stage == 0 else np.sqrt(values / np.float32(peaks[each.stage] or 1.0))
        shown.append(replace(each, pixels=as_dtype(light, np.dtype(np.uint8))[:, :, None]))
    return shown
