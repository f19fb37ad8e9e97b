"""A batch shared out over cores gives the gradient of the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import cores
from engine.data.dataset import Dataset
from engine.nn import batch_learner
from engine.nn.activation import ReLU, Softmax
from engine.nn.batch_learner import BatchLearner
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.plan import OptimizerKind, TrainingPlan

RNG = np.random.default_rng(3)
IMAGES = RNG.random((40, 6, 5, 1), np.float32)
LABELS = RNG.integers(0, 4, 40)
DATA = Dataset("", "", "", IMAGES, LABELS, IMAGES, LABELS, ("a", "b", "c", "d"))


PLAIN = TrainingPlan(learning_rate=0.5, optimizer=OptimizerKind.SGD)


@pytest.mark.parametrize("plan", [PLAIN, replace(PLAIN, attack_radius=0.5)], ids=["plain", "robust"])
@pytest.mark.parametrize("batch_size", [32, 13, 2])
def test_shared_out_or_not_the_steps_are_the_same(
    monkeypatch: pytest.MonkeyPatch, plan: TrainingPlan, batch_size: int
) -> None:
    def trained() -> tuple[np.ndarray, list[tuple[float, int]]]:
        network = Network.build((Dense(9), ReLU(), Dense(4), Softmax()), DATA.input_shape, DATA.class_names, 1)
        learner = BatchLearner(network, DATA, replace(plan, batch_size=batch_size))
        figures = [learner.learn(np.arange(first, first + batch_size)) for first in range(0, 40 - batch_size, 5)]
        figures.append(learner.learn(np.array([39])))  # what is left over at the end of an epoch
        return network.whole.value, figures

    alone, figures_alone = trained()
    monkeypatch.setattr(batch_learner, "WORTH_SHARING", 1)
    monkeypatch.setattr(cores, "count", lambda: 3)
    together, figures = trained()
    np.testing.assert_allclose(together, alone, rtol=1e-4, atol=1e-6)
    assert [hits for _, hits in figures] == [hits for _, hits in figures_alone]
    np.testing.assert_allclose([loss for loss, _ in figures], [loss for loss, _ in figures_alone], rtol=1e-4)


@pytest.mark.parametrize("kind", OptimizerKind)
def test_a_learner_goes_on_exactly_from_its_state(monkeypatch: pytest.MonkeyPatch, kind: OptimizerKind) -> None:
    monkeypatch.setattr(batch_learner, "WORTH_SHARING", 1)
    monkeypatch.setattr(cores, "count", lambda: 2)
    specs = (Dense(9), BatchNormalization(), ReLU(), Dropout(0.3), Dense(4), Softmax())
    plan = replace(PLAIN, optimizer=kind, learning_rate=0.01, batch_size=10)
    batches = np.arange(40).reshape(4, 10)

    def learner_of(network: Network) -> BatchLearner:
        return BatchLearner(network, DATA, plan)

    stopped = Network.build(specs, DATA.input_shape, DATA.class_names, 1)
    learner = learner_of(stopped)
    for batch in batches[:2]:
        learner.learn(batch)
    state, copy = learner.state(), stopped.copy()
    resumed = learner_of(copy)
    resumed.set_state(state)
    for batch in batches[2:]:
        assert learner.learn(batch) == resumed.learn(batch)
    np.testing.assert_array_equal(stopped.whole.value, copy.whole.value)


def test_cores_drop_different_numbers() -> None:
    network = Network.build((Dropout(0.5), Dense(4), Softmax()), DATA.input_shape, DATA.class_names, 1)
    other = network.on_the_same_weights(seed=2)
    same = network.on_the_same_weights()
    drawn = [net.layers[0].forward(IMAGES, training=True) for net in (network, other, same)]
    assert not np.array_equal(drawn[0], drawn[1])
    np.testing.assert_array_equal(drawn[0], drawn[2])
