"""A page of the Dream workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Page:
    """Its name and icon in the bar, what it is for, its view, the settings beside it, what stays below these, and what
    Ctrl+Return and Ctrl+R do on it."""

    title: str
    icon: str
    tip: str
    view: QWidget
    panel: QWidget
    foot: QWidget
    toggle: Callable[[], None]
    start: Callable[[], None]
