"""filter: a recipe on one picture, or on many."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.command import CommandParser, Outcome, UsageError

if TYPE_CHECKING:
    from engine.batch import BatchReport, BatchResult


COMPILING = "Compiling what these filters need for this machine: it takes some seconds, the first time only."


def declare(parser: CommandParser) -> None:
    parser.add_argument("pictures", nargs="+", metavar="IN", help="a picture, or a folder of pictures")
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the file to write; a folder where there are several"
    )
    parser.add_argument("--recipe", metavar="NAME|FILE", help="a recipe that comes along, or a file of the window")
    parser.add_argument(
        "--step",
        action="append",
        default=[],
        metavar="NAME[:key=value,...][@CHANNEL[+...]][@LEFT,TOP,WIDTHxHEIGHT]",
        help="a filter and its settings; give it several times, in order; after those of the recipe; @ limits it to "
        "channels (red, green, blue, luminance, alpha) and to a region in pixels, for example "
        "median:size=5@red+green@10,20,300x200",
    )
    parser.add_argument(
        "--name",
        metavar="PATTERN",
        help="what results are called in a folder, for example '{name}-filtered.png'; {name} and {ext} are those of "
        "the picture, {number} counts from 1 (default '{name}.{ext}')",
    )
    parser.add_argument(
        "--again", action="store_true", help="make results in a folder anew that are newer than picture and recipe"
    )


def run(options: argparse.Namespace) -> Outcome:
    from engine.batch import batch
    from engine.batch_files import PATTERN, targets
    from engine.filters.recipe import Recipe, Step
    from engine.filters.recipe_presets import recipe_file
    from engine.kernels.cache import before_compiling
    from engine.terminal import follow, remark

    before_compiling(lambda: remark(COMPILING))
    recipe_path = recipe_file(options.recipe) if options.recipe else None
    steps = Recipe.load(recipe_path).steps if recipe_path else ()
    recipe = Recipe((*steps, *(Step.parse(text) for text in options.step)))
    sources, several = _sources(options.pictures)
    output = Path(options.output)
    if several or output.is_dir() or options.output.endswith(("/", "\\")):
        destinations = targets(sources, output, options.name or PATTERN)
        _make_folder(output)
    elif options.name:
        raise UsageError(f"--name is for results in a folder; {output} is a file.")
    else:
        destinations = [output]
    result = follow(
        batch(
            recipe,
            sources,
            destinations,
            again=options.again or not several,
            recipe_time=recipe_path.stat().st_mtime if recipe_path else 0.0,
        ),
        _progress,
        lambda report: report.done / report.total,
    )
    if not several and result.failed:
        raise UsageError(result.failed[0][1])
    values = {
        "written": [str(path) for path in result.written],
        "skipped": [str(path) for path in result.skipped],
        "failed": {str(path): reason for path, reason in result.failed},
        "steps": [step.to_plain() for step in recipe.steps],
    }
    lines = [_summary(result, output) if several else f"Wrote {result.written[0]}."]
    complaints = [reason if path.name in reason else f"{path.name}: {reason}" for path, reason in result.failed]
    if complaints:
        complaints.append(f"{len(complaints)} of {len(sources)} pictures could not be filtered.")
    return Outcome(values, lines, complaints, status=1 if complaints else 0)


def _progress(report: BatchReport) -> str:
    from engine.batch import State

    states = [file.state for file in report.files]
    parts = [f"{report.done} of {report.total}"]
    parts += [f"{number} {state.value}" for state in (State.SKIPPED, State.FAILED) if (number := states.count(state))]
    names = [report.files[states.index(State.WORKING)].source.name] if State.WORKING in states else []
    return ", ".join(parts + names)


def _summary(result: BatchResult, output: Path) -> str:
    text = f"Wrote {_count(len(result.written))} to {output}."
    if result.skipped:
        text += f" Skipped {_count(len(result.skipped))} that were finished before; --again makes them anew."
    return text


def _count(pictures: int) -> str:
    return f"{pictures} picture{'' if pictures == 1 else 's'}"


def _sources(names: list[str]) -> tuple[list[Path], bool]:
    """The pictures that were named, folders opened, and whether they are to go to a folder."""
    from engine.batch_files import pictures_in

    paths = [Path(name) for name in names]
    sources = [picture for path in paths for picture in (pictures_in(path) if path.is_dir() else [path])]
    return sources, len(sources) > 1 or paths[0].is_dir()


def _make_folder(path: Path) -> None:
    """Make the folder that results go to where it is missing."""
    from engine.batch_files import make_folder
    from engine.codec import FORMATS

    if path.is_file() or (not path.exists() and path.suffix.lower() in FORMATS):
        raise UsageError(f"Several pictures need a folder to go to; {path} is a file.")
    make_folder(path)
