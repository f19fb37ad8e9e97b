"""The networks that are ready to be picked; how well they read pictures is in test_training.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.data import open_dataset
from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn.layer import NetworkError
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.preset import Preset
from engine.nn.presets import PRESETS, find_preset, suited, usual_preset
from engine.nn.training import train
from engine.params import ParameterError


@pytest.fixture(scope="module")
def xor() -> Dataset:
    return finish(open_dataset("xor"))


def trained(name: str, data: Dataset, seed: int) -> Network:
    preset = PRESETS[name]
    return finish(train(preset.build(data, seed), data, replace(preset.plan_for(data), seed=seed)))


def blank(*shape: int) -> Dataset:
    images, labels = np.zeros((2, *shape), np.float32), np.array([0, 1])
    return Dataset("", "", "", images, labels, images, labels, ("a", "b"))


def test_a_preset_is_found_by_its_name() -> None:
    assert find_preset(" MLP_128 ") is PRESETS["mlp-128"]
    with pytest.raises(ParameterError, match="there are logistic, textbook"):
        find_preset("brain")


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if preset.data is None])
def test_presets_for_any_pictures_are_built_for_those_of_mnist(name: str) -> None:
    network = PRESETS[name].build(blank(28, 28, 1))
    assert network.outputs(np.zeros((1, 28, 28, 1), np.float32)).shape == (1, 2)


def test_lenet_has_the_shapes_of_the_paper() -> None:
    network = PRESETS["lenet"].build(blank(28, 28, 1))
    shapes = [(28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16), (120,), (84,), (2,)]
    assert [
        shape for shape, before in zip(network.shapes[1:], network.shapes, strict=False) if shape != before
    ] == shapes
    with pytest.raises(NetworkError, match="too small for windows of 5 × 5"):
        PRESETS["lenet"].build(blank(8, 8, 1))


@pytest.mark.parametrize(("hidden", "least"), [(2, 5), (4, 14), (6, 22), (8, 25)])
def test_exclusive_or_is_learned_from_so_many_of_25_starts(xor: Dataset, hidden: int, least: int) -> None:
    preset = PRESETS[f"xor-2-{hidden}-1"]
    assert preset.plan_for(xor) == preset.plan
    networks = [trained(preset.name, xor, seed) for seed in range(25)]
    assert sum(np.array_equal(network.predict(xor.test_images), [0, 1, 1, 0]) for network in networks) >= least
    assert networks[0].title == preset.name


def test_the_tutorials_network_reads_the_digits_it_was_not_shown() -> None:
    preset = PRESETS["digits-64-30-10"]
    assert preset.data is not None
    digits = finish(open_dataset(preset.data))
    assert len(digits.test_images) == pytest.approx(0.4 * 1797, abs=5)
    network = trained(preset.name, digits, 1)
    assert evaluate(network, digits.test_images, digits.test_labels).accuracy >= 0.95
    standardized = network.layers[0].forward(digits.train_images)
    np.testing.assert_allclose(standardized.mean(axis=0), 0, atol=1e-4)


@pytest.mark.mnist
def test_the_textbooks_network_reads_mnist() -> None:
    mnist = finish(open_dataset("mnist"))
    networks = [trained("textbook", mnist, seed) for seed in (1, 2, 3)]
    accuracies = [evaluate(network, mnist.test_images, mnist.test_labels).accuracy for network in networks]
    assert np.mean(accuracies) >= 0.925


def test_presets_are_found_by_name() -> None:
    assert find_preset("MLP_128") is PRESETS["mlp-128"]
    with pytest.raises(ParameterError, match="textbook"):
        find_preset("resnet")


def test_what_suits_the_data_is_offered_first() -> None:
    digits, spirals, exclusive = (finish(open_dataset(name)) for name in ("digits", "spirals", "xor"))
    assert usual_preset(digits).name == "mlp-128"
    assert usual_preset(spirals).name == "points-16-16"
    assert usual_preset(exclusive).name == "xor-2-8-1"
    assert [preset.name for preset in suited(PRESETS.values(), digits)[:3]] == ["logistic", "textbook", "mlp-128"]
    assert not PRESETS["lenet"].suits(digits)
    assert not PRESETS["digits-64-30-10"].suits(replace(digits, name="mnist"))
    own = Preset.own("mine", PRESETS["mlp-128"].specs(2), PRESETS["mlp-128"].plan)
    assert own.suits(digits)
    assert own.suits(spirals)


@pytest.mark.parametrize("name", ["spirals", "circles", "moons"])
def test_points_are_told_apart_by_the_network_that_is_offered(name: str) -> None:
    data = finish(open_dataset(name))
    network = trained(usual_preset(data).name, data, seed=1)
    assert evaluate(network, data.test_images, data.test_labels).accuracy >= 0.99
