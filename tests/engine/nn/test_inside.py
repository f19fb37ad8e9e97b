"""What is seen of a layer: its weights as they lie in the arrays, its answers as the network gives them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.jobs import finish
from engine.nn.activation import ReLU, Sigmoid, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.inside import looking, weight_maps, written_out
from engine.nn.network import Network
from engine.nn.surface import Area, area_of, computing_surface

RNG = np.random.default_rng(0)


def build(*specs, shape, classes=3) -> Network:
    return Network.build(specs, shape, tuple("abc"[:classes]), seed=3)


def test_a_dense_layer_weighs_the_pixels_of_the_picture() -> None:
    network = build(Dense(5), ReLU(), Dense(3), Softmax(), shape=(4, 6, 2))
    maps = weight_maps(network, 0)
    assert maps.values.shape == (10, 4, 6)
    assert maps.columns == 2
    weights = network.layers[0].parameters()[0].value
    unit, row, column, channel = 3, 2, 5, 1
    assert maps.values[unit * 2 + channel, row, column] == weights[(row * 6 + column) * 2 + channel, unit]
    table = weight_maps(network, 2).values
    assert table.shape == (1, 3, 5)
    assert table[0, 2, 4] == network.layers[2].parameters()[0].value[4, 2]
    assert weight_maps(network, 1) is None


def test_a_convolution_has_a_kernel_for_each_filter_and_channel() -> None:
    network = build(Convolution(4, size=3), ReLU(), Convolution(2, size=5), Dense(3), Softmax(), shape=(9, 9, 3))
    maps = weight_maps(network, 2)
    assert (maps.values.shape, maps.columns) == ((8, 5, 5), 4)
    weights = network.layers[2].parameters()[0].value
    np.testing.assert_array_equal(maps.values[1 * 4 + 3], weights[:, :, 3, 1])


def test_the_weights_are_a_copy_that_training_does_not_change() -> None:
    network = build(Dense(3), Softmax(), shape=(4, 4, 1))
    before = weight_maps(network, 0).values
    kept = before.copy()
    network.whole.value += 1
    np.testing.assert_array_equal(before, kept)


def test_the_answer_is_the_one_the_network_gives() -> None:
    network = build(Convolution(4, size=3), ReLU(), Dense(3), Softmax(), shape=(8, 8, 1))
    image = RNG.random((8, 8, 1), np.float32)
    answer = finish(looking(network, image, 1)).answer.values
    assert answer.shape == (4, 8, 8)
    np.testing.assert_array_equal(answer.transpose(1, 2, 0), network.activations(image[None])[1][0])
    np.testing.assert_array_equal(
        finish(looking(network, image, 3)).answer.values.ravel(), network.outputs(image[None])[0]
    )


def test_a_surface_holds_what_the_network_answers_at_each_place() -> None:
    network = build(Dense(4), ReLU(), Dense(1), Sigmoid(), shape=(2,), classes=2)
    area = Area(-1.0, 2.0, 4.0, 8.0)
    place = np.array([[-1.0 + 4.0 * 5.5 / 8, 2.0 + 8.0 * 2.5 / 8]], np.float32)
    surface = finish(computing_surface(network, area, place, side=8))
    np.testing.assert_allclose(surface.outputs[2, 5], network.outputs(place)[0], rtol=1e-5)
    np.testing.assert_array_equal(surface.at_points, network.outputs(place))
    assert [each.layer for each in surface.units] == [1]
    np.testing.assert_allclose(surface.units[0].values[:, 2, 5], network.activations(place)[1][0], rtol=1e-5)


def test_a_small_network_is_written_out() -> None:
    network = build(Dense(2), ReLU(), Dense(1), Sigmoid(), shape=(2,), classes=2)
    network.whole.value[:] = np.arange(9) - 4
    weights = network.layers[0].parameters()[0].value
    first, second = written_out(network)
    assert first.splitlines()[:2] == [
        "Dense",
        f"weights  {weights[0, 0]:+.2f}   {weights[0, 1]:+.2f}",
    ]
    assert second.splitlines()[0] == "Dense"
    assert len(second.splitlines()) == 4


def test_the_area_is_a_square_around_all_points_and_a_margin() -> None:
    area = area_of(np.array([[0.0, 10.0], [1.0, 30.0]]))
    assert (area.left, area.bottom, area.width, area.height) == pytest.approx((-12.5, 7.0, 26.0, 26.0))
