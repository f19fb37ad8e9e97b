"""A recipe as a Python script: the same pictures with `engine` alone, for people who go on in code."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.files import write_whole
from engine.filters.filter import Filter
from engine.params import Matrix, ParameterError, Setting, print_number

if TYPE_CHECKING:
    from engine.filters.recipe import Recipe, Step

WIDEST = 100
"""Letters in a table of numbers that is written in one line."""


def to_python(recipe: Recipe) -> str:
    """A script that does what a recipe does, run as `python script.py IN OUT`.

    Steps that are off are left out, and so are settings that have their default.
    """
    steps = [step for step in recipe.steps if step.on]
    lines = [f"image = {_step(step)}(image)" for step in steps]
    title = ", ".join(step.filter.title for step in steps) or "Nothing is changed"
    return "\n".join(
        [
            f'"""{title}: python script.py IN OUT"""',
            "",
            "import sys",
            "",
            *_imports(steps),
            "",
            "image = load(sys.argv[1])",
            *lines,
            "save(image, sys.argv[2])",
            "",
        ]
    )


def save_python(recipe: Recipe, path: Path) -> None:
    """Write the script of a recipe. Raises ParameterError."""
    try:
        write_whole(path, to_python(recipe).encode())
    except OSError as error:
        raise ParameterError(f"The script {path} cannot be written: {error.strerror or error}.") from error


def _imports(steps: list[Step]) -> list[str]:
    names: dict[str, set[str]] = {"engine.image": {"load", "save"}}
    for step in steps:
        names.setdefault(type(step.filter).__module__, set()).add(type(step.filter).__name__)
        if step.is_limited:
            names.setdefault("engine.filters.recipe", set()).update({"Region", "Step"} if step.region else {"Step"})
    return [f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names)]


def _step(step: Step) -> str:
    """What is called with the picture: the filter, or a step that limits it."""
    arguments = [_filter(step.filter)]
    if step.channels:
        arguments.append(f"channels={_tuple(json.dumps(channel.value) for channel in step.channels)}")
    if step.region is not None:
        arguments.append(f"region={_call('Region', [f'{n}={v}' for n, v in step.region.to_plain().items()])}")
    return _call("Step", arguments) if step.is_limited else arguments[0]


def _filter(filter: Filter) -> str:
    arguments = [
        f"{setting.name}={_literal(setting, value)}"
        for setting in filter.settings()
        if (value := getattr(filter, setting.name)) != setting.default
    ]
    return _call(type(filter).__name__, arguments)


def _call(name: str, arguments: list[str]) -> str:
    return f"{name}({', '.join(arguments)})"


def _tuple(items: Iterable[str]) -> str:
    items = list(items)
    return f"({', '.join(items)}{',' * (len(items) == 1)})"


def _literal(setting: Setting, value: Any) -> str:
    """A value as Python reads it; of a choice its plain value, which every filter takes."""
    if setting.type == Matrix:
        rows = [_tuple(map(print_number, row)) for row in value]
        whole = _tuple(rows)
        return whole if len(whole) <= WIDEST else "(\n    " + ",\n    ".join(rows) + ",\n)"
    if isinstance(value, enum.Enum | str):
        return json.dumps(setting.plain(value), ensure_ascii=False)
    return print_number(value) if isinstance(value, float) else repr(value)
