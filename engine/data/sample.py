"""A few samples of a data set, for a first look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.data import DATASETS, open_dataset
from engine.data.augmentation import Augmentation
from engine.data.dataset import Array, Dataset
from engine.depth import as_dtype
from engine.image import load
from engine.jobs import Job

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "samples"
"""Sheets of pictures as `sample_of` makes them, so that nothing has to be loaded for a first look."""
ROWS, COLUMNS = 2, 10
POINTS = 240


@dataclass(frozen=True, eq=False)
class Sample:
    """Pictures side by side on a sheet uint8 `(height, width, channels)`, or points `(N, 2)` within ±1 and the index of
    the class of each."""

    sheet: Array | None = None
    points: Array | None = None
    labels: Array | None = None


def sample_of(data: Dataset) -> Sample:
    """The first pictures of every class, class by class from the left; or the first points."""
    if not data.is_pictures:
        points = data.train_images[:POINTS, :2]
        middle = (points.max(axis=0) + points.min(axis=0)) / 2
        largest = np.abs(points - middle).max() or 1.0
        return Sample(points=(points - middle) / largest, labels=data.train_labels[:POINTS])
    used = [0] * data.classes
    rows: list[list[Array]] = [[] for _ in range(ROWS)]
    for column in range(COLUMNS):
        label = column * data.classes // COLUMNS
        places = np.flatnonzero(data.train_labels == label)
        for row in rows:
            row.append(_picture(data, places[used[label] % len(places)] if len(places) else 0))
            used[label] += 1
    return Sample(sheet=np.ascontiguousarray(np.vstack([np.hstack(row) for row in rows])))


def sampling(name: str) -> Job[Sample]:
    """A first look at a data set known by name, from what is shipped; empty where there is none."""
    yield None
    shipped = SHIPPED / f"{name}.png"
    if shipped.is_file():
        return Sample(sheet=np.ascontiguousarray(load(shipped).pixels))
    return Sample() if DATASETS[name].is_pictures else sample_of((yield from open_dataset(name)))


def augmenting(data: Dataset, augmentation: Augmentation, count: int, seed: int) -> Job[Array]:
    """Some training pictures as a network sees them under an augmentation, uint8 `(count, H, W, C)`.

    The same seed gives the same pictures, changed by the same chances.
    """
    yield None
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(data.train_images), size=count)
    images = augmentation.augmented(data.train_images[chosen], rng)
    return as_dtype(np.clip(images, 0, 1), np.dtype(np.uint8))


def _picture(data: Dataset, place: int) -> Array:
    return as_dtype(data.train_images[place][..., :3], np.dtype(np.uint8))
