"""Penalties against numerical gradients, and what they do to a network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.nn.activation import Softmax
from engine.nn.batch_learner import BatchLearner
from engine.nn.dense import Dense
from engine.nn.layer import Parameter
from engine.nn.network import Network
from engine.nn.penalty import penalize
from engine.nn.plan import OptimizerKind, TrainingPlan

STEP = 1e-6


@pytest.mark.parametrize(("l1", "l2"), [(0.3, 0), (0, 0.7), (0.2, 0.5)])
def test_the_gradient_of_a_penalty(l1: float, l2: float) -> None:
    def penalty(weights: np.ndarray) -> float:
        return l1 * np.abs(weights).sum() + 0.5 * l2 * (weights**2).sum()

    weights = Parameter.starting_at("weights", np.array([1.5, -0.2, 0.7, -3.0]))
    weights.gradient[:] = 10
    penalize(weights, l1, l2)
    expected = [(penalty(weights.value + at) - penalty(weights.value - at)) / (2 * STEP) for at in STEP * np.eye(4)]
    np.testing.assert_allclose(weights.gradient - 10, expected, rtol=1e-6)


def test_training_penalizes_weights_but_not_biases() -> None:
    rng = np.random.default_rng(1)
    images, labels = rng.random((8, 5), np.float32), np.arange(8) % 2
    data = Dataset("", "", "", images, labels, images, labels, ("a", "b"))
    plan = TrainingPlan(optimizer=OptimizerKind.SGD, learning_rate=0.1)

    def step(plan: TrainingPlan) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        network = Network.build((Dense(2), Softmax()), (5,), ("a", "b"), 1)
        weights, biases = (parameter.value for parameter in network.layers[0].parameters())
        start = weights.copy()
        loss, _ = BatchLearner(network, data, plan).learn(np.arange(8))
        return start, weights, biases, loss

    start, plain, plain_biases, plain_loss = step(plan)
    _, drawn, biases, loss = step(replace(plan, l1=0.3, l2=0.5))
    np.testing.assert_allclose(plain - drawn, 0.1 * (0.3 * np.sign(start) + 0.5 * start), rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(biases, plain_biases)
    assert loss == plain_loss
