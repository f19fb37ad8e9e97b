"""Networks that have learned enough to dream of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.data import open_dataset
from engine.jobs import finish
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import train


def trained(source: str, preset_name: str, pictures: int, epochs: int) -> Network:
    data = finish(open_dataset(source))
    data = replace(data, train_images=data.train_images[:pictures], train_labels=data.train_labels[:pictures])
    preset = PRESETS[preset_name]
    network = preset.build(data)
    return finish(train(network, data, replace(preset.plan, epochs=epochs)))


@pytest.fixture(scope="session")
def mlp() -> Network:
    return trained("digits", "mlp-128", 1400, 15)


@pytest.fixture(scope="session")
def textbook() -> Network:
    return trained("digits", "textbook", 1400, 42)


@pytest.fixture(scope="session")
def mnist_mlp() -> Network:
    return trained("mnist", "mlp-128", 20_000, 1)
