"""Networks that have learned enough to dream of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.data import open_dataset
from engine.data.dataset import Dataset
from engine.dream import kept_network
from engine.dream.judge import Judge, open_judge
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


@pytest.fixture(scope="session")
def digits() -> Dataset:
    return finish(open_dataset("digits"))


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the user's cache."""
    monkeypatch.setattr(kept_network, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def kept_judge(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> tuple[Judge, Path]:
    """The judge of the digits, and the folder it is kept in."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_network, "cache_folder", lambda: folder)
        return finish(open_judge(digits)), folder


@pytest.fixture
def judge(kept_judge: tuple[Judge, Path], monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The judge of the digits, found by all who ask for it."""
    monkeypatch.setattr(kept_network, "cache_folder", lambda: kept_judge[1])
    return kept_judge[0]
