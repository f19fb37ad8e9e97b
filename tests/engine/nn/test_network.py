"""Networks as a caller uses them."""

from __future__ import annotations

import numpy as np
import pytest

from engine.nn.activation import ReLU, Sigmoid, Softmax
from engine.nn.dense import Dense, Start
from engine.nn.layer import NetworkError, spec_from_json
from engine.nn.network import CHUNK, Network
from engine.params import ParameterError

NAMES = ("cat", "dog", "owl")
SPECS = (Dense(6, start=Start.HE), ReLU(), Dense(3), Softmax())


def network(seed: int = 1, last=None) -> Network:
    return Network.build((*SPECS[:3], last or Softmax()), (4, 5, 1), NAMES, seed)


def pictures(count: int) -> np.ndarray:
    return np.random.default_rng(0).random((count, 4, 5, 1), np.float32)


def test_answers_are_the_textbooks_formula() -> None:
    net, x = network(), pictures(7)
    (w1, b1), (w2, b2) = ((p.value for p in layer.parameters()) for layer in (net.layers[0], net.layers[2]))
    logits = np.maximum(x.reshape(7, 20) @ w1 + b1, 0) @ w2 + b2
    np.testing.assert_allclose(net.logits(x), logits, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(net.outputs(x), np.exp(logits) / np.exp(logits).sum(1, keepdims=True), rtol=1e-4)
    np.testing.assert_array_equal(net.predict(x), logits.argmax(axis=1))


def test_outputs_after_sigmoid_are_the_neurons_as_they_are() -> None:
    net, x = network(last=Sigmoid()), pictures(3)
    np.testing.assert_allclose(net.outputs(x), 1 / (1 + np.exp(-net.logits(x))), rtol=1e-5)


def test_mirrored_starting_weights_come_in_opposite_pairs() -> None:
    weights = Dense(7, start=Start.MIRRORED, scale=2).build((30,), np.random.default_rng(1), np.float64).parameters()[0]
    np.testing.assert_array_equal(weights.value[:, 3:6], -weights.value[:, :3])
    assert 1.9 < np.abs(weights.value).max() <= 2


def test_a_single_sigmoid_answers_for_two_classes() -> None:
    net, x = Network.build((*SPECS[:2], Dense(1), Sigmoid()), (4, 5, 1), ("no", "yes"), 2), pictures(9)
    (w1, b1), (w2, b2) = ((p.value for p in layer.parameters()) for layer in (net.layers[0], net.layers[2]))
    sums = np.maximum(x.reshape(9, 20) @ w1 + b1, 0) @ w2
    b2[:] = -sums.mean()
    sums += b2
    sure = 1 / (1 + np.exp(-sums))
    np.testing.assert_allclose(net.outputs(x), np.concatenate([1 - sure, sure], axis=1), rtol=1e-4)
    np.testing.assert_array_equal(net.predict(x), sums[:, 0] > 0)
    assert len(set(net.predict(x))) == 2
    twin = net.on_the_same_weights()
    np.testing.assert_array_equal(twin.logits(x), net.logits(x))
    with pytest.raises(NetworkError, match="3 classes"):
        Network.build((Dense(1), Sigmoid()), (4, 5, 1), NAMES)
    with pytest.raises(NetworkError, match="2 classes"):
        Network.build((Dense(1), Softmax()), (4, 5, 1), NAMES[:2])


def test_many_pictures_are_answered_like_few() -> None:
    net, x = network(), pictures(CHUNK + 3)
    np.testing.assert_allclose(net.outputs(x)[-2:], net.outputs(x[-2:]), rtol=1e-5)
    assert net.outputs(x).dtype == np.float32
    assert net.outputs(x[:0]).shape == (0, 3)


def test_the_seed_gives_the_starting_weights() -> None:
    np.testing.assert_array_equal(network(4).whole.value, network(4).whole.value)
    assert not np.array_equal(network(4).whole.value, network(5).whole.value)


@pytest.mark.parametrize(
    ("start", "low", "high", "deviation"),
    [(Start.UNIFORM, -0.5, 0.5, 1 / 12**0.5), (Start.GLOROT, -0.1, 0.1, 0.2 / 12**0.5), (Start.HE, -1, 1, 0.0707)],
)
def test_how_wide_starting_weights_are_spread(start, low, high, deviation) -> None:
    layer = Dense(200, start=start).build((400,), np.random.default_rng(1), np.float32)
    weights, biases = (parameter.value for parameter in layer.parameters())
    assert weights.min() >= low
    assert weights.max() <= high
    assert weights.std() == pytest.approx(deviation, rel=0.02)
    assert not biases.any()


def test_a_copy_is_independent() -> None:
    net = network()
    net.preset = "mine"
    twin = net.copy()
    np.testing.assert_array_equal(twin.outputs(pictures(2)), net.outputs(pictures(2)))
    twin.whole.value[:] = 0
    assert net.layers[0].parameters()[0].value.any()
    assert not twin.layers[0].parameters()[0].value.any()
    assert twin.preset == "mine"


def test_summary_counts_every_weight() -> None:
    summary = network().summary()
    assert [layer.shape for layer in summary.layers] == [(6,), (6,), (3,), (3,)]
    assert [layer.parameters for layer in summary.layers] == [20 * 6 + 6, 0, 6 * 3 + 3, 0]
    assert summary.layers[0].name == "dense"
    assert network().title == "20-6-3"


@pytest.mark.parametrize(
    "specs", [(Dense(3),), (Dense(3), ReLU()), (Dense(4), Softmax()), (ReLU(), Softmax())], ids=str
)
def test_layers_that_make_no_classifier_are_refused(specs) -> None:
    with pytest.raises(NetworkError):
        Network.build(specs, (4, 5, 1), NAMES)


def test_pictures_of_another_size_are_refused() -> None:
    with pytest.raises(NetworkError, match="4, 5, 1"):
        network().outputs(np.zeros((1, 28, 28, 1), np.float32))


def test_specs_go_to_json_and_back() -> None:
    assert tuple(spec_from_json(spec.to_json()) for spec in SPECS) == SPECS


@pytest.mark.parametrize(
    "plain",
    [
        None,
        {},
        {"layer": "dense"},
        {"layer": "lstm", "settings": {}},
        {"layer": [], "settings": {}},
        {"layer": "dense", "settings": {"units": 0}},
        {"layer": "dense", "settings": {"unit": 1}},
    ],
    ids=str,
)
def test_specs_that_make_no_sense_are_refused(plain) -> None:
    with pytest.raises(ParameterError):
        spec_from_json(plain)
