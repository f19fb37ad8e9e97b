"""A plan that is changed while the training runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.dense import Dense
from engine.nn.history import TrainingHistory
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.training import Training, TrainingError
from tests.engine.nn.quick import stepwise, tiny


def test_a_change_of_the_plan_holds_from_the_next_batch_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain descent by hand: the step after the change is as long as the new rate says."""
    stepwise(monkeypatch)
    data = tiny(8)
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    plan = TrainingPlan(epochs=9, batch_size=8, learning_rate=0.1, optimizer=OptimizerKind.SGD, validation_share=0)
    training = Training(network, data, plan)
    job = training.run()
    next(job)
    next(job)
    training.plan = replace(plan, learning_rate=0.4, l2=0.01)
    weights = network.layers[0].parameters()[0].value
    before = weights.copy()
    error = np.eye(2)[data.train_labels] - network.outputs(data.train_images)
    next(job)
    slope = data.train_images.reshape(8, 16).T @ error / 8 - 0.01 * before
    np.testing.assert_allclose(weights, before + 0.4 * slope, rtol=1e-4, atol=1e-6)
    assert network.history is not None
    said = [(change.step, change.what, change.old, change.new) for change in network.history.changes]
    assert said == [(2, "learning_rate", 0.1, 0.4), (2, "l2", 0.0, 0.01)]
    again = TrainingHistory.from_plain(network.history.to_plain())
    assert again.changes == network.history.changes


def test_a_change_of_the_batch_size_holds_from_the_next_batch_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stepwise(monkeypatch)
    data = tiny(40)
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    training = Training(network, data, TrainingPlan(epochs=2, batch_size=10, validation_share=0))
    job = training.run()
    next(job)
    training.plan = replace(training.plan, batch_size=4)
    *_, last = job
    assert network.history is not None
    # 10 of 40, then 30 in fours, then 40 in fours
    assert [round(40 * epoch) for epoch in network.history.epochs] == [10, *range(14, 40, 4), *range(40, 81, 4)]
    assert (last.step, last.steps, last.epoch, last.seconds_left) == (1 + 8 + 10, 1 + 8 + 10, 2, 0)


@pytest.mark.parametrize("validation_share", [0, 0.2])
def test_a_training_that_goes_astray_leaves_the_weights_as_they_last_were_well(
    digits: Dataset, monkeypatch: pytest.MonkeyPatch, validation_share: float
) -> None:
    stepwise(monkeypatch)
    network = Network.build((Dense(16), ReLU(), Dense(10), Softmax()), digits.input_shape, digits.class_names, 1)
    plan = TrainingPlan(
        epochs=5, batch_size=32, learning_rate=0.3, optimizer=OptimizerKind.SGD, validation_share=validation_share
    )
    training = Training(network, digits, plan)
    job = training.run()
    while training.epoch < 2:
        next(job)
    before = evaluate(network, digits.test_images, digits.test_labels).accuracy
    training.plan = replace(plan, learning_rate=10, l2=1)
    with pytest.raises(TrainingError, match="lower the l2 penalty, which is 1, or the learning rate, which is 10"):
        finish(job)
    assert evaluate(network, digits.test_images, digits.test_labels).accuracy >= before - 0.05
