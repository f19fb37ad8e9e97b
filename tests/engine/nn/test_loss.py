"""The losses against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.nn.activation import SigmoidLayer, SoftmaxLayer
from engine.nn.loss import Loss, smoothed

LOGITS = np.array([[2.0, -1.0, 0.5], [0.0, 3.0, -2.0]])
LABELS = np.array([0, 2])
TARGETS = np.eye(3)[LABELS]


def test_softmax_cross_entropy_is_scikit_learns() -> None:
    from sklearn.metrics import log_loss

    loss, _ = Loss.CROSS_ENTROPY(SoftmaxLayer(), LOGITS, TARGETS)
    probabilities = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)
    assert loss == pytest.approx(log_loss(LABELS, probabilities, labels=[0, 1, 2]))


def test_binary_cross_entropy_is_scikit_learns_for_each_class() -> None:
    from sklearn.metrics import log_loss

    loss, _ = Loss.CROSS_ENTROPY(SigmoidLayer(), LOGITS, TARGETS)
    answers = 1 / (1 + np.exp(-LOGITS))
    assert loss == pytest.approx(sum(log_loss(TARGETS[:, k], answers[:, k], labels=[0, 1]) for k in range(3)))


def test_squared_error_by_hand() -> None:
    logits = np.array([[0.0, np.log(3)]])  # sigmoid: 0.5 and 0.75
    loss, gradient = Loss.SQUARED_ERROR(SigmoidLayer(), logits, np.array([[1.0, 0.0]]))
    assert loss == pytest.approx(0.5 * (0.25 + 0.5625))
    np.testing.assert_allclose(gradient, [[-0.5 * 0.25, 0.75 * 0.1875]])


def test_smoothed_targets_by_hand() -> None:
    np.testing.assert_allclose(smoothed(TARGETS, 0.3), [[0.8, 0.1, 0.1], [0.1, 0.1, 0.8]])


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_softmax_cross_entropy_and_its_gradient_are_pytorchs(share: float) -> None:
    torch = pytest.importorskip("torch")
    logits = torch.tensor(LOGITS, requires_grad=True)
    theirs = torch.nn.CrossEntropyLoss(label_smoothing=share)(logits, torch.tensor(LABELS))
    theirs.backward()
    loss, gradient = Loss.CROSS_ENTROPY(SoftmaxLayer(), LOGITS, smoothed(TARGETS, share))
    assert loss == pytest.approx(theirs.item())
    np.testing.assert_allclose(gradient, logits.grad.numpy(), rtol=1e-9)


def test_binary_cross_entropy_and_its_gradient_are_pytorchs() -> None:
    torch = pytest.importorskip("torch")
    logits = torch.tensor(LOGITS, requires_grad=True)
    theirs = torch.nn.BCEWithLogitsLoss(reduction="sum")(logits, torch.tensor(TARGETS)) / len(LOGITS)
    theirs.backward()
    loss, gradient = Loss.CROSS_ENTROPY(SigmoidLayer(), LOGITS, TARGETS)
    assert loss == pytest.approx(theirs.item())
    np.testing.assert_allclose(gradient, logits.grad.numpy(), rtol=1e-9)


@pytest.mark.parametrize("activation", [SoftmaxLayer(), SigmoidLayer()])
def test_huge_logits_do_not_overflow(activation) -> None:
    logits = np.array([[1000.0, -1000.0, 0.0]], np.float32)
    with np.errstate(all="raise", under="ignore"):
        right, _ = Loss.CROSS_ENTROPY(activation, logits, np.array([[1, 0, 0]], np.float32))
        wrong, gradient = Loss.CROSS_ENTROPY(activation, logits, np.array([[0, 1, 0]], np.float32))
    assert right == pytest.approx(0 if isinstance(activation, SoftmaxLayer) else np.log(2))
    assert wrong >= 1000
    assert gradient[0, :2] == pytest.approx([1, -1])
