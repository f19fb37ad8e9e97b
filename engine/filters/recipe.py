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
from engine.filters.limit import Channel, Region, checked_channels, limited
from engine.filters.script import to_python
from engine.image import Image
from engine.kernels.cache import healing
from engine.params import ParameterError

__all__ = ["Channel", "Recipe", "Region", "Step", "to_python"]


@dataclass(frozen=True)
class Step:
    """One filter of a recipe; it may be switched off without being removed.

    It may be limited to `channels` (none named: what the filter does by itself) and to a `region`; see `limited`.
    Raises ParameterError for channels that there are not.
    """

    filter: Filter
    on: bool = True
    channels: tuple[Channel, ...] = ()
    region: Region | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "channels", checked_channels(self.channels))

    @property
    def is_limited(self) -> bool:
        return bool(self.channels) or self.region is not None

    def __call__(self, image: Image) -> Image:
        """The picture after the step. Raises ParameterError where a limit does not fit the picture or the filter."""
        if not self.on:
            return image
        if self.is_limited:
            return healing(partial(limited, self.filter, image, self.channels, self.region))
        return healing(partial(self.filter, image))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a step as it is typed on the command line: `NAME[:key=value,...][@CHANNEL[+...]][@REGION]`.

        `median:size=5@red+green@10,20,300x200` is a median of the red and green in the 300 × 200 pixels that begin
        10 from the left and 20 from the top. Raises ParameterError.
        """
        called, *limits = text.split("@")
        name, _, settings = called.partition(":")
        kind = find_filter(name)
        values = {}
        for part in filter(None, settings.split(",")):
            key, equals, value = part.partition("=")
            if not equals:
                raise ParameterError(f"{part!r} in {text!r} is not a setting; write it as key=value.")
            setting = kind.setting(key.strip())
            values[setting.name] = setting.parse(value)
        regions = [limit for limit in limits if any(map(str.isdigit, limit))]
        channels = [limit for limit in limits if limit not in regions]
        if len(regions) > 1 or len(channels) > 1:
            raise ParameterError(f"{text!r} has two limits of a kind; write channels as @red+green and one region.")
        names = [name.strip().lower() for limit in channels for name in limit.split("+")]
        region = Region.parse(regions[0]) if regions else None
        return cls(kind(**values), channels=checked_channels(names), region=region)

    def to_plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"filter": self.filter.name, "settings": self.filter.to_plain(), "on": self.on}
        if self.channels:
            plain["channels"] = [channel.value for channel in self.channels]
        if self.region is not None:
            plain["region"] = self.region.to_plain()
        return plain

    @classmethod
    def from_plain(cls, plain: Any) -> Self:
        """Build from what `to_plain` gave. Raises ParameterError."""
        if not isinstance(plain, dict) or not isinstance(plain.get("filter"), str):
            raise ParameterError("Each step of a recipe is an object that names its filter.")
        kind = find_filter(plain["filter"])
        settings, on, region = plain.get("settings", {}), plain.get("on", True), plain.get("region")
        if not isinstance(settings, dict) or not isinstance(on, bool) or not isinstance(region, dict | None):
            raise ParameterError(f"The step {plain['filter']!r} of the recipe has settings that make no sense.")
        return cls(
            kind.from_plain(settings),
            on,
            plain.get("channels", ()),
            None if region is None else Region.from_plain(region),
        )


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
        except (ValueError, RecursionError) as error:
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
