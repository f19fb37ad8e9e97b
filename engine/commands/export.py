"""export: a network as an ONNX file, which other programs run."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.command import CommandParser, Outcome, check_folder


def declare(parser: CommandParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="a file that train has saved")
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, required=True, help="the file to write (.onnx)")


def run(options: argparse.Namespace) -> Outcome:
    from engine.nn.model_file import load_model
    from engine.nn.onnx.export import OPSET, save_onnx

    check_folder(options.output)
    network = load_model(options.model)
    save_onnx(network, options.output)
    seen, answered = (["N", *shape] for shape in (network.input_shape, network.shapes[-1]))
    values = {
        "output": str(options.output),
        "network": network.title,
        "opset": OPSET,
        "input": seen,
        "outputs": answered,
        "class_names": list(network.class_names),
    }
    shapes = " to ".join(f"({', '.join(map(str, shape))})" for shape in (seen, answered))
    return Outcome(values, [f"Saved {options.output}: {network.title}, from {shapes}."])
