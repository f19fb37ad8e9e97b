"""Attacks on pictures, and networks trained to withstand them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data import open_dataset
from engine.jobs import finish
from engine.nn.activation import Softmax
from engine.nn.attack import Norm, attacked
from engine.nn.dense import Dense
from engine.nn.loss import Loss
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import TrainingPlan, train


def lengths(pictures: np.ndarray) -> np.ndarray:
    return np.sqrt((pictures.astype(float) ** 2).sum(axis=(1, 2, 3)))


def test_a_linear_network_is_attacked_along_the_difference_of_its_weights() -> None:
    """Between two classes the loss rises fastest, everywhere alike, from one class's weights to the other's."""
    network = Network.build((Dense(2), Softmax()), (3, 4, 1), ("a", "b"), 2)
    weights = network.layers[0].parameters()[0].value
    images = np.full((1, 3, 4, 1), 0.5, np.float32)
    found = attacked(network, images, np.array([[1, 0]], np.float32), Loss.CROSS_ENTROPY, 0.3, 5) - images
    direction = (weights[:, 1] - weights[:, 0]).reshape(3, 4, 1)
    np.testing.assert_allclose(found[0], 0.3 * direction / np.linalg.norm(direction), atol=1e-5)
    found = attacked(network, images, np.array([[1, 0]], np.float32), Loss.CROSS_ENTROPY, 0.3, 5, Norm.LINF) - images
    np.testing.assert_allclose(found[0], 0.3 * np.sign(direction), atol=1e-5)  # every pixel, as far as it may go


@pytest.mark.parametrize(("norm", "radius"), [(Norm.L2, 0.1), (Norm.L2, 1), (Norm.L2, 5), (Norm.LINF, 0.3)])
def test_an_attack_stays_near_and_within_the_range_of_pictures(norm: Norm, radius: float) -> None:
    digits = finish(open_dataset("digits"))
    images, targets = digits.test_images, np.eye(10, dtype=np.float32)[digits.test_labels]
    kept = images.copy()
    found = attacked(PRESETS["mlp-128"].build(digits), images, targets, Loss.CROSS_ENTROPY, radius, 5, norm)
    far = lengths(found - images) if norm is Norm.L2 else np.abs(found - images)
    assert radius * 0.8 <= far.max() <= radius * 1.0001
    assert found.min() >= 0
    assert found.max() <= 1
    np.testing.assert_array_equal(images, kept)


@pytest.mark.parametrize(
    ("norm", "radius", "share"), [(Norm.L2, 0.8, 1.0), (Norm.L2, 0.8, 0.5), (Norm.LINF, 0.15, 1.0)]
)
def test_robust_training_withstands_what_misleads_an_ordinary_network(norm: Norm, radius: float, share: float) -> None:
    digits = finish(open_dataset("digits"))
    targets = np.eye(10, dtype=np.float32)[digits.test_labels]

    def under_attack(share: float) -> float:
        plan = TrainingPlan(epochs=15, learning_rate=0.005, attack_radius=radius, attack_norm=norm, attack_share=share)
        network = finish(train(PRESETS["mlp-128"].build(digits), digits, plan))
        assert evaluate(network, digits.test_images, digits.test_labels).accuracy > 0.9
        pictures = attacked(network, digits.test_images, targets, Loss.CROSS_ENTROPY, radius, 10, norm)
        return evaluate(network, pictures, digits.test_labels).accuracy

    ordinary, robust = under_attack(0.0), under_attack(share)
    assert robust > ordinary + 0.12, (ordinary, robust)


def test_robust_preset_learns_the_built_in_digits() -> None:
    digits = finish(open_dataset("digits"))
    preset = PRESETS["robust-mlp"]
    network = finish(train(preset.build(digits), digits, preset.plan_for(digits)))
    assert evaluate(network, digits.test_images, digits.test_labels).accuracy >= 0.93
