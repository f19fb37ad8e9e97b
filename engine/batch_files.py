"""Which files a batch takes, and what its results are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.codec import FORMATS
from engine.errors import UserError
from engine.jobs import Job

PATTERN = "{name}.{ext}"
"""Results are called like their pictures."""


class BatchError(UserError):
    """Pictures that cannot be told where to go."""


def pictures_in(folder: Path) -> list[Path]:
    """The picture files in a folder, by their names' endings, in order. Raises BatchError where there are none."""
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            if path.is_file() and path.suffix.lower() in FORMATS and not path.name.startswith(".")
        )
    except OSError as error:
        raise BatchError(f"The folder {folder} cannot be read: {error.strerror or error}.") from error
    if not found:
        raise BatchError(f"There are no pictures in {folder}.")
    return found


def result_name(source: Path, pattern: str, index: int = 0, count: int = 1) -> str:
    """The name of a result: `{name}` is the name of its picture without the ending, `{ext}` the ending, `{number}` its
    place among `count` pictures, from 1, with leading zeros so that names sort in order.

    Raises BatchError for a pattern that makes no name of a picture file.
    """
    number = str(index + 1).zfill(len(str(count)))
    parts = {"{name}": source.stem, "{ext}": source.suffix[1:], "{number}": number}
    if set(re.findall(r"\{.*?\}", pattern)) - set(parts) or re.search(r"[/\\]", pattern):
        raise BatchError(f"The name {pattern!r} cannot be used; it takes {', '.join(parts)}, and no folders.")
    if not pattern.endswith(".{ext}") and Path(pattern).suffix.lower() not in FORMATS:
        raise BatchError(f"The name {pattern!r} does not say a format; end it in .{{ext}} or {', '.join(FORMATS)}.")
    return re.sub(r"\{.*?\}", lambda found: parts[found[0]], pattern)


def targets(sources: Sequence[Path], folder: Path, pattern: str = PATTERN) -> list[Path]:
    """Where pictures go in a folder, named by a pattern. Raises BatchError where one would overwrite another."""
    chosen: dict[Path, Path] = {}
    originals = {source.resolve() for source in sources}
    for index, source in enumerate(sources):
        target = folder / result_name(source, pattern, index, len(sources))
        if target in chosen:
            raise BatchError(f"{source} and {chosen[target]} would both be written to {target}; rename one of them.")
        if target.resolve() in originals:
            raise BatchError(f"{target} would be overwritten by a result; choose another folder.")
        chosen[target] = source
    return list(chosen)


def gather(paths: Iterable[Path], known: Iterable[Path] = ()) -> Job[tuple[Path, ...]]:
    """The picture files among paths, folders opened, without those that are known already, each once.

    A file is taken whatever its name ends in: that it is no picture is said when it is read. Raises BatchError.
    """
    seen = set(known)
    found: list[Path] = []
    for path in paths:
        yield None
        for picture in pictures_in(path) if path.is_dir() else [path]:
            if picture not in seen:
                seen.add(picture)
                found.append(picture)
    return tuple(found)


def make_folder(path: Path) -> None:
    """Make the folder that results go to where it is missing. Raises BatchError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BatchError(f"The folder {path} cannot be made: {error.strerror or error}.") from error
