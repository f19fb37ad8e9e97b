"""Layers that are being put together: how far they fit, and what is wrong with the first that does not."""

from __future__ import annotations

import pytest

from engine.nn.activation import ReLU, Sigmoid, Softmax
from engine.nn.convolution import Convolution, Padding
from engine.nn.dense import Dense
from engine.nn.draft import Fault, ending_in, output_layer, usual_layer, walk
from engine.nn.layer import LAYERS, LayerSpec
from engine.nn.network import Network
from engine.nn.pooling import GlobalMeanPooling, MaxPooling
from engine.nn.presets import PRESETS

TEN = tuple("0123456789")


def test_layers_that_fit_have_the_shapes_and_counts_of_the_network() -> None:
    specs = (Convolution(4), ReLU(), MaxPooling(), Dense(10), Softmax())
    found, network = walk(specs, (8, 8, 1), TEN), Network.build(specs, (8, 8, 1), TEN)
    assert found.fault is None
    assert found.shapes == network.shapes
    assert sum(found.parameters) == network.whole.value.size == 4 * 9 + 4 + 4 * 4 * 4 * 10 + 10
    assert found.widths == (64, 4, 10)


def test_the_first_layer_that_does_not_fit_is_named_with_its_reason() -> None:
    specs = (MaxPooling(), MaxPooling(), Convolution(6, size=5, padding=Padding.VALID), Dense(10), Softmax())
    found = walk(specs, (8, 8, 1), TEN)
    assert found.shapes == ((8, 8, 1), (4, 4, 1), (2, 2, 1))
    assert found.fault == Fault(2, "A picture of 2 × 2 is too small for windows of 5 × 5.")


@pytest.mark.parametrize(
    ("specs", "place", "reason"),
    [
        ((Dense(10), ReLU()), 1, "the last of them softmax or sigmoid"),
        ((Dense(9), Softmax()), 1, "there are 10 classes"),
        ((Softmax(),), 0, "two layers or more"),
        ((), 0, "two layers or more"),
        ((Dense(16384), Dense(10), Convolution(2), Softmax()), 2, "needs pictures"),
    ],
)
def test_what_is_missing_at_the_end_is_a_fault_of_the_last_layer(
    specs: tuple[LayerSpec, ...], place: int, reason: str
) -> None:
    fault = walk(specs, (8, 8, 1), TEN).fault
    assert fault is not None
    assert fault.place == place
    assert reason in fault.reason


def test_the_last_dense_layer_follows_the_classes() -> None:
    assert ending_in((Dense(5), ReLU(), Dense(7), Softmax()), 10) == (Dense(5), ReLU(), Dense(10), Softmax())
    single = (Dense(4), Dense(1), Sigmoid())
    assert ending_in(single, 2) == single
    assert ending_in(single, 3) == (Dense(4), Dense(3), Sigmoid())
    for preset in PRESETS.values():
        if preset.data is None:
            assert ending_in(preset.specs(10), 7) == preset.specs(7)
    without = (Dense(5), Convolution(10), GlobalMeanPooling(), Softmax())
    assert output_layer(without) is None
    assert ending_in(without, 3) == without


@pytest.mark.parametrize("name", LAYERS)
def test_every_kind_of_layer_can_be_added_to_pictures(name: str) -> None:
    layer = usual_layer(name)
    assert layer.name == name
    found = walk((layer, Dense(10), Softmax()), (28, 28, 3), TEN)
    assert found.fault is None
    assert layer.title()[0].isupper()
    assert len(layer.help()) > 10
