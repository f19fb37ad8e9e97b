"""A network for a person who has none yet: trained in seconds on data that is always there."""

from __future__ import annotations

from engine.data import open_dataset
from engine.jobs import Job
from engine.nn.network import Network
from engine.nn.presets import PRESETS
from engine.nn.training import train


def train_starter() -> Job[Network]:
    """Train the preset `robust-mlp`, whose dreams can be read, on the built-in digits.

    Yields the reports of loading and of training.
    """
    dataset = yield from open_dataset("digits")
    preset = PRESETS["robust-mlp"]
    return (yield from train(preset.build(dataset), dataset, preset.plan_for(dataset)))
