"""What a network consists of, against known counts, PyTorch's own and what the layers really are."""

from __future__ import annotations

import json
from math import prod

import pytest

from engine.nn.activation import ReLU, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.pooling import GlobalMeanPooling
from engine.nn.presets import PRESETS
from engine.nn.residual import Residual
from engine.nn.summary import summarize
from tests.reference.networks import preset_network

BLOCK = Residual((Convolution(8, stride=2), BatchNormalization(), ReLU(), Convolution(8)))
SPECS = (Convolution(4), BLOCK, GlobalMeanPooling(), Dense(10), Softmax())


def test_lenet_has_as_many_parameters_as_its_makers_say() -> None:
    """61,706 where all filters of the second layer see all six maps; the multiplications by hand."""
    summary = summarize(PRESETS["lenet"].specs(10), (28, 28, 1))
    assert summary.parameters == 61_706
    by_hand = 28 * 28 * 6 * 25 + 10 * 10 * 16 * 6 * 25 + 400 * 120 + 120 * 84 + 84 * 10
    assert summary.multiplications == by_hand
    assert [layer.shape for layer in summary.layers if layer.name == "mean-pooling"] == [(14, 14, 6), (5, 5, 16)]


def test_layers_of_a_block_are_shown_and_counted_once() -> None:
    network = Network.build(SPECS, (8, 8, 1), tuple("0123456789"), 1)
    summary = network.summary()
    assert [(layer.name, layer.depth) for layer in summary.layers] == [
        *(("convolution", 0), ("residual", 0), ("convolution", 1), ("batch-normalization", 1), ("relu", 1)),
        *(("convolution", 1), ("shortcut: convolution", 1), ("global-mean-pooling", 0), ("dense", 0), ("softmax", 0)),
    ]
    block = summary.layers[1]
    assert block.parameters == (9 * 4 * 8 + 8) + 4 * 8 + (9 * 8 * 8 + 8) + (4 * 8 + 8)
    assert block.multiplications == 4 * 4 * (9 * 4 * 8 + 9 * 8 * 8 + 4 * 8)
    assert summary.parameters == sum(parameter.value.size for parameter in network.parameters())
    assert summary.multiplications == network.multiplications()


@pytest.mark.parametrize("name", PRESETS)
def test_sums_are_those_of_the_network(name: str) -> None:
    network = preset_network(name)
    summary = network.summary()
    assert summary.parameters == network.whole.value.size
    assert [layer.shape for layer in summary.layers] == list(network.shapes[1:])
    assert prod(summary.layers[-1].shape) == network.shapes[-1][0]


def test_the_table_has_a_line_a_layer_and_even_columns() -> None:
    lines = summarize(SPECS, (8, 8, 1)).table()
    assert len(lines) == 3 + 10
    assert lines[0].split() == ["layer", "answer", "parameters", "multiplications"]
    assert lines[1].split() == ["input", "8", "×", "8", "×", "1"]
    assert lines[-1].startswith("together")
    assert f"{summarize(SPECS, (8, 8, 1)).parameters:,}" in lines[-1]
    assert {len(line) for line in lines if line[-1].isdigit() and not line.startswith("input")} == {len(lines[0])}
    assert "    relu" not in lines[6]
    assert lines[6].startswith("  relu ")


def test_json_knows_it() -> None:
    plain = json.loads(json.dumps(summarize(SPECS, (8, 8, 1)).to_plain()))
    assert plain["input_shape"] == [8, 8, 1]
    assert plain["layers"][0] == {
        "name": "convolution",
        "settings": "filters 4",
        "shape": [8, 8, 4],
        "parameters": 40,
        "multiplications": 8 * 8 * 36,
        "depth": 0,
    }
