"""The compiled loop over single pictures against the layers, one picture a batch."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.nn.activation import Linear, ReLU, Sigmoid, Softmax, Tanh
from engine.nn.batch_learner import BatchLearner
from engine.nn.dense import Dense
from engine.nn.loss import Loss
from engine.nn.network import Network
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.sample_loop import SampleLearner, can_learn

RNG = np.random.default_rng(2)
IMAGES = (RNG.random((50, 4, 3, 1)) * RNG.integers(0, 2, (50, 4, 3, 1))).astype(np.float32)
LABELS = RNG.integers(0, 3, 50)
DATA = Dataset("", "", "", IMAGES, LABELS, IMAGES, LABELS, ("a", "b", "c"))


def network(*hidden, last) -> Network:
    specs = [spec for function in hidden for spec in (Dense(7), function)]
    return Network.build((*specs, Dense(3), last), DATA.input_shape, DATA.class_names, 4)


@pytest.mark.parametrize("hidden", [(), (Sigmoid(),), (ReLU(), Tanh()), (Linear(), ReLU(), Sigmoid())], ids=len)
@pytest.mark.parametrize(
    ("last", "loss"),
    [(Softmax(), Loss.CROSS_ENTROPY), (Sigmoid(), Loss.CROSS_ENTROPY), (Sigmoid(), Loss.SQUARED_ERROR)],
)
def test_learns_what_the_layers_learn(hidden, last, loss: Loss) -> None:
    fast, plain = network(*hidden, last=last), network(*hidden, last=last)
    squared = loss is Loss.SQUARED_ERROR
    assert can_learn(fast, squared)
    order = np.random.default_rng(1).permutation(50)
    loop = SampleLearner(fast, IMAGES, LABELS, squared)
    loop.set_rate(0.3)
    mean_loss, hits = loop.learn(order)
    learner = BatchLearner(plain, DATA, TrainingPlan(batch_size=1, optimizer=OptimizerKind.SGD, loss=loss))
    learner.set_rate(0.3)
    figures = [learner.learn(order[place : place + 1]) for place in range(50)]
    np.testing.assert_allclose(fast.whole.value, plain.whole.value, rtol=1e-3, atol=1e-5)
    assert mean_loss == pytest.approx(np.mean([loss for loss, _ in figures]), rel=1e-4)
    assert hits == sum(hits for _, hits in figures)


def test_learns_what_a_single_sigmoid_learns() -> None:
    specs, labels = (Dense(6), ReLU(), Dense(1), Sigmoid()), LABELS % 2
    data = Dataset("", "", "", IMAGES, labels, IMAGES, labels, ("a", "b"))
    fast, plain = (Network.build(specs, data.input_shape, data.class_names, 4) for _ in range(2))
    assert can_learn(fast, squared_error=False)
    assert not can_learn(fast, squared_error=True)
    loop, learner = SampleLearner(fast, IMAGES, labels, False), BatchLearner(plain, data, TrainingPlan(optimizer="sgd"))
    loop.set_rate(0.3)
    learner.set_rate(0.3)
    mean_loss, hits = loop.learn(np.arange(50))
    figures = [learner.learn(np.arange(place, place + 1)) for place in range(50)]
    np.testing.assert_allclose(fast.whole.value, plain.whole.value, rtol=1e-3, atol=1e-5)
    assert mean_loss == pytest.approx(np.mean([loss for loss, _ in figures]), rel=1e-4)
    assert hits == sum(hits for _, hits in figures)


def test_networks_it_does_not_know_are_left_to_the_layers() -> None:
    assert not can_learn(network(Sigmoid(), last=Softmax()), squared_error=True)
    in_between = Network.build((Dense(3), Softmax(), Dense(3), Softmax()), (2,), DATA.class_names)
    assert not can_learn(in_between, squared_error=False)
    two_dense = Network.build((Dense(3), Dense(3), Softmax()), (2,), DATA.class_names)
    assert not can_learn(two_dense, squared_error=False)
