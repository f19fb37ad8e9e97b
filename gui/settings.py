"""What the window remembers between starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

from engine.errors import UserError
from engine.params import Declared

Value = TypeVar("Value", bound=Declared)
RECENT = 10


class Settings:
    """The remembered choices, each read with its type and a default that always works."""

    def __init__(self) -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "neural-darkroom", "window")

    def text(self, name: str, default: str = "") -> str:
        return str(self._store.value(name, default, type=str))

    def set_text(self, name: str, value: str) -> None:
        self._store.setValue(name, value)

    def declared(self, name: str, default: Value) -> Value:
        """The settings that were chosen last."""
        try:
            return type(default).from_plain(json.loads(self.text(name, "null")) or default.to_plain())
        except (ValueError, TypeError, AttributeError, UserError):  # of another version, or edited by hand
            return default

    def set_declared(self, name: str, value: Declared) -> None:
        """Keep the settings for next time."""
        self.set_text(name, json.dumps(value.to_plain()))

    def state(self, name: str) -> QByteArray:
        """A window's geometry or a splitter's state, as Qt saved it; empty where there is none."""
        state = self._store.value(name)
        return state if isinstance(state, QByteArray) else QByteArray()

    def set_state(self, name: str, value: QByteArray) -> None:
        self._store.setValue(name, value)

    def recent(self) -> list[Path]:
        """The pictures opened last that are still there, newest first."""
        paths = self.text("recent").split("\n")
        return [Path(path) for path in paths if path and Path(path).is_file()]

    def add_recent(self, path: Path) -> None:
        path = path.resolve()
        others = [other for other in self.recent() if other != path]
        self.set_text("recent", "\n".join(map(str, [path, *others][:RECENT])))
