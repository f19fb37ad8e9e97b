"""Input as the training data had it, brought to mean 0 and deviation 1."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.preprocessing import StandardScaler

from engine.data import open_dataset
from engine.jobs import finish
from engine.nn.activation import Softmax
from engine.nn.dense import Dense
from engine.nn.model_file import load_model, save_model
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.standardization import Standardization, StandardizationLayer
from engine.nn.training import train


def test_agrees_with_scikit_learn_and_stays_in_the_model_file(tmp_path: Path) -> None:
    data = finish(open_dataset("digits"))
    network = Network.build((Standardization(), Dense(10), Softmax()), data.input_shape, data.class_names, 1)
    first = network.layers[0]
    assert isinstance(first, StandardizationLayer)
    first.measure(data.train_images)
    finish(train(network, data, TrainingPlan(epochs=1)))  # changes the weights, but not these

    scaler = StandardScaler().fit(data.train_images.reshape(-1, 64))
    expected = scaler.transform(data.test_images.reshape(-1, 64))
    np.testing.assert_allclose(first.forward(data.test_images).reshape(-1, 64), expected, atol=1e-4)

    save_model(network, tmp_path / "model.safetensors")
    again = load_model(tmp_path / "model.safetensors")
    np.testing.assert_array_equal(again.logits(data.test_images), network.logits(data.test_images))


def test_the_gradient_at_the_input() -> None:
    layer = StandardizationLayer((5,), np.float64)
    rng = np.random.default_rng(0)
    layer.measure(rng.normal(3, 2, (50, 5)))
    x, grad_y, step = rng.normal(size=(4, 5)), rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    change = (layer.forward(x + 1e-4 * step) - layer.forward(x - 1e-4 * step)) / 2e-4
    np.testing.assert_allclose((grad_y * change).sum(), (layer.input_gradient(grad_y) * step).sum(), rtol=1e-6)
