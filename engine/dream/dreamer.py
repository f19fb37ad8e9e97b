"""A network that dreams digits which a person can read, there without being asked for."""

from __future__ import annotations

from dataclasses import replace

from engine.data import DATASETS, open_dataset
from engine.dream.kept_network import KeptNetwork
from engine.jobs import Job
from engine.nn.network import Network
from engine.nn.preset import Preset
from engine.nn.presets import PRESETS
from engine.nn.training import train

SOURCE = "mnist"
DRAWN = "synthetic:train=20000,test=1000"
DRAWN_EPOCHS = 4
"""Digits that the program draws are alike enough to be learned from fewer pictures: it takes well under a minute."""


def open_dreamer() -> Job[Network]:
    """The robust network to begin with: from the cache folder, or trained and kept there.

    It learns from MNIST where that is there, else from digits that the program draws; nothing is downloaded. Yields
    the reports of loading and of training. A damaged file is as good as none. Raises DataError, TrainingError.
    """
    source, preset = recipe()
    kept = KeptNetwork.of("dreamer", preset, 10, source)
    if (found := kept.read()) is not None:
        return found[0]
    data = yield from open_dataset(source)
    network = yield from train(preset.build(data), data, preset.plan_for(data))
    kept.write(network)
    return network


def recipe() -> tuple[str, Preset]:
    """What the dreamer learns from, as `open_dataset` takes it, and how."""
    robust = PRESETS["robust-mlp"]
    if not DATASETS[SOURCE].needs_download:
        return SOURCE, robust
    return DRAWN, replace(robust, plan=replace(robust.plan, epochs=DRAWN_EPOCHS))
