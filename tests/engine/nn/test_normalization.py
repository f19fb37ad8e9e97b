"""Batch normalisation in training and in use."""

from __future__ import annotations

import numpy as np
import pytest

from engine.nn.normalization import EPSILON, BatchNormalization, BatchNormalizationLayer

RNG = np.random.default_rng(6)
PICTURES = RNG.normal(3, 2, size=(10, 5, 4, 3))


def built(momentum: float = 0.9) -> BatchNormalizationLayer:
    return BatchNormalization(momentum).build(PICTURES.shape[1:], RNG, np.float64)


def test_training_gives_mean_0_and_variance_1_in_each_channel() -> None:
    y = built().forward(PICTURES, training=True)
    np.testing.assert_allclose(y.mean(axis=(0, 1, 2)), 0, atol=1e-9)
    np.testing.assert_allclose(y.var(axis=(0, 1, 2)), 1, rtol=1e-4)


def test_in_use_it_goes_by_what_it_has_seen() -> None:
    layer = built(momentum=0.75)
    layer.forward(PICTURES, training=True)
    layer.settle()
    layer.settle()  # the same batch does not count twice
    mean = 0.25 * PICTURES.mean(axis=(0, 1, 2))
    variance = 0.75 + 0.25 * PICTURES.var(axis=(0, 1, 2))
    x = RNG.normal(size=(2, 5, 4, 3))
    np.testing.assert_allclose(layer.forward(x), (x - mean) / np.sqrt(variance + EPSILON))
    layer.settle()
    np.testing.assert_allclose(layer.mean.value, mean)


def test_in_use_its_gradient_is_that_of_a_fixed_line() -> None:
    layer = built()
    layer.variance.value[:] = 3.0
    layer.scales.value[:] = [1.0, 2.0, -1.0]
    layer.forward(PICTURES)
    gradient = layer.input_gradient(np.ones_like(PICTURES))
    np.testing.assert_allclose(gradient, np.broadcast_to(layer.scales.value / np.sqrt(3 + EPSILON), gradient.shape))


def test_pytorch_agrees() -> None:
    torch = pytest.importorskip("torch")
    layer, theirs = built(), torch.nn.BatchNorm2d(3, momentum=0.1, dtype=torch.float64)
    x = torch.tensor(PICTURES, requires_grad=True)
    y = theirs(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
    direction = RNG.normal(size=PICTURES.shape)
    y.backward(torch.tensor(direction))
    np.testing.assert_allclose(layer.forward(PICTURES, training=True), y.detach(), atol=1e-9)
    np.testing.assert_allclose(layer.backward(direction), x.grad, atol=1e-9)
    np.testing.assert_allclose(layer.scales.gradient, theirs.weight.grad, rtol=1e-9)
    np.testing.assert_allclose(layer.shifts.gradient, theirs.bias.grad, rtol=1e-9)
    layer.settle()
    np.testing.assert_allclose(layer.mean.value, theirs.running_mean, rtol=1e-9)
