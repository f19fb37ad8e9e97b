"""Declared values as Python code, for people who go on in scripts."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable
from typing import Any

from engine.params import Declared, Matrix, Setting, print_number

WIDEST = 100
"""Letters in a table of numbers that is written in one line."""


def declared(value: Declared) -> str:
    """What makes such a value: "Median(size=5)"; settings that have their default are left out."""
    arguments = [
        f"{setting.name}={_literal(setting, its)}"
        for setting in value.settings()
        if (its := getattr(value, setting.name)) != setting.default
    ]
    return call(type(value).__name__, arguments)


def imports(names: dict[str, set[str]]) -> list[str]:
    """The lines that import names from modules."""
    return [f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names)]


def call(name: str, arguments: Iterable[str]) -> str:
    return f"{name}({', '.join(arguments)})"


def text(value: str) -> str:
    """Text in quotes."""
    return json.dumps(value, ensure_ascii=False)


def tuple_of(items: Iterable[str]) -> str:
    items = list(items)
    return f"({', '.join(items)}{',' * (len(items) == 1)})"


def _literal(setting: Setting, value: Any) -> str:
    """A value as Python reads it; of a choice its plain value, which every declared value takes."""
    if setting.type == Matrix:
        rows = [tuple_of(map(print_number, row)) for row in value]
        whole = tuple_of(rows)
        return whole if len(whole) <= WIDEST else "(\n    " + ",\n    ".join(rows) + ",\n)"
    if isinstance(value, enum.Enum | str):
        return text(setting.plain(value))
    return print_number(value) if isinstance(value, float) else repr(value)
