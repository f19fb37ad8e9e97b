"""A recipe: filters in the order in which they are applied; kept as JSON, replayed on any picture."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

from engine.files import write_whole
from engine.filters.filter import Filter, find_filter
from engine.image import Image
from engine.kernels.cache import healing
from engine.params import ParameterError


@dataclass(frozen=True)
class Step:
    """One filter of a recipe; it may be switched off without being removed."""

    filter: Filter
    on: bool = True

    def __call__(self, image: Image) -> Image:
        return healing(partial(self.filter, image)) if self.on else image

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a step as it is typed on the command line: `NAME` or `NAME:key=value,...`. Raises ParameterError."""
        name, _, settings = text.partition(":")
        kind = find_filter(name)
        values = {}
        for part in filter(None, settings.split(",")):
            key, equals, value = part.partition("=")
            if not equals:
                raise ParameterError(f"{part!r} in {text!r} is not a setting; write it as key=value.")
            setting = kind.setting(key.strip())
            values[setting.name] = setting.parse(value)
        return cls(kind(**values))

    def to_plain(self) -> dict[str, Any]:
        return {"filter": self.filter.name, "settings": self.filter.to_plain(), "on": self.on}

    @classmethod
    def from_plain(cls, plain: Any) -> Self:
        """Build from what `to_plain` gave. Raises ParameterError."""
        if not isinstance(plain, dict) or not isinstance(plain.get("filter"), str):
            raise ParameterError("Each step of a recipe is an object that names its filter.")
        kind = find_filter(plain["filter"])
        settings, on = plain.get("settings", {}), plain.get("on", True)
        if not isinstance(settings, dict) or not isinstance(on, bool):
            raise ParameterError(f"The step {plain['filter']!r} of the recipe has settings that make no sense.")
        return cls(kind.from_plain(settings), on)


@dataclass(frozen=True)
class Recipe:
    """An ordered tuple of steps; calling it applies them one after the other."""

    steps: tuple[Step, ...] = field(default=())

    def __call__(self, image: Image) -> Image:
        for step in self.steps:
            image = step(image)
        return image

    def to_json(self) -> str:
        return json.dumps({"recipe": 1, "steps": [step.to_plain() for step in self.steps]}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote. Raises ParameterError for anything else."""
        try:
            plain = json.loads(text)
        except ValueError as error:
            raise ParameterError(f"The recipe is not JSON: {error}.") from error
        if not isinstance(plain, dict) or plain.get("recipe") != 1 or not isinstance(plain.get("steps"), list):
            raise ParameterError('The recipe is not one of ours: it must be {"recipe": 1, "steps": [...]}.')
        return cls(tuple(Step.from_plain(step) for step in plain["steps"]))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a recipe file. Raises ParameterError."""
        path = Path(path)
        try:
            return cls.from_json(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ParameterError(f"The recipe {path.name} cannot be read: {error}.") from error

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a recipe file. Raises ParameterError."""
        try:
            write_whole(Path(path), self.to_json().encode())
        except OSError as error:
            raise ParameterError(f"The recipe {path} cannot be written: {error.strerror or error}.") from error
