"""The fast convolution of 3×3 against the plain one and numerical gradients."""

from __future__ import annotations

import numpy as np
import pytest

from engine.nn import winograd_layer
from engine.nn.convolution import Convolution, ConvolutionLayer, Padding
from engine.nn.winograd_layer import WinogradLayer

SHAPES = [(8, 8, 8), (7, 9, 8), (6, 5, 9), (3, 3, 8), (4, 11, 16)]


def pair(shape: tuple[int, int, int], padding: Padding, dtype: type) -> tuple[WinogradLayer, ConvolutionLayer]:
    spec, rng = Convolution(10, padding=padding), np.random.default_rng(1)
    fast = spec.build(shape, rng, dtype)
    assert isinstance(fast, WinogradLayer)
    fast.biases.value[:] = rng.normal(size=10)
    plain = ConvolutionLayer(spec, shape, fast.weights.value)
    plain.biases.value[:] = fast.biases.value
    return fast, plain


def assert_alike(fast: WinogradLayer, plain: ConvolutionLayer, x: np.ndarray, training: bool) -> None:
    """Answers and gradients are the same, to 1 in 100,000 of the largest even in float32."""
    answers = [layer.forward(x, training) for layer in (fast, plain)]
    direction = np.random.default_rng(3).normal(size=answers[0].shape).astype(x.dtype)
    at_input = [layer.backward(direction) for layer in (fast, plain)]
    at_weights = [layer.weights.gradient.copy() for layer in (fast, plain)]
    at_biases = [layer.biases.gradient.copy() for layer in (fast, plain)]
    fast.weights.gradient[:] = 0
    fast.parameter_gradients(direction)
    apart = [fast.weights.gradient, at_weights[1]], [fast.input_gradient(direction), at_input[1]]
    for found, expected in (answers, at_input, at_weights, at_biases, *apart):
        assert found.dtype == x.dtype
        np.testing.assert_allclose(found, expected, atol=1e-5 * np.abs(expected).max())


@pytest.mark.parametrize("padding", Padding)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_answers_and_learns_as_the_plain_layer(shape: tuple[int, int, int], padding: Padding, dtype: type) -> None:
    fast, plain = pair(shape, padding, dtype)
    x = np.random.default_rng(2).normal(size=(5, *shape)).astype(dtype)
    assert_alike(fast, plain, x, training=True)
    assert_alike(fast, plain, x[:3], training=False)


def test_parts_of_a_batch_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winograd_layer, "TILES_AT_ONCE", 16 * 4 * 4 * 18 * 2)
    fast, plain = pair((8, 8, 8), Padding.SAME, np.float64)
    x = np.random.default_rng(2).normal(size=(5, 8, 8, 8))
    assert_alike(fast, plain, x, training=True)
    monkeypatch.setattr(winograd_layer, "TILES_KEPT", 0)
    assert_alike(fast, plain, x, training=True)


def test_small_pictures_are_answered() -> None:
    fast, plain = pair((1, 2, 8), Padding.SAME, np.float64)
    assert_alike(fast, plain, np.random.default_rng(2).normal(size=(2, 1, 2, 8)), training=True)


def test_gradients_are_the_numerical_ones() -> None:
    fast, _ = pair((3, 4, 8), Padding.SAME, np.float64)
    rng = np.random.default_rng(4)
    x = rng.normal(size=(2, 3, 4, 8))
    direction = rng.normal(size=(2, 3, 4, 10))

    def slope(at: np.ndarray, index: tuple[int, ...]) -> float:
        heights = []
        for step in (1e-6, -2e-6):
            at[index] += step
            heights.append((fast.forward(x, training=True) * direction).sum())
        at[index] += 1e-6
        return (heights[0] - heights[1]) / 2e-6

    fast.forward(x, training=True)
    at_input, at_weights = fast.backward(direction), fast.weights.gradient.copy()
    for gradient, at in ((at_input, x), (at_weights, fast.weights.value)):
        for index in map(tuple, rng.integers(0, at.shape, (40, 4))):
            assert gradient[index] == pytest.approx(slope(at, index), rel=1e-5, abs=1e-7)
