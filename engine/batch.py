"""A recipe over many pictures; one bad file does not stop the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.codec import FORMATS
from engine.errors import UserError
from engine.filters.recipe import Recipe
from engine.image import load, save
from engine.jobs import Job


class BatchError(UserError):
    """Pictures that cannot be told where to go."""


@dataclass(frozen=True)
class BatchReport:
    """Which picture is next, counted from 0, and of how many."""

    done: int
    total: int
    name: str


@dataclass(frozen=True)
class BatchResult:
    """What was written, and which pictures could not be filtered, with the reason in one sentence."""

    written: tuple[Path, ...]
    failed: tuple[tuple[Path, str], ...]


def pictures_in(folder: Path) -> list[Path]:
    """The picture files in a folder, by their names' endings, in order. Raises BatchError where there are none."""
    found = sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in FORMATS and not path.name.startswith(".")
    )
    if not found:
        raise BatchError(f"There are no pictures in {folder}.")
    return found


def targets(sources: Sequence[Path], folder: Path) -> list[Path]:
    """Where pictures go in a folder, under their own names. Raises BatchError where one would overwrite another."""
    chosen: dict[Path, Path] = {}
    originals = {source.resolve() for source in sources}
    for source in sources:
        target = folder / source.name
        if target in chosen:
            raise BatchError(f"{source} and {chosen[target]} would both be written to {target}; rename one of them.")
        if target.resolve() in originals:
            raise BatchError(f"{target} would be overwritten by its own result; choose another folder.")
        chosen[target] = source
    return list(chosen)


def batch(recipe: Recipe, sources: Sequence[Path], destinations: Sequence[Path]) -> Job[BatchResult]:
    """Filter each source picture and write it to its destination; yield a `BatchReport` before each."""
    written: list[Path] = []
    failed: list[tuple[Path, str]] = []
    for number, (source, destination) in enumerate(zip(sources, destinations, strict=True)):
        yield BatchReport(number, len(sources), source.name)
        try:
            image = load(source)
            for step in recipe.steps:
                image = step(image)
                yield None
            save(image, destination)
            written.append(destination)
        except UserError as error:
            failed.append((source, str(error)))
    return BatchResult(tuple(written), tuple(failed))
