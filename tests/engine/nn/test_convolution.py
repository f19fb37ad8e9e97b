"""Convolution and pooling against SciPy and PyTorch, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage, signal

from engine.nn import convolution
from engine.nn.convolution import Convolution, Padding
from engine.nn.layer import NetworkError
from engine.nn.pooling import Flatten, MaxPooling, MeanPooling

RNG = np.random.default_rng(4)
PICTURES = RNG.normal(size=(5, 9, 8, 3)).astype(np.float32)


def built(spec):
    layer = spec.build(PICTURES.shape[1:], np.random.default_rng(1), np.float32)
    for parameter in layer.parameters():
        parameter.value[:] = RNG.normal(size=parameter.value.shape)
    return layer


@pytest.mark.parametrize("padding", Padding)
@pytest.mark.parametrize("size", [1, 3, 5])
def test_convolution_is_scipys_correlation(padding: Padding, size: int) -> None:
    layer = built(Convolution(4, size=size, padding=padding))
    weights, biases = (parameter.value for parameter in layer.parameters())
    expected = [
        [
            sum(signal.correlate2d(picture[..., k], weights[..., k, f], mode=padding.value) for k in range(3))
            + biases[f]
            for f in range(4)
        ]
        for picture in PICTURES
    ]
    np.testing.assert_allclose(layer.forward(PICTURES), np.moveaxis(np.array(expected), 1, -1), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("stride", [2, 3])
def test_stride_leaves_out_answers(stride: int) -> None:
    whole, sparse = (built(Convolution(2, stride=step, padding=Padding.VALID)) for step in (1, stride))
    for mine, its in zip(sparse.parameters(), whole.parameters(), strict=True):
        mine.value[:] = its.value
    expected = whole.forward(PICTURES)[:, ::stride, ::stride]
    np.testing.assert_allclose(sparse.forward(PICTURES), expected, rtol=1e-4, atol=1e-5)


def test_large_batches_in_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = built(Convolution(4))
    y = layer.forward(PICTURES)
    grad_x = layer.backward(y)
    gradient = layer.weights.gradient.copy()
    monkeypatch.setattr(convolution, "ROWS_AT_ONCE", 2 * 9 * 8 * 27)
    np.testing.assert_allclose(layer.forward(PICTURES), y, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(layer.backward(y), grad_x, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(layer.weights.gradient, gradient, rtol=1e-4, atol=1e-3)


def test_gradients_are_pytorchs() -> None:
    torch = pytest.importorskip("torch")
    layer = built(Convolution(4, size=5, stride=2, padding=Padding.VALID))
    weights, biases = (parameter.value for parameter in layer.parameters())
    x, w, b = (torch.tensor(a, requires_grad=True) for a in (PICTURES, weights, biases))
    y = torch.nn.functional.conv2d(x.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1), b, stride=2).permute(0, 2, 3, 1)
    direction = RNG.normal(size=tuple(y.shape)).astype(np.float32)
    y.backward(torch.tensor(direction))
    np.testing.assert_allclose(layer.forward(PICTURES), y.detach(), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(layer.backward(direction), x.grad, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(layer.weights.gradient, w.grad, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(layer.biases.gradient, b.grad, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("size", [2, 3])
def test_pooling_is_scipys_filter_at_every_window(size: int) -> None:
    window, origin = (1, size, size, 1), (0, -((size - 1) // 2), -((size - 1) // 2), 0)
    if size == 2:
        origin = (0, -1, -1, 0)
    rows, columns = slice(0, 9 // size * size, size), slice(0, 8 // size * size, size)
    largest = ndimage.maximum_filter(PICTURES, window, origin=origin)[:, rows, columns]
    mean = ndimage.uniform_filter(PICTURES.astype(float), window, origin=origin)[:, rows, columns]
    np.testing.assert_array_equal(built(MaxPooling(size)).forward(PICTURES), largest)
    np.testing.assert_allclose(built(MeanPooling(size)).forward(PICTURES), mean, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("spec", [Convolution(), MaxPooling(), MeanPooling()])
def test_layers_for_pictures_refuse_rows_of_numbers(spec) -> None:
    with pytest.raises(NetworkError, match=spec.name):
        spec.output_shape(Flatten().output_shape((8, 8, 1)))


@pytest.mark.parametrize("spec", [Convolution(size=5, padding=Padding.VALID), MaxPooling(5), MeanPooling(5)])
def test_windows_larger_than_the_picture_are_refused(spec) -> None:
    with pytest.raises(NetworkError, match="too small"):
        spec.output_shape((4, 8, 1))


@pytest.mark.parametrize(("size", "stride", "corner"), [(2, 1, 0), (3, 2, 0), (4, 1, 1), (3, 1, 1)])
def test_same_puts_the_odd_row_of_zeros_at_the_end(size: int, stride: int, corner: int) -> None:
    """As TensorFlow does. With a single weight of 1, the window's place on the picture shows in what comes back."""
    pictures = PICTURES[:, :8, :8]
    layer = Convolution(1, size=size, stride=stride).build((8, 8, 3), RNG, np.float32)
    layer.parameters()[0].value[:] = 0
    layer.parameters()[0].value[corner, corner, 1, 0] = 1
    np.testing.assert_array_equal(layer.forward(pictures)[..., 0], pictures[:, ::stride, ::stride, 1])


def test_of_equal_values_the_first_gets_the_gradient() -> None:
    layer = MaxPooling(2).build((2, 2, 1), RNG, np.float32)
    layer.forward(np.ones((1, 2, 2, 1), np.float32))
    gradient = layer.input_gradient(np.full((1, 1, 1, 1), 3.0, np.float32))
    np.testing.assert_array_equal(gradient[0, ..., 0], [[3, 0], [0, 0]])
