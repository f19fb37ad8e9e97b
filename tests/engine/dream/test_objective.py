"""What dreams climb: gradients against numerical differences, words against weights, units against worked answers."""

from __future__ import annotations

import numpy as np
import pytest

from engine.dream.hidden import HiddenObjective, Part
from engine.dream.objective import Aim, ClassObjective, DreamError, Objective, parse_classes
from engine.errors import UserError
from engine.nn.activation import ReLU, Sigmoid, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.layer import LayerSpec
from engine.nn.network import Network

NAMES = ("cat", "dog", "Owl")
CONVOLUTIONAL = Convolution(filters=4, size=3), Sigmoid(), Dense(3), Softmax()
NETWORKS: dict[str, tuple[tuple[LayerSpec, ...], tuple[str, ...]]] = {
    "softmax": (CONVOLUTIONAL, NAMES),
    "sigmoid": ((Dense(5), Sigmoid(), Dense(3), Sigmoid()), NAMES),
    "single": ((Dense(5), Sigmoid(), Dense(1), Sigmoid()), ("no", "yes")),
}


def network(which: str) -> Network:
    specs, names = NETWORKS[which]
    return Network.build(specs, (6, 5, 2), names, seed=3, dtype=np.float64)


def pictures(count: int) -> np.ndarray:
    return np.random.default_rng(5).random((count, 6, 5, 2))


def check_gradient(objective: Objective, network: Network, aim: Aim) -> None:
    images = pictures(len(objective))
    scores, logits, gradient = objective.gradient(network, images, aim)
    again, same_logits = objective.scores(network, images, aim)
    np.testing.assert_allclose(scores, again, rtol=1e-12)
    np.testing.assert_allclose(logits, network.logits(images), rtol=1e-12)
    np.testing.assert_allclose(logits, same_logits, rtol=1e-12)
    assert np.abs(gradient).max() > 1e-6
    for place in [(0, 0, 0), (2, 3, 1), (5, 4, 0), (3, 1, 1)]:
        nudge = np.zeros_like(images)
        nudge[:, *place] = 1e-5
        up, down = (objective.scores(network, images + sign * nudge, aim)[0] for sign in (1, -1))
        np.testing.assert_allclose(gradient[:, *place], (up - down) / 2e-5, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("aim", Aim)
@pytest.mark.parametrize("which", NETWORKS)
def test_the_gradient_at_the_pixels_is_that_of_the_score(which: str, aim: Aim) -> None:
    weights = np.array([[1.0, 0, 0], [0, 1, -1], [0.5, 0.5, 0], [1, -1, -2], [0, 0, -1]])
    classes = network(which).classes
    check_gradient(ClassObjective(weights[:, :classes]), network(which), aim)


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("layer", [0, 1, 2])
def test_the_gradient_of_what_is_inside_is_that_of_its_answer(layer: int, part: Part) -> None:
    check_gradient(HiddenObjective(layer, [0, 2, 1], part), network("softmax"), Aim.PROBABILITIES)


def test_what_a_neuron_a_channel_and_a_layer_score() -> None:
    net, images = network("softmax"), pictures(2)
    answer = net.activations(images)[1]
    neuron, channel, layer = (
        HiddenObjective(1, [3, 1], part).scores(net, images, Aim.LOGITS)[0]
        for part in (Part.NEURON, Part.CHANNEL, Part.LAYER)
    )
    np.testing.assert_allclose(neuron, [answer[0, 0, 0, 3], answer[1, 0, 0, 1]])
    np.testing.assert_allclose(channel, [answer[0, :, :, 3].mean(), answer[1, :, :, 1].mean()])
    np.testing.assert_allclose(layer, (answer**2).mean(axis=(1, 2, 3)) / 2)


def test_dreams_may_be_taken_several_times_and_mixed() -> None:
    three = ClassObjective.of([0, 1, 2], 3)
    np.testing.assert_array_equal(three.take(np.array([2, 2, 0])).weights, [[0, 0, 1], [0, 0, 1], [1, 0, 0]])
    mixed = ClassObjective.of(0, 3).towards(ClassObjective.of(2, 3), 0.25)
    np.testing.assert_array_equal(mixed.weights, [[0.75, 0, 0.25]])
    hidden = HiddenObjective(0, [4, 5], Part.CHANNEL).take(np.array([1, 1, 0]))
    np.testing.assert_array_equal(hidden.units, [5, 5, 4])
    assert hidden.part is Part.CHANNEL


def test_classes_are_wanted_and_forbidden_by_name() -> None:
    np.testing.assert_array_equal(ClassObjective.parse("dog", "cat, owl", NAMES).weights, [[-1, 1, -1]])
    np.testing.assert_array_equal(ClassObjective.parse("cat,owl", "", NAMES).weights, [[1, 0, 1]])
    assert parse_classes("owl, cat", NAMES) == [2, 0]


def test_the_class_with_the_largest_weight_is_the_wanted_one() -> None:
    objective = ClassObjective([[0.2, -1.0, 0.7], [0, 1, 0]])
    assert objective.wanted.tolist() == [2, 1]
    assert objective.captions(NAMES) == ("Owl", "dog")


@pytest.mark.parametrize(
    ("wanted", "forbidden", "message"),
    [
        ("cow", "", "The network knows no 'cow'; it knows cat, dog, Owl."),
        ("cat", "cat", "cat cannot be wanted and forbidden at once."),
        ("", "cat", "A dream needs a class that is wanted."),
    ],
)
def test_what_cannot_be_dreamt_is_one_sentence(wanted: str, forbidden: str, message: str) -> None:
    with pytest.raises(DreamError) as caught:
        ClassObjective.parse(wanted, forbidden, NAMES)
    assert str(caught.value) == message
    assert isinstance(caught.value, UserError)


@pytest.mark.parametrize(
    ("objective", "message"),
    [
        (ClassObjective([1.0, 0.0]), "knows 3 classes"),
        (HiddenObjective(3), "3 inner layers; there is no layer 4"),
        (HiddenObjective(-1), "there is no layer 0"),
        (HiddenObjective(0, 4, Part.CHANNEL), "4 channels; choose one from 0 to 3"),
        (HiddenObjective(2, [0, -1]), "3 neurons; choose one from 0 to 2"),
    ],
)
def test_objectives_must_fit_the_network(objective: Objective, message: str) -> None:
    with pytest.raises(DreamError, match=message):
        objective.check(network("softmax"))


def test_there_must_be_something_to_dream_of() -> None:
    for make in (lambda: ClassObjective.stack([]), lambda: ClassObjective.of([], 3), lambda: HiddenObjective(0, [])):
        with pytest.raises(DreamError, match="nothing"):
            make()


def test_a_hidden_unit_that_fits_passes() -> None:
    specs = Dense(4), ReLU(), Dense(3), Softmax()
    HiddenObjective(1, [0, 3]).check(Network.build(specs, (2, 2, 1), NAMES))
