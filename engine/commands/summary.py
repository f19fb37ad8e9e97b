"""summary: what a network consists of, layer by layer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.command import CommandParser, Outcome

if TYPE_CHECKING:
    from engine.nn.summary import Summary

PICTURE, CLASSES = (28, 28, 1), 10
"""What a network by name is shown for, where it is for any pictures: MNIST's."""


def declare(parser: CommandParser) -> None:
    parser.add_argument("network", metavar="MODEL|NAME", help="a file that train has saved, or a network by name")


def run(options: argparse.Namespace) -> Outcome:
    from engine.nn.model_file import load_model
    from engine.nn.presets import PRESETS

    if options.network in PRESETS and not Path(options.network).is_file():
        title, summary = options.network, _of_preset(options.network)
    else:
        network = load_model(options.network)
        title, summary = network.title, network.summary()
    return Outcome({"network": title} | summary.to_plain(), [f"{title}:", *summary.table()])


def _of_preset(name: str) -> Summary:
    from engine.commands.train import describe_loading
    from engine.data import open_dataset
    from engine.nn.presets import PRESETS
    from engine.nn.summary import summarize
    from engine.terminal import follow

    preset = PRESETS[name]
    if preset.data is None:
        return summarize(preset.specs(CLASSES), PICTURE)
    data = follow(open_dataset(preset.data), describe_loading)
    return summarize(preset.specs(data.classes), data.input_shape)
