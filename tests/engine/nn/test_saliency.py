"""Saliency against numerical gradients, and a case that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.nn.activation import Linear, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.layer import LayerSpec, NetworkError
from engine.nn.network import Network
from engine.nn.pooling import MeanPooling
from engine.nn.saliency import saliency

STEP = 1e-6
RNG = np.random.default_rng(4)
X = RNG.normal(size=(3, 4, 4, 2))


def network(*last: LayerSpec, classes: int = 3) -> Network:
    specs = (Convolution(3), Tanh(), MeanPooling(), *last)
    return Network.build(specs, X.shape[1:], tuple(map(str, range(classes))), 1, dtype=np.float64)


def numerical(function, x: np.ndarray) -> np.ndarray:
    """The gradient of a function that gives one number a picture."""
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape[1:]):
        change = np.zeros_like(x)
        change[(slice(None), *index)] = STEP
        gradient[(slice(None), *index)] = (function(x + change) - function(x - change)) / (2 * STEP)
    return gradient


@pytest.mark.parametrize("last", [Softmax(), Sigmoid()])
def test_is_the_gradient_of_the_logit(last: LayerSpec) -> None:
    net = network(Dense(3), last)
    for wanted in range(3):
        expected = numerical(lambda x, wanted=wanted: net.logits(x)[:, wanted], X)
        np.testing.assert_allclose(saliency(net, X, wanted), expected, rtol=1e-5, atol=1e-8)


def test_another_class_for_each_picture() -> None:
    net = network(Dense(3), Softmax())
    wanted = np.array([2, 0, 1])
    expected = [saliency(net, X[n : n + 1], int(wanted[n]))[0] for n in range(3)]
    np.testing.assert_allclose(saliency(net, X, wanted), expected)


def test_of_a_single_sigmoid_the_second_class_is_its_sum_and_the_first_the_opposite() -> None:
    net = network(Dense(1), Sigmoid(), classes=2)

    def sums(x: np.ndarray) -> np.ndarray:
        return np.log(net.outputs(x)[:, 1] / net.outputs(x)[:, 0])

    np.testing.assert_allclose(saliency(net, X, 1), numerical(sums, X), rtol=1e-5, atol=1e-8)
    np.testing.assert_allclose(saliency(net, X, 0), -saliency(net, X, 1))


def test_of_a_linear_network_it_is_the_weights_whatever_the_noise() -> None:
    net = Network.build((Dense(2), Linear(), Softmax()), (2, 2, 1), ("a", "b"), 1)
    x = np.random.default_rng(1).random((2, 2, 2, 1), np.float32)
    weights = net.layers[0].parameters()[0].value[:, 1].reshape(2, 2, 1)
    for noise in (0.0, 0.5):
        np.testing.assert_allclose(saliency(net, x, 1, noise=noise), np.stack([weights] * 2), rtol=1e-5)


def test_noise_gives_the_mean_over_what_lies_around() -> None:
    net = Network.build((Dense(1), Tanh(), Dense(2), Softmax()), (1,), ("a", "b"), 1, dtype=np.float64)
    net.layers[0].parameters()[0].value[:] = 2.0
    x = np.full((1, 1), 0.3)
    around = 0.3 + 0.8 * np.random.default_rng(9).standard_normal(20_000)
    expected = saliency(net, around[:, np.newaxis], 1).mean()
    assert saliency(net, x, 1, noise=0.8, copies=4000)[0, 0] == pytest.approx(expected, rel=0.05)
    assert abs(expected / saliency(net, x, 1)[0, 0] - 1) > 0.15
    np.testing.assert_array_equal(saliency(net, x, 1, noise=0.8, seed=3), saliency(net, x, 1, noise=0.8, seed=3))


def test_what_every_layer_answers() -> None:
    net = network(Dense(3), Softmax())
    answers = net.activations(X)
    assert [answer.shape[1:] for answer in answers] == list(net.shapes[1:])
    x = X
    for layer, answer in zip(net.layers, answers, strict=True):
        x = layer.forward(x)
        np.testing.assert_array_equal(answer, x)
    np.testing.assert_array_equal(answers[-1], net.outputs(X))
    with pytest.raises(NetworkError):
        net.activations(X[:, :3])
