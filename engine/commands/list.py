"""list: what there is, by the names that the other commands take."""

from __future__ import annotations

import argparse
from typing import Any

from engine.commands.command import CommandParser, Outcome


def declare(parser: CommandParser) -> None:
    parser.add_argument("what", choices=("filters", "networks", "datasets"), help="what to list")


def run(options: argparse.Namespace) -> Outcome:
    from engine.terminal import columns

    found: list[dict[str, Any]] = {"filters": _filters, "networks": _networks, "datasets": _datasets}[options.what]()
    lines = columns([[entry["name"], entry["help"]] for entry in found])
    if options.what == "filters":
        lines = [text for line, entry in zip(lines, found, strict=True) for text in (line, *_settings(entry))]
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
            "settings": [
                {"name": setting.name, "default": setting.print(setting.default), "help": _with_range(setting)}
                for setting in kind.settings()
            ],
        }
        for name, kind in sorted(FILTERS.items())
    ]


def _with_range(setting: Any) -> str:
    return f"{setting.help} ({setting.range.describe()})" if setting.range else setting.help


def _networks() -> list[dict[str, Any]]:
    from engine.nn.presets import PRESETS

    return [{"name": name, "help": preset.help} for name, preset in PRESETS.items()]


def _datasets() -> list[dict[str, Any]]:
    from engine.data import DATASETS

    return [
        {"name": name, "help": f"{info.help}; {info.size}", "licence": info.licence} for name, info in DATASETS.items()
    ]
