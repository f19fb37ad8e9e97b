"""An ordinary network, to see beside a robust one what dreaming of it comes to."""

from __future__ import annotations

from engine.data.dataset import Dataset
from engine.dream.kept_network import KeptNetwork
from engine.jobs import Job
from engine.nn.checkpoint import data_mark
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import train

PRESET = PRESETS["mlp-128"]


def open_ordinary(data: Dataset) -> Job[Network]:
    """The ordinary network of a data set: from the cache folder, or trained and kept there; yields the reports of its
    training. A damaged file is as good as none. Raises TrainingError, NetworkError."""
    kept = KeptNetwork.of("ordinary", PRESET, data.classes, data_mark(data))
    if (found := kept.read()) is not None:
        return found[0]
    network = yield from train(PRESET.build(data), data, PRESET.plan_for(data))
    kept.write(network)
    return network
