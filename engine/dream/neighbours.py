"""The training pictures that are nearest to others: what they show, and how near they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.data.dataset import Dataset, Progress
from engine.jobs import Job

Array = np.ndarray
NEIGHBOURS = 5
AT_ONCE = 1 << 20
"""So many distances are computed between two reports."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The class `seen (N,)` that most of the five nearest training pictures have, and the Euclidean `distance (N,)` to
    the nearest of all."""

    seen: Array
    distance: Array


def finding_neighbours(data: Dataset, images: Array) -> Job[Neighbours]:
    """Look for the training pictures nearest to pictures `(N, H, W, C)`; yields Progress.

    Of classes equally frequent among the five it is the one of the nearest picture among them (T. Cover and P. Hart,
    "Nearest neighbor pattern classification", 1967).
    """
    known = data.train_images.reshape(len(data.train_images), -1)
    asked = images.reshape(len(images), -1).astype(np.float32)
    count = min(NEIGHBOURS, len(known))
    places: Array = np.empty((len(asked), 0), np.int64)
    distances: Array = np.empty((len(asked), 0), np.float32)
    block = max(1, AT_ONCE // len(asked))
    for first in range(0, len(known), block):
        some = known[first : first + block]
        # half the squared distance, less what is the same for all
        further = np.einsum("ij,ij->i", some, some) / 2 - asked @ some.T
        distances = np.concatenate([distances, further], axis=1)
        numbers = np.broadcast_to(np.arange(first, first + len(some)), further.shape)
        places = np.concatenate([places, numbers], axis=1)
        if distances.shape[1] > count:
            nearest = np.argpartition(distances, count - 1, axis=1)[:, :count]
            distances, places = (np.take_along_axis(array, nearest, axis=1) for array in (distances, places))
        yield Progress("Looking for the nearest pictures", first + len(some), len(known))
    order = np.argsort(distances, axis=1, kind="stable")
    places = np.take_along_axis(places, order, axis=1)
    labels = data.train_labels[places]
    votes = (labels[:, :, np.newaxis] == labels[:, np.newaxis]).sum(axis=2)
    seen = labels[np.arange(len(labels)), votes.argmax(axis=1)]
    apart = asked.astype(np.float64) - known[places[:, 0]]  # anew: the sums above are too coarse for a copy
    return Neighbours(seen, np.sqrt(np.einsum("ij,ij->i", apart, apart)))


def diversity(images: Array, classes: Array) -> float | None:
    """How far pictures `(N, H, W, C)` of the same class lie apart: the mean Euclidean distance of two, averaged over
    the `classes (N,)` that have two or more; None where none has."""
    means = []
    for index in np.unique(classes):
        rows = images[classes == index].reshape(np.count_nonzero(classes == index), -1).astype(np.float64)
        if len(rows) > 1:
            squares = np.einsum("ij,ij->i", rows, rows)
            apart = np.maximum(squares[:, np.newaxis] + squares - 2 * rows @ rows.T, 0)
            np.fill_diagonal(apart, 0)  # rounding would leave a little
            means.append(np.sqrt(apart).sum() / (len(rows) * (len(rows) - 1)))
    return float(np.mean(means)) if means else None
