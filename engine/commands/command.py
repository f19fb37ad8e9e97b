"""What the headless commands share: how they read their arguments, and what they end in."""

from __future__ import annotations

import argparse
import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from engine.errors import UserError
from engine.params import Declared, ParameterError, Setting

Plan = TypeVar("Plan", bound=Declared)


class UsageError(UserError):
    """A command that was given what it does not take."""


@dataclass(frozen=True)
class Outcome:
    """What a command ends in: `values` for `--json`, `lines` for people, `complaints` about what failed."""

    values: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    status: int = 0


class CommandParser(argparse.ArgumentParser):
    """An argument parser that raises UsageError with one sentence instead of leaving the program."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(f"python main.py {name}", description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[0].upper()}{message[1:]}; {self.prog} --help says what it takes.")

    def add_settings(self, settings: Iterable[Setting], *, title: str = "settings", default: str | None = None) -> None:
        """An option for each declared setting, None where it is not given; `default` is what its help then says."""
        group = self.add_argument_group(title)
        for setting in settings:
            usual = default or f"default {setting.print(setting.default)}"
            group.add_argument(
                f"--{setting.name.replace('_', '-')}",
                metavar=(setting.unit or "VALUE").replace("%", "PERCENT"),
                help=f"{setting.help} ({_values(setting)}{usual})".replace("%", "%%"),
            )


def _values(setting: Setting) -> str:
    """What an option takes, before its default: "from 1 to 100; "."""
    if isinstance(setting.type, type) and issubclass(setting.type, enum.Enum):
        return f"{', '.join(str(choice.value) for choice in setting.type)}; "
    return f"{setting.range.describe()}; " if setting.range else ""


def with_options(plan: Plan, options: argparse.Namespace) -> Plan:
    """A plan with those of its settings changed that were given as options.

    Raises ParameterError, also where a setting was given that has no effect beside the others.
    """
    given = {
        setting.name: setting.parse(text)
        for setting in plan.settings()
        if (text := getattr(options, setting.name, None)) is not None
    }
    changed = replace(plan, **given)
    for name in given:
        setting = plan.setting(name)
        if setting.when is not None and not setting.counts_in(changed):
            option = name.replace("_", "-")
            raise ParameterError(f"--{option} has no effect here: it counts only {setting.when.describe()}")
    return changed


def check_folder(path: Path) -> None:
    """Raise UsageError where a file could not be written, before long work is done for it."""
    if not path.parent.is_dir():
        raise UsageError(f"{path} cannot be written: there is no folder {path.parent}.")
    if path.is_dir():
        raise UsageError(f"{path} cannot be written: it is a folder.")
