"""Settings that are declared once: checked, parsed, printed and listed from the same declaration.

A filter, a layer or a plan is a frozen dataclass that inherits `Declared` and whose fields come from `param`.
The form in the window, the command line, the recipe file and the documentation are derived from it.
"""

from __future__ import annotations

import dataclasses
import enum
import math
import typing
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Self

from engine.errors import UserError

Matrix = tuple[tuple[float, ...], ...]
"""A small table of numbers, row by row: the weights of a kernel."""


YES, NO = ("yes", "on", "true", "1"), ("no", "off", "false", "0")


class ParameterError(UserError, ValueError):
    """A setting has a value outside what it was declared to take."""


def print_number(number: float) -> str:
    """The shortest text that reads back as the same number: "3", "0.1", "1e-07"."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number)) if number or math.copysign(1, number) > 0 else "-0"
    return repr(number)


@dataclass(frozen=True)
class Range:
    """The numbers from `low` to `high`, both included; `step` is what one click of a control changes.

    `logarithmic` says that people think of the value in ratios (a learning rate), so a slider should too.
    """

    low: float
    high: float
    step: float | None = None
    logarithmic: bool = False

    def contains(self, value: float) -> bool:
        return self.low <= value <= self.high

    def describe(self) -> str:
        return f"from {print_number(self.low)} to {print_number(self.high)}"


@dataclass(frozen=True)
class Odd(Range):
    """The odd whole numbers from `low` to `high`: sizes of windows that have a centre."""

    step: float | None = 2

    def contains(self, value: float) -> bool:
        return super().contains(value) and value % 2 == 1

    def describe(self) -> str:
        return f"odd, {super().describe()}"


@dataclass(frozen=True)
class When:
    """A setting counts only while another one of the same value is one of `values`; or, without any, is not zero."""

    name: str
    values: tuple[Any, ...] = ()

    def holds(self, declared: Declared) -> bool:
        value = getattr(declared, self.name)
        return value in self.values if self.values else bool(value)

    def describe(self) -> str:
        """What follows "only": "with optimizer momentum or nesterov", "with elastic above 0", "without normalise"."""
        if self.values == (False,):
            return f"without {self.name.replace('_', ' ')}"
        values = " or ".join(str(getattr(value, "value", value)) for value in self.values)
        return f"with {self.name.replace('_', ' ')} {values or 'above 0'}"


@dataclass(frozen=True)
class Setting:
    """One declared setting: its name, type, default, help, range and unit, and when it counts (None for always)."""

    name: str
    type: Any
    default: Any
    help: str
    range: Range | None
    unit: str
    when: When | None = None

    @property
    def label(self) -> str:
        """The name as a person reads it: `learning_rate` becomes "Learning rate"."""
        return self.name.replace("_", " ").capitalize()

    def counts_in(self, declared: Declared) -> bool:
        """Whether the setting has an effect beside the others of a value: what it depends on must have one too."""
        if self.when is None:
            return True
        return self.when.holds(declared) and declared.setting(self.when.name).counts_in(declared)

    def check(self, value: Any) -> Any:
        """Return `value` in the declared type. Raises ParameterError where it does not fit."""
        converted = self._converted(value)
        if self.range is not None and not self.range.contains(converted):
            raise ParameterError(f"{self.name} must be {self.range.describe()}; got {self.print(converted)}")
        return converted

    def parse(self, text: str) -> Any:
        """Read a value as it is typed on the command line. Raises ParameterError."""
        if self.type is str:
            return self.check(text)
        text = text.strip()
        if self.type is bool:
            return self.check(True if text.lower() in YES else False if text.lower() in NO else text)
        if self.type == Matrix:
            return self.check([row.replace(",", " ").split() for row in text.split(";")])
        return self.check(text)

    def print(self, value: Any) -> str:
        """Write a value so that `parse` reads it back."""
        if isinstance(value, enum.Enum):
            return str(value.value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if self.type == Matrix:
            return ";".join(" ".join(map(print_number, row)) for row in value)
        return print_number(value) if isinstance(value, float) else str(value)

    def brief(self, value: Any) -> str:
        """Write a value for a person in a few characters; of a table only its size."""
        return f"{len(value)} × {len(value[0])}" if self.type == Matrix else self.print(value)

    def plain(self, value: Any) -> Any:
        """The value as JSON knows it; `check` takes it back."""
        return value.value if isinstance(value, enum.Enum) else value

    def _converted(self, value: Any) -> Any:
        if isinstance(self.type, type) and issubclass(self.type, enum.Enum):
            return self._choice(value)
        if self.type == Matrix:
            return self._matrix(value)
        if self.type is bool:
            if not isinstance(value, bool):
                raise ParameterError(f"{self.name} must be yes or no; got {value!r}")
            return value
        if self.type is str:
            if not isinstance(value, str):
                raise ParameterError(f"{self.name} must be a text; got {value!r}")
            return value
        return self._whole(value) if self.type is int else self._number(value)

    def _choice(self, value: Any) -> enum.Enum:
        try:
            return self.type(value)
        except ValueError:
            choices = ", ".join(str(choice.value) for choice in self.type)
            raise ParameterError(f"{self.name} must be one of {choices}; got {value!r}") from None

    def _whole(self, value: Any) -> int:
        number = self._number(value)
        if number != int(number):
            raise ParameterError(f"{self.name} must be a whole number; got {value!r}")
        try:
            return int(value)  # exact where a float is not, beyond 2**53
        except ValueError:  # "5.0", "10/2"
            return int(number)

    def _number(self, value: Any) -> float:
        try:
            if isinstance(value, bool):
                raise ValueError
            number = float(Fraction(value)) if isinstance(value, str) and "/" in value else float(value)
            if not math.isfinite(number):
                raise ValueError
        except (TypeError, ValueError, ZeroDivisionError, OverflowError):
            raise ParameterError(f"{self.name} must be a number; got {value!r}") from None
        return number

    def _matrix(self, value: Any) -> Matrix:
        try:
            if isinstance(value, str):
                raise TypeError
            rows = tuple(tuple(self._number(cell) for cell in row) for row in value)
        except TypeError:
            raise ParameterError(f"{self.name} must be a table of numbers; got {value!r}") from None
        if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
            raise ParameterError(f"{self.name} must be a table whose rows are equally long")
        if len(rows) > 31 or len(rows[0]) > 31:
            raise ParameterError(
                f"{self.name} must have at most 31 rows and columns; got {len(rows)} by {len(rows[0])}"
            )
        return rows


def param(default: Any, help: str, *, range: Range | None = None, unit: str = "", when: When | None = None) -> Any:
    """Declare a setting as a dataclass field: its default, one line of help, the range it takes, its unit and when it
    counts, if not always."""
    return dataclasses.field(default=default, metadata={"help": help, "range": range, "unit": unit, "when": when})


def same_param(declared: type[Declared], name: str) -> Any:
    """Declare a setting as another value has it."""
    setting = declared.setting(name)
    return param(setting.default, setting.help, range=setting.range, unit=setting.unit, when=setting.when)


@dataclass(frozen=True)
class Declared:
    """A value made of declared settings. Every instance that exists has passed its checks."""

    def __post_init__(self) -> None:
        for setting in self.settings():
            object.__setattr__(self, setting.name, setting.check(getattr(self, setting.name)))

    @classmethod
    @cache
    def settings(cls) -> tuple[Setting, ...]:
        """The declared settings, in the order in which they were written."""
        types = typing.get_type_hints(cls)
        return tuple(
            Setting(field.name, types[field.name], field.default, **field.metadata)
            for field in dataclasses.fields(cls)
            if "help" in field.metadata
        )

    @classmethod
    def setting(cls, name: str) -> Setting:
        """The setting called `name`. Raises ParameterError, naming those there are."""
        for setting in cls.settings():
            if setting.name == name.replace("-", "_"):
                return setting
        names = ", ".join(setting.name for setting in cls.settings()) or "no settings"
        raise ParameterError(f"{cls.__name__} has no setting {name!r}; it has {names}")

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Self:
        """Build from what `to_plain` gave. Raises ParameterError for unknown names and bad values."""
        return cls(**{cls.setting(name).name: value for name, value in values.items()})

    def to_plain(self) -> dict[str, Any]:
        """The settings as JSON knows them."""
        return {setting.name: setting.plain(getattr(self, setting.name)) for setting in self.settings()}

    def describe(self) -> str:
        """The settings that differ from their defaults, in one line: "size 5, border wrap"."""
        return ", ".join(
            f"{setting.name.replace('_', ' ')} {setting.brief(value)}{setting.unit and ' ' + setting.unit}"
            for setting in self.settings()
            if (value := getattr(self, setting.name)) != setting.default
        )
