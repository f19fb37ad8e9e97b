"""Learning from many pictures at a time: one step by the mean gradient of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.data.dataset import Dataset
from engine.nn.loss import Loss
from engine.nn.network import Network

if TYPE_CHECKING:
    from engine.nn.optimizer import Optimizer  # brings numba, which is slow to import


class BatchLearner:
    """Takes steps of any optimizer on any network, one a batch."""

    def __init__(self, network: Network, data: Dataset, loss: Loss, optimizer: Optimizer, batch_size: int) -> None:
        self.at_once = batch_size
        self._network, self._images, self._labels = network, data.train_images, data.train_labels
        self._loss, self._optimizer = loss, optimizer
        self._targets = np.eye(network.classes, dtype=network.dtype)

    def set_rate(self, learning_rate: float) -> None:
        self._optimizer.learning_rate = learning_rate

    def learn(self, chosen: np.ndarray) -> tuple[float, int]:
        """Change the weights by the gradient over the chosen pictures; return the loss and how many were read right."""
        network, labels = self._network, self._labels[chosen]
        with np.errstate(over="ignore", invalid="ignore"):  # the caller sees to a loss that is not finite
            logits = network.forward_to_logits(self._images.take(chosen, axis=0), training=True)
            loss, gradient = self._loss(network.activation, logits, self._targets[labels])
            network.learn_from_logits(gradient)
            self._optimizer.step((network.whole,))
        return loss, int(np.count_nonzero(logits.argmax(axis=1) == labels))
