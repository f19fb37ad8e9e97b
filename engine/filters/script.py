"""A recipe as a Python script: the same pictures with `engine` alone, for people who go on in code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine import python_code
from engine.files import write_whole
from engine.params import ParameterError

if TYPE_CHECKING:
    from engine.filters.recipe import Recipe, Step


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
    return python_code.imports(names)


def _step(step: Step) -> str:
    """What is called with the picture: the filter, or a step that limits it."""
    arguments = [python_code.declared(step.filter)]
    if step.channels:
        channels = python_code.tuple_of(python_code.text(channel.value) for channel in step.channels)
        arguments.append(f"channels={channels}")
    if step.region is not None:
        region = python_code.call("Region", [f"{name}={value}" for name, value in step.region.to_plain().items()])
        arguments.append(f"region={region}")
    return python_code.call("Step", arguments) if step.is_limited else arguments[0]
