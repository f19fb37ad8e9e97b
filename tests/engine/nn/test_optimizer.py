"""The optimizers: against PyTorch's formulas worked by hand, and on a bowl whose bottom is known."""

from __future__ import annotations

import numpy as np
import pytest

from engine.nn.layer import Parameter
from engine.nn.optimizer import SGD, Adam


def parameter(*values: float) -> Parameter:
    return Parameter.starting_at("weights", np.array(values))


def test_sgd_with_momentum_by_hand() -> None:
    weights, optimizer = parameter(1.0), SGD(0.1, momentum=0.5)
    weights.gradient[:] = 2.0
    optimizer.step([weights])
    assert weights.value == pytest.approx(1 - 0.1 * 2)
    optimizer.step([weights])  # velocity 0.5 · 2 + 2 = 3
    assert weights.value == pytest.approx(0.8 - 0.1 * 3)


def test_adam_by_hand() -> None:
    weights, optimizer = parameter(1.0, 1.0), Adam(0.1)
    weights.gradient[:] = [4.0, 0.0]
    optimizer.step([weights])  # the first step is the learning rate, whatever the size of the gradient
    assert weights.value == pytest.approx([0.9, 1.0])
    weights.gradient[:] = [-2.0, 0.0]
    optimizer.step([weights])
    mean = (0.9 * 0.1 * 4 + 0.1 * -2) / (1 - 0.9**2)
    square = (0.999 * 0.001 * 16 + 0.001 * 4) / (1 - 0.999**2)
    assert weights.value == pytest.approx([0.9 - 0.1 * mean / (square**0.5 + 1e-8), 1.0])


@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.1, 0.9), Adam(0.1)], ids=["sgd", "momentum", "adam"])
def test_every_weight_of_a_large_layer_reaches_the_bottom_of_its_bowl(optimizer) -> None:
    bottom = np.random.default_rng(1).normal(size=(3, 5000))
    weights = Parameter.starting_at("weights", np.zeros_like(bottom))
    for _ in range(600):
        weights.gradient[:] = weights.value - bottom
        optimizer.step([weights])
    np.testing.assert_allclose(weights.value, bottom, atol=1e-3)
