"""How wrong a batch of answers is, and the gradient of that."""

from __future__ import annotations

import enum

import numpy as np

from engine.nn.activation import SigmoidLayer, SoftmaxLayer
from engine.nn.layer import Array, Layer


class Loss(enum.Enum):
    """What training makes small. Each is the mean over the batch.

    Cross-entropy is computed from the logits, together with the activation the network ends in: the gradient is then
    simply the difference between answer and target, and nothing overflows (C. Bishop, Pattern Recognition and
    Machine Learning, 2006, 4.3). A network that ends in sigmoid gets the sum of one binary cross-entropy a class; one
    that ends in a single sigmoid, for two classes, gets just one (see `Network`).
    """

    CROSS_ENTROPY = "cross-entropy"
    SQUARED_ERROR = "mean-squared-error"

    def __call__(self, activation: Layer, logits: Array, targets: Array) -> tuple[float, Array]:
        """The loss of a batch and its gradient at the logits `(B, classes)`.

        `activation` is the network's last layer; `targets` are one row a sample, 1 at its class and 0 elsewhere.
        """
        if self is Loss.SQUARED_ERROR:
            loss, gradient = squared_error(activation.forward(logits, training=True), targets)
            return loss, activation.input_gradient(gradient)
        if isinstance(activation, SoftmaxLayer):
            return softmax_cross_entropy(logits, targets)
        assert isinstance(activation, SigmoidLayer)
        return binary_cross_entropy(logits, targets)


def smoothed(targets: Array, share: float) -> Array:
    """Targets of which a share is spread evenly over all classes (C. Szegedy et al., Rethinking the Inception
    architecture, 2016): a network then gains nothing by logits without bounds."""
    return targets * (1 - share) + share / targets.shape[1]


def squared_error(outputs: Array, targets: Array) -> tuple[float, Array]:
    """½ Σ (output - target)² of each sample, and the gradient at the outputs.

    The textbook's form, whose gradient is the plain difference. Frameworks that take the mean over the classes too,
    and leave out the ½, need a learning rate that is larger by half the number of classes.
    """
    gradient = outputs - targets
    flat = gradient.ravel()
    loss = 0.5 * float(flat @ flat) / len(outputs)
    gradient /= len(outputs)
    return loss, gradient


def softmax_cross_entropy(logits: Array, targets: Array) -> tuple[float, Array]:
    """-Σ target · log softmax(logits) of each sample, and the gradient at the logits."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    gradient = np.exp(shifted)
    sums = gradient.sum(axis=1, keepdims=True)
    loss = float(np.log(sums).sum()) - float(np.vdot(targets, shifted))
    gradient /= sums
    gradient -= targets
    gradient /= len(logits)
    return loss / len(logits), gradient


def binary_cross_entropy(logits: Array, targets: Array) -> tuple[float, Array]:
    """-Σ (target · log y + (1 - target) · log(1 - y)) of each sample, y = sigmoid(logit); gradient at the logits."""
    losses = np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))
    gradient = SigmoidLayer.function(logits) - targets
    gradient /= len(logits)
    return float(losses.sum()) / len(logits), gradient
