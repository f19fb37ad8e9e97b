"""A folder of JSON files, one for each thing that has a name: what a person keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from engine.files import write_whole
from engine.params import ParameterError

LONGEST_NAME = 60


def check_name(name: str) -> str:
    """The name of a preset, if it is one. Raises ParameterError."""
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise ParameterError(f"name must have 1 to {LONGEST_NAME} letters in one line; got {name[:80]!r}")
    return name


def json_files(folder: Path) -> list[Path]:
    """The JSON files in a folder; none where there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json" and path.is_file())
    except OSError:
        return []


def read_text(path: Path, largest: int, what: str) -> str:
    """The text of a file of at most `largest` bytes. Raises ParameterError, with no full stop at its end."""
    try:
        with open(path, "rb") as file:
            data = file.read(largest + 1)
        if len(data) > largest:
            raise ParameterError(f"it is too large for a {what}")
        return data.decode("utf-8")
    except OSError as error:
        raise ParameterError(f"it cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise ParameterError("it is not text") from error


def write_preset(folder: Path, name: str, text: str, name_of: Callable[[Path], str], what: str) -> Path:
    """Write a preset into a folder, which is made if needed; return its file.

    The file that holds one of this name already, as `name_of` reads it, is replaced, no other one is. Raises
    ParameterError where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _place(folder, name, name_of, what)
        write_whole(path, text.encode())
    except OSError as error:
        raise ParameterError(f"The {what} cannot be written to {folder}: {error.strerror or error}.") from error
    return path


def names_in(folder: Path, name_of: Callable[[Path], str]) -> frozenset[str]:
    """The names of the presets in a folder, as `name_of` reads them; damaged files have none."""
    return frozenset(name for path in json_files(folder) if (name := _name(path, name_of)) is not None)


def delete_preset(folder: Path, name: str, name_of: Callable[[Path], str], what: str) -> None:
    """Delete every file that holds a preset of this name, as `name_of` reads it. Raises ParameterError where there is
    none, or it stays."""
    found = [path for path in json_files(folder) if _name(path, name_of) == name]
    if not found:
        raise ParameterError(f"There is no {what} of your own called {name!r}; those that are shipped stay.")
    try:
        for path in found:
            path.unlink()
    except OSError as error:
        raise ParameterError(f"The {what} {name!r} cannot be deleted: {error.strerror or error}.") from error


def _name(path: Path, name_of: Callable[[Path], str]) -> str | None:
    """The name of the preset in a file, or None for a damaged one."""
    try:
        return name_of(path)
    except ParameterError:
        return None


def _place(folder: Path, name: str, name_of: Callable[[Path], str], what: str) -> Path:
    """The file that holds a preset of this name already, or else a free one named after it."""
    for path in json_files(folder):
        if _name(path, name_of) == name:
            return path
    stem = re.sub(r"\W+", "-", name.lower()).strip("-") or what
    names = [f"{stem}.json", *(f"{stem}-{number}.json" for number in range(2, 1000))]
    return next(path for name in names if not (path := folder / name).exists())
