"""evaluate: how well a network reads pictures it has not learned from."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.commands.command import CommandParser, Outcome, UsageError

if TYPE_CHECKING:
    from engine.data.dataset import Array
    from engine.image import Image
    from engine.nn.network import Network


def declare(parser: CommandParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="a file that train has saved")
    parser.add_argument(
        "--data", metavar="NAME|FILE|FOLDER", help="whose test pictures to read; default those it was trained on"
    )


def run(options: argparse.Namespace) -> Outcome:
    from engine.commands.train import describe_loading
    from engine.data import open_dataset
    from engine.nn.metrics import evaluate
    from engine.nn.model_file import load_model
    from engine.terminal import columns, follow

    network = load_model(options.model)
    job = open_dataset(options.data or network.data_name or "digits", prepare=_as_seen_by(network))
    data = follow(job, describe_loading)
    if network.input_shape != data.input_shape:
        raise UsageError(
            f"{options.model} sees {_kind(network.input_shape)}, but {data.title} has {_kind(data.input_shape)}: "
            "name its own data with --data."
        )
    data = data.labelled_as(network.class_names)
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
    return Outcome(values | {"left_out": data.complaints}, [headline, *columns(rows)], list(data.complaints))


def _as_seen_by(network: Network) -> Callable[[Image], Array] | None:
    """How pictures from a folder are brought to a network, if it sees any: just as classify does it."""
    from engine.data.picture import network_input

    shape = network.input_shape
    if len(shape) != 3:
        return None
    return lambda image: network_input(image, shape, network.preparation)[0]


def _kind(shape: tuple[int, ...]) -> str:
    """What is seen, in words: "pictures of 28 × 28 pixels in grey"."""
    if len(shape) != 3:
        return f"points of {shape[0]} numbers" if len(shape) == 1 else f"arrays of shape {shape}"
    colours = {1: "in grey", 3: "in colour"}.get(shape[2], f"of {shape[2]} channels")
    return f"pictures of {shape[1]} × {shape[0]} pixels {colours}"
