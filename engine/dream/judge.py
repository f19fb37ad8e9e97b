"""What others see in dreams: a network that had no part in them, and the pictures nearest to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.data.dataset import Dataset
from engine.jobs import Job
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import train

Array = np.ndarray
NEIGHBOURS = 5
JUDGE, JUDGE_SEED = "mlp-128", 20_261


@dataclass(frozen=True, eq=False)
class Verdict:
    """What is seen in pictures, class by class index: by the other network `(N,)`, by the nearest neighbours `(N,)`."""

    network: Array
    neighbours: Array

    def agreement(self, wanted: Array) -> dict[str, float]:
        """The shares of pictures in which each of them sees what was wanted `(N,)`."""
        return {
            "network_agrees": float(np.mean(self.network == wanted)),
            "neighbours_agree": float(np.mean(self.neighbours == wanted)),
        }


def train_judge(data: Dataset) -> Job[Network]:
    """Train the network that judges: of another seed, on nothing but the data; yields the reports of its training."""
    preset = PRESETS[JUDGE]
    plan = replace(preset.plan_for(data), seed=JUDGE_SEED)
    return (yield from train(preset.build(data, JUDGE_SEED), data, plan))


def judged(judge: Network, data: Dataset, images: Array) -> Verdict:
    """What a network and the training pictures of a data set see in pictures `(N, H, W, C)` in 0..1."""
    return Verdict(judge.predict(images), nearest_class(data, images))


def nearest_class(data: Dataset, images: Array) -> Array:
    """The class `(N,)` that most of the five nearest training pictures have, by Euclidean distance.

    Of classes equally frequent it is the one of the nearest picture among them (T. Cover and P. Hart, "Nearest
    neighbor pattern classification", 1967).
    """
    known = data.train_images.reshape(len(data.train_images), -1)
    asked = images.reshape(len(images), -1).astype(np.float32)
    half_squares = np.einsum("ij,ij->i", known, known) / 2
    result = np.empty(len(asked), np.int64)
    for row, picture in enumerate(asked):
        distances = half_squares - known @ picture  # half the squared distance, less what is the same for all
        nearest = np.argpartition(distances, NEIGHBOURS - 1)[:NEIGHBOURS]
        labels = data.train_labels[nearest[np.argsort(distances[nearest], kind="stable")]]
        result[row] = labels[np.argmax([np.count_nonzero(labels == label) for label in labels])]
    return result
