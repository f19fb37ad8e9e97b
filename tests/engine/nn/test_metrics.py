"""How well a network answers, counted."""

from __future__ import annotations

import numpy as np
import pytest

from engine.nn.activation import Softmax
from engine.nn.dense import Dense
from engine.nn.loss import Loss
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from tests.engine.nn.quick import tiny


def test_evaluation_counts_by_truth_and_by_answer() -> None:
    data = tiny(6)
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names)
    network.whole.value[:] = 0
    network.layers[0].parameters()[1].value[:] = [1, 0]  # says "left" to everything
    found = evaluate(network, data.test_images, data.test_labels, Loss.CROSS_ENTROPY)
    np.testing.assert_array_equal(found.confusion, [[3, 0], [3, 0]])
    assert found.accuracy == 0.5
    assert found.loss == pytest.approx(np.log(1 + np.exp(1)) - 0.5)
