"""classify: what a network sees on pictures."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.command import CommandParser, Outcome, UsageError


def declare(parser: CommandParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="a file that train has saved")
    parser.add_argument("pictures", nargs="+", metavar="PICTURE", help="a picture of one thing that the network knows")


def run(options: argparse.Namespace) -> Outcome:
    from engine.data.picture import network_input
    from engine.image import ImageError, load
    from engine.nn.model_file import load_model
    from engine.terminal import columns

    network = load_model(options.model)
    if len(network.input_shape) != 3:
        raise UsageError(f"{options.model} does not see pictures.")
    answers, complaints = [], []
    for path in options.pictures:
        try:
            outputs = network.outputs(network_input(load(Path(path)), network.input_shape, network.preparation))[0]
        except ImageError as error:
            if len(options.pictures) == 1:
                raise
            complaints.append(str(error))
            continue
        answers.append(
            {
                "picture": path,
                "class": network.class_names[int(outputs.argmax())],
                "certainty": float(outputs.max()),
                "outputs": dict(zip(network.class_names, map(float, outputs), strict=True)),
            }
        )
    rows = [[answer["picture"], answer["class"], f"{100 * answer['certainty']:.1f} %"] for answer in answers]
    return Outcome({"pictures": answers, "failed": complaints}, columns(rows), complaints, int(bool(complaints)))
