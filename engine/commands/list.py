"""list: what there is, by the names that the other commands take."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.commands.command import CommandParser, Outcome

if TYPE_CHECKING:
    from engine.filters import Filter
    from engine.params import Declared


def declare(parser: CommandParser) -> None:
    parser.add_argument("what", choices=tuple(LISTS), metavar="|".join(LISTS), help="what to list")


def run(options: argparse.Namespace) -> Outcome:
    from engine.terminal import columns

    found = LISTS[options.what]()
    lines = columns([[entry["name"], entry["help"]] for entry in found])
    if options.what in DETAILS:
        detail = DETAILS[options.what]
        lines = [text for line, entry in zip(lines, found, strict=True) for text in (line, *detail(entry))]
    return Outcome({options.what: found}, lines)


def _settings(entry: dict[str, Any]) -> list[str]:
    from engine.terminal import columns

    return columns(
        [["   ", f"{setting['name']}={setting['default']}", setting["help"]] for setting in entry["settings"]]
    )


def _filters() -> list[dict[str, Any]]:
    from engine.filters import FILTERS

    return [
        {
            "name": name,
            "help": kind.help(),
            "settings": _declared(kind),
        }
        for name, kind in sorted(FILTERS.items())
    ]


def _declared(kind: type[Declared]) -> list[dict[str, str]]:
    return [
        {"name": setting.name, "default": setting.print(setting.default), "help": _with_range(setting)}
        for setting in kind.settings()
    ]


def _with_range(setting: Any) -> str:
    return f"{setting.help} ({setting.range.describe()})" if setting.range else setting.help


def _kernels() -> list[dict[str, Any]]:
    from engine.filters.kernel_presets import kernel_presets

    return [preset.to_plain() | {"step": _step(preset.filter())} for preset in kernel_presets()]


def _step(filter: Filter) -> str:
    """A filter as `filter --step` takes it."""
    given = [
        f"{setting.name}={setting.print(value)}"
        for setting in filter.settings()
        if (value := getattr(filter, setting.name)) != setting.default
    ]
    return ":".join([filter.name, *([",".join(given)] if given else [])])


def _typed(entry: dict[str, Any]) -> list[str]:
    return [f'    --step "{entry["step"]}"']


def _networks() -> list[dict[str, Any]]:
    from engine.nn.presets import PRESETS

    return [{"name": name, "help": preset.help, "data": preset.data} for name, preset in PRESETS.items()]


def _datasets() -> list[dict[str, Any]]:
    from engine.data import DATASETS

    return [
        {
            "name": name,
            "help": f"{info.help}; {info.size} ({info.licence})",
            "licence": info.licence,
            "settings": _declared(info.plan) if info.plan else [],
        }
        for name, info in DATASETS.items()
    ]


def _recipes() -> list[dict[str, Any]]:
    from engine.filters.recipe_presets import recipe_presets

    return [{"name": name, "help": help} for name, help in recipe_presets().items()]


LISTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "filters": _filters,
    "kernels": _kernels,
    "networks": _networks,
    "datasets": _datasets,
    "recipes": _recipes,
}
DETAILS = {"filters": _settings, "kernels": _typed, "datasets": _settings}
"""What stands below each line of a list."""
