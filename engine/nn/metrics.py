"""How well a network reads pictures whose labels are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.jobs import Job, finish
from engine.nn.layer import Array
from engine.nn.loss import Loss
from engine.nn.network import CHUNK, Network


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The share of pictures read right; `confusion (classes, classes)` counts them by true class (row) and by what the
    network says (column); `predictions (N,)` is what it says; `loss` is there where one was asked for."""

    accuracy: float
    loss: float | None
    confusion: Array
    predictions: Array


def evaluate(network: Network, images: Array, labels: Array, loss: Loss | None = None) -> Evaluation:
    """Have a network read pictures `(N, H, W, C)` whose labels `(N,)` are known."""
    return finish(evaluating(network, images, labels, loss))


def evaluating(network: Network, images: Array, labels: Array, loss: Loss | None = None) -> Job[Evaluation]:
    """The same as a job, which yields None after every thousand pictures."""
    targets = np.eye(network.classes, dtype=network.dtype)
    predictions = np.empty(len(images), np.int64)
    losses = 0.0
    for first in range(0, len(images), CHUNK):
        part = slice(first, first + CHUNK)
        with np.errstate(over="ignore", invalid="ignore"):  # the caller sees to a loss that is not finite
            logits = network.forward_to_logits(images[part])
            predictions[part] = logits.argmax(axis=1)
            if loss is not None:
                losses += loss(network.activation, logits, targets[labels[part]])[0] * len(logits)
        yield None
    confusion = np.zeros((network.classes, network.classes), np.int64)
    np.add.at(confusion, (labels, predictions), 1)
    count = max(1, len(images))
    return Evaluation(int(confusion.trace()) / count, None if loss is None else losses / count, confusion, predictions)


def answering(network: Network, image: Array) -> Job[Array]:
    """The outputs `(classes,)` for one picture `(H, W, C)`, as a job."""
    yield None
    return network.outputs(image[np.newaxis])[0]
