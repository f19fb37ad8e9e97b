"""Training ends when the validation accuracy no longer rises, with the best weights."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.dense import Dense
from engine.nn.history import TrainingHistory
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.training import TrainingError, train
from tests.engine.nn.quick import tiny


def noisy(count: int = 300) -> Dataset:
    """Labels that have nothing to do with the pictures: what is learned is learned by heart."""
    rng = np.random.default_rng(1)
    images, labels = rng.random((count, 4, 4, 1), np.float32), rng.integers(0, 2, count)
    return Dataset("noise", "Noise", "", images, labels, images, labels, ("a", "b"))


def test_early_stopping_keeps_the_best_weights() -> None:
    data = noisy()
    network = Network.build((Dense(40), ReLU(), Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    plan = TrainingPlan(epochs=500, batch_size=30, learning_rate=0.02, validation_share=0.3, patience=5)
    finish(train(network, data, plan))
    history = network.history
    assert history is not None
    assert history.stopped_early
    assert history.best is not None
    assert history.epochs[-1] == pytest.approx(history.best.epoch + 5)
    assert history.best.accuracy == max(history.validation_accuracy)
    _, aside = data.split(0.3, np.random.default_rng(plan.seed))
    found = evaluate(network, data.train_images[aside], data.train_labels[aside], plan.loss)
    assert found.accuracy == history.best.accuracy
    assert found.loss == pytest.approx(history.best.loss)
    assert TrainingHistory.from_plain(history.to_plain()).best == history.best


def test_without_patience_nothing_is_kept_back() -> None:
    data = noisy()
    network = Network.build((Dense(40), ReLU(), Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    finish(train(network, data, TrainingPlan(epochs=40, batch_size=30, learning_rate=0.02)))
    assert network.history is not None
    assert (network.history.best, network.history.stopped_early, network.history.epochs[-1]) == (None, False, 40)


def test_early_stopping_needs_pictures_set_aside() -> None:
    data = tiny()
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    with pytest.raises(TrainingError, match="validation share"):
        finish(train(network, data, TrainingPlan(patience=3, validation_share=0)))
