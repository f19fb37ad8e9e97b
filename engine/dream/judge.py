"""A judge of dreams: a network that had no part in them, and what real pictures look like to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.data.dataset import Dataset, Progress
from engine.dream.frechet import Moments
from engine.dream.kept_network import KeptNetwork
from engine.jobs import Job
from engine.nn.activation import ReLU, Softmax
from engine.nn.checkpoint import data_mark
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense, Start
from engine.nn.layer import LayerSpec
from engine.nn.network import CHUNK, Network
from engine.nn.plan import Schedule, TrainingPlan
from engine.nn.pooling import MaxPooling
from engine.nn.preset import Preset
from engine.nn.training import train

Array = np.ndarray
FEATURES = 64
MOST_PICTURES = 20_000
"""So many training pictures say well enough where real ones lie among the features."""


def _layers(classes: int) -> tuple[LayerSpec, ...]:
    return (
        *(Convolution(16), ReLU(), MaxPooling()),
        *(Convolution(32), ReLU(), MaxPooling()),
        *(Dense(FEATURES, start=Start.HE), ReLU()),
        *(Dense(classes), Softmax()),
    )


RECIPE = Preset(
    "judge",
    "Judge",
    "Convolutional, of a seed of its own: as unlike the networks that dream as can be",
    _layers,
    TrainingPlan(epochs=3, learning_rate=0.003, batch_size=64, schedule=Schedule.COSINE, seed=20_261),
)


@dataclass(frozen=True, eq=False)
class Judge:
    """An independent network, the data it learned from, and the moments of its training pictures among its features."""

    network: Network
    data: Dataset
    real: Moments

    def outputs(self, images: Array) -> Array:
        """What it says, `(N, classes)` in 0..1, to pictures `(N, H, W, C)`; of a few pictures within a millisecond."""
        return self.network.outputs(images)

    def features(self, images: Array) -> Array:
        """What its last hidden layer answers, `(N, features)`: where pictures lie that are alike to it."""
        parts = range(0, len(images), CHUNK)
        return np.concatenate([_features(self.network, images[first : first + CHUNK]) for first in parts])


def open_judge(data: Dataset) -> Job[Judge]:
    """The judge of a data set: from the cache folder, or trained and kept there; yields the reports of its training
    and Progress. A damaged file is as good as none. Raises TrainingError, NetworkError."""
    kept = KeptNetwork.of("judge", RECIPE, data.classes, data_mark(data))
    found = kept.read()
    if found is not None and {"mean", "covariance"} <= set(found[1]):
        network, beside = found
        return Judge(network, data, Moments(beside["mean"].astype(np.float64), beside["covariance"].astype(np.float64)))
    network = yield from train(RECIPE.build(data), data, RECIPE.plan_for(data))
    real = yield from _measuring(network, data)
    kept.write(network, mean=real.mean, covariance=real.covariance)
    return Judge(network, data, real)


def _measuring(network: Network, data: Dataset) -> Job[Moments]:
    some = data.train_images[:: -(-len(data.train_images) // MOST_PICTURES)]
    features = []
    for first in range(0, len(some), CHUNK // 4):
        features.append(_features(network, some[first : first + CHUNK // 4]))
        yield Progress("The judge looks at real pictures", first, len(some))
    return Moments.of(np.concatenate(features))


def _features(network: Network, images: Array) -> Array:
    """The answers of the last layer but the dense one and the softmax."""
    return network.activations(images)[-3].reshape(len(images), -1)
