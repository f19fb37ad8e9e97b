"""Training on pictures that are moved, turned and bent anew each time."""

from __future__ import annotations

import numpy as np
import pytest

from engine import cores
from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn import batch_learner
from engine.nn.activation import ReLU, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.pooling import Flatten
from engine.nn.presets import PRESETS
from engine.nn.training import train

AUGMENTED = {"shift": 1, "rotation": 15, "scale": 10, "elastic": 0.5}


def test_augmented_and_on_two_cores_the_same_seed_gives_the_same_network(
    digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_learner, "WORTH_SHARING", 1)
    monkeypatch.setattr(cores, "count", lambda: 2)

    def trained(**changes: float) -> np.ndarray:
        specs = (Convolution(4), ReLU(), Dropout(0.2), Flatten(), Dense(10), Softmax())
        network = Network.build(specs, digits.input_shape, digits.class_names, 1)
        plan = TrainingPlan(epochs=2, batch_size=32, **(AUGMENTED | changes))
        return finish(train(network, digits, plan)).whole.value

    np.testing.assert_array_equal(trained(), trained())
    assert not np.array_equal(trained(), trained(seed=2))
    assert not np.array_equal(trained(), trained(elastic=0))


def test_augmentation_teaches_what_does_not_matter(digits: Dataset) -> None:
    """Digits moved by a pixel, as a network that saw only such in the middle reads them badly."""
    moved = np.roll(digits.test_images, 1, axis=2)

    def accuracy(shift: float) -> float:
        network = PRESETS["mlp-128"].build(digits)
        plan = TrainingPlan(epochs=40, learning_rate=0.003, shift=shift)
        return evaluate(finish(train(network, digits, plan)), moved, digits.test_labels).accuracy

    plain, augmented = accuracy(0), accuracy(1.5)
    assert augmented > plain + 0.15, (plain, augmented)
