"""tour: the whole job on built-in data."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.commands.command import CommandParser, Outcome


def declare(parser: CommandParser) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("neural-darkroom-tour"), metavar="FOLDER", help="where to write"
    )


def run(options: argparse.Namespace) -> Outcome:
    from engine.terminal import columns, follow
    from engine.tour import tour

    def describe(report: Any) -> str:
        return report.text if hasattr(report, "text") else f"Wrote {report.path.name}"

    written = follow(tour(options.output), describe)
    values = {"folder": str(options.output), "written": {str(file.path): file.about for file in written}}
    return Outcome(
        values, [f"Written to {options.output.resolve()}:", *columns([[f"  {f.path.name}", f.about] for f in written])]
    )
