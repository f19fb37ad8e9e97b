"""filter: a recipe on one picture, or on many."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.command import CommandParser, Outcome, UsageError


def declare(parser: CommandParser) -> None:
    parser.add_argument("pictures", nargs="+", metavar="IN", help="a picture, or a folder of pictures")
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the file to write; a folder where there are several"
    )
    parser.add_argument("--recipe", metavar="FILE", help="a recipe, as the window saves it")
    parser.add_argument(
        "--step",
        action="append",
        default=[],
        metavar="NAME[:key=value,...]",
        help="a filter and its settings; give it several times, in order; after those of the recipe",
    )


def run(options: argparse.Namespace) -> Outcome:
    from engine.batch import BatchReport, batch, targets
    from engine.filters.recipe import Recipe, Step
    from engine.terminal import follow

    steps = Recipe.load(options.recipe).steps if options.recipe else ()
    recipe = Recipe((*steps, *(Step.parse(text) for text in options.step)))
    sources, several = _sources(options.pictures)
    output = Path(options.output)
    if several or output.is_dir() or options.output.endswith(("/", "\\")):
        destinations = targets(sources, _folder(output))
    else:
        destinations = [output]

    def describe(report: BatchReport) -> str:
        return f"{report.name} ({report.done + 1} of {report.total})"

    result = follow(batch(recipe, sources, destinations), describe)
    if len(sources) == 1 and result.failed:
        raise UsageError(result.failed[0][1])
    values = {
        "written": [str(path) for path in result.written],
        "failed": {str(path): reason for path, reason in result.failed},
        "steps": [step.to_plain() for step in recipe.steps],
    }
    lines = [f"Wrote {result.written[0]}." if not several else f"Wrote {len(result.written)} pictures to {output}."]
    complaints = [reason for _, reason in result.failed]
    if complaints:
        complaints.append(f"{len(complaints)} of {len(sources)} pictures could not be filtered.")
    return Outcome(values, lines, complaints, status=1 if complaints else 0)


def _sources(names: list[str]) -> tuple[list[Path], bool]:
    """The pictures that were named, folders opened, and whether they are to go to a folder."""
    from engine.batch import pictures_in

    paths = [Path(name) for name in names]
    sources = [picture for path in paths for picture in (pictures_in(path) if path.is_dir() else [path])]
    return sources, len(sources) > 1 or paths[0].is_dir()


def _folder(path: Path) -> Path:
    """The folder that results go to, made where it is missing."""
    from engine.codec import FORMATS

    if path.is_file() or (not path.exists() and path.suffix.lower() in FORMATS):
        raise UsageError(f"Several pictures need a folder to go to; {path} is a file.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder {path} cannot be made: {error.strerror or error}.") from error
    return path
