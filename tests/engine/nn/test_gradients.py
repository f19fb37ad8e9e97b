"""Every layer and every loss against numerical gradients, in float64."""

from __future__ import annotations

import numpy as np
import pytest

import engine.nn.model_file  # noqa: F401  - so that every layer is known
from engine.nn.activation import LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution, Padding
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.layer import LAYERS, Layer, LayerSpec
from engine.nn.loss import Loss
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.padding import ZeroPadding
from engine.nn.pooling import Flatten, GlobalMeanPooling, MaxPooling, MeanPooling, MinPooling
from engine.nn.residual import Residual

STEP = 1e-6
SHAPE = (4, 5, 2)
SPECS = {
    "convolution": Convolution(3),
    "convolution valid": Convolution(2, size=2, padding=Padding.VALID),
    "convolution with stride": Convolution(2, stride=2),
    "convolution with stride, valid": Convolution(2, size=2, stride=2, padding=Padding.VALID),
    "convolution of even size": Convolution(3, size=4),
    "convolution 1×1": Convolution(3, size=1),
    "convolution 1×1 with stride": Convolution(2, size=1, stride=3, padding=Padding.VALID),
    "max pooling": MaxPooling(2),
    "max pooling that leaves out rows": MaxPooling(3),
    "min pooling": MinPooling(2),
    "mean pooling": MeanPooling(2),
    "global mean pooling": GlobalMeanPooling(),
    "zero padding": ZeroPadding(1, 0, 2, 3),
    "flatten": Flatten(),
    "batch normalization": BatchNormalization(),
    "dense": Dense(5),
    "linear": Linear(),
    "sigmoid": Sigmoid(),
    "tanh": Tanh(),
    "relu": ReLU(),
    "leaky relu": LeakyReLU(0.2),
    "softmax": Softmax(),
    "residual": Residual((Convolution(3), BatchNormalization(), Tanh(), Convolution(2))),
    "residual that changes the shape": Residual((Convolution(3, stride=2), Tanh(), Convolution(3))),
    "residual of dense layers": Residual((Dense(4), Sigmoid(), Dense(5))),
    "residual in residual": Residual((Residual((Convolution(2), ReLU())), LeakyReLU(0.3))),
}


def numerical(function, at: np.ndarray) -> np.ndarray:
    """The gradient of a scalar function of an array, by central differences; the array is changed and put back."""
    gradient = np.empty_like(at)
    for index in np.ndindex(at.shape):
        kept = at[index]
        at[index] = kept + STEP
        above = function()
        at[index] = kept - STEP
        below = function()
        at[index] = kept
        gradient[index] = (above - below) / (2 * STEP)
    return gradient


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7)


def built(spec: LayerSpec) -> Layer:
    return spec.build(SHAPE, np.random.default_rng(3), np.float64)


def test_every_layer_is_tested() -> None:
    tested_elsewhere = {"dropout", "standardization"}
    assert {spec.name for spec in SPECS.values()} | tested_elsewhere == set(LAYERS)


@pytest.mark.parametrize("name", SPECS)
def test_gradients_of_a_layer(name: str) -> None:
    rng = np.random.default_rng(5)
    layer, x = built(SPECS[name]), rng.normal(size=(3, *SHAPE))
    direction = rng.normal(size=layer.forward(x).shape)

    def height() -> float:
        return float((layer.forward(x, training=True) * direction).sum())

    height()
    at_input = layer.backward(direction)
    at_parameters = [parameter.gradient.copy() for parameter in layer.parameters()]
    assert_close(at_input, numerical(height, x))
    for found, parameter in zip(at_parameters, layer.parameters(), strict=True):
        assert_close(found, numerical(height, parameter.value))


@pytest.mark.parametrize("name", SPECS)
def test_a_layer_says_its_shapes_beforehand(name: str) -> None:
    layer = built(SPECS[name])
    y = layer.forward(np.zeros((2, *SHAPE)))
    assert y.shape == (2, *SPECS[name].output_shape(SHAPE))
    shapes = {parameter.name: parameter.value.shape for parameter in layer.parameters()}
    assert shapes == SPECS[name].parameter_shapes(SHAPE)


def network(last: LayerSpec) -> Network:
    return Network.build((Dense(5), Tanh(), Dense(3), last), SHAPE, ("a", "b", "c"), 1, dtype=np.float64)


@pytest.mark.parametrize("loss", Loss)
@pytest.mark.parametrize("last", [Softmax(), Sigmoid()])
def test_gradients_of_a_loss_through_a_network(loss: Loss, last: LayerSpec) -> None:
    rng = np.random.default_rng(7)
    net, x, targets = network(last), rng.normal(size=(4, *SHAPE)), np.eye(3)[[0, 2, 1, 2]]

    def height() -> float:
        return loss(net.activation, net.forward_to_logits(x, training=True), targets)[0]

    _, gradient = loss(net.activation, net.forward_to_logits(x, training=True), targets)
    at_input = net.backward_from_logits(gradient)
    at_weights = net.whole.gradient.copy()
    assert_close(at_input, numerical(height, x))
    assert_close(at_weights, numerical(height, net.whole.value))
    net.whole.gradient[:] = 0
    net.learn_from_logits(gradient)
    assert_close(net.whole.gradient, at_weights)


@pytest.mark.parametrize("loss", Loss)
def test_gradients_of_a_loss_through_a_single_sigmoid(loss: Loss) -> None:
    rng = np.random.default_rng(7)
    net = Network.build((Dense(5), Tanh(), Dense(1), Sigmoid()), SHAPE, ("a", "b"), 1, dtype=np.float64)
    x, targets = rng.normal(size=(4, *SHAPE)), np.eye(2)[[0, 1, 1, 0]]

    def height() -> float:
        return loss(net.activation, net.forward_to_logits(x, training=True), targets)[0]

    _, gradient = loss(net.activation, net.forward_to_logits(x, training=True), targets)
    at_input = net.backward_from_logits(gradient)
    assert_close(at_input, numerical(height, x))
    assert_close(net.whole.gradient, numerical(height, net.whole.value))
    assert_close(net.input_gradient(x, gradient), at_input)


def test_gradient_at_the_input_from_logits_and_from_outputs() -> None:
    rng = np.random.default_rng(8)
    net, x = network(Softmax()), rng.normal(size=(2, *SHAPE))
    direction = rng.normal(size=(2, 3))
    expected = numerical(lambda: float((net.logits(x) * direction).sum()), x)
    before = net.whole.gradient.copy()
    assert_close(net.input_gradient(x, direction), expected)
    assert_close(net.input_gradient(x, lambda logits: direction + 0 * logits), expected)
    np.testing.assert_array_equal(net.whole.gradient, before)
    net.forward(x)
    assert_close(net.backward(direction), numerical(lambda: float((net.outputs(x) * direction).sum()), x))


def test_dropout_keeps_the_mean_and_its_gradient_passes_what_it_passed() -> None:
    layer = Dropout(0.25).build((1000,), np.random.default_rng(1), np.float64)
    x = np.random.default_rng(2).random((50, 1000)) + 1
    y = layer.forward(x, training=True)
    assert (y == 0).mean() == pytest.approx(0.25, abs=0.01)
    assert y.mean() == pytest.approx(x.mean(), rel=0.01)
    assert_close(layer.input_gradient(np.ones_like(x)), y / x)
    assert not np.array_equal(layer.forward(x, training=True), y)
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.input_gradient(x), x)
