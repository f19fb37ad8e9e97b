"""What the pictures of a data set look like on the whole: the most natural thing to begin a dream with."""

from __future__ import annotations

import numpy as np

from engine.data import DATASETS, open_dataset
from engine.data.dataset import DataError, Dataset
from engine.jobs import Job
from engine.nn.network import Network

Array = np.ndarray
MOST_PICTURES = 4000
"""So many pictures say well enough what a data set looks like."""


class Nature:
    """What pictures of a data set look like on the whole: their mean and their covariance.

    A draw is the mean plus a sum of the pictures' deviations from it, each times a normal number over √M: that has just
    the mean and the covariance of these M pictures, without ever forming the matrix.
    """

    def __init__(self, images: Array) -> None:
        """Take the measure of pictures `(M, H, W, C)` in 0..1; of many, some that are spread evenly among them."""
        some = images[:: -(-len(images) // MOST_PICTURES)]
        self.shape = tuple(images.shape[1:])
        rows = some.reshape(len(some), -1).astype(np.float32)
        self.mean = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
        self._deviations = (rows - self.mean) / np.float32(np.sqrt(len(rows)))

    def draw(self, rngs: list[np.random.Generator]) -> Array:
        """A picture from each generator, `(N, H, W, C)` in 0..1."""
        numbers = np.stack([rng.standard_normal(len(self._deviations), np.float32) for rng in rngs])
        return np.clip(self.mean + numbers @ self._deviations, 0, 1).reshape(len(rngs), *self.shape)


def nature_of(network: Network) -> Job[Nature | None]:
    """The nature of the pictures that a network learned from, None where they are not here; yields Progress."""
    data = yield from data_of(network)
    return Nature(data.train_images) if data else None


def data_of(network: Network) -> Job[Dataset | None]:
    """The data that a network learned from; yields Progress.

    None where it is not there any more, is of another shape, or would have to be downloaded first.
    """
    source = network.data_name or ""
    info = DATASETS.get(source.partition(":")[0].lower())
    if not source or (info is not None and info.needs_download):
        return None
    try:
        data = yield from open_dataset(source)
    except DataError:
        return None
    return data if data.input_shape == network.input_shape and data.classes == network.classes else None
