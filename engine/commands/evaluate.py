"""evaluate: how well a network reads pictures it has not learned from."""

from __future__ import annotations

import argparse

from engine.commands.command import CommandParser, Outcome, UsageError


def declare(parser: CommandParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="a file that train has saved")
    parser.add_argument(
        "--data", metavar="NAME|FILE", help="whose test pictures to read; default those it was trained on"
    )


def run(options: argparse.Namespace) -> Outcome:
    from engine.commands.train import describe_loading
    from engine.data import open_dataset
    from engine.nn.metrics import evaluate
    from engine.nn.model_file import load_model
    from engine.terminal import columns, follow

    network = load_model(options.model)
    data = follow(open_dataset(options.data or network.data_name or "digits"), describe_loading)
    if (network.input_shape, network.classes) != (data.input_shape, data.classes):
        raise UsageError(
            f"{options.model} sees pictures of shape {network.input_shape} in {network.classes} classes; "
            f"{data.title} has {data.input_shape} in {data.classes}: name its own data with --data."
        )
    result = evaluate(network, data.test_images, data.test_labels)
    found = {
        name: float(row[index] / max(1, row.sum()))
        for index, (name, row) in enumerate(zip(data.class_names, result.confusion, strict=True))
    }
    values = {
        "test_accuracy": result.accuracy,
        "pictures": len(data.test_images),
        "data": data.name,
        "network": network.title,
        "found": found,
        "confusion": result.confusion.tolist(),
    }
    headline = f"{100 * result.accuracy:.2f} % of {len(data.test_images):,} test pictures of {data.title} read right"
    rows = [[f"  {name}", f"{100 * share:.1f} %"] for name, share in found.items()]
    return Outcome(values, [headline, *columns(rows)])
