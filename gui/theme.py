"""The look: two palettes, one accent, one font, and the style sheet built from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication

from engine.editing.signed import Colour

Item = TypeVar("Item", bound=QAction | QAbstractButton)

ASSETS = Path(__file__).resolve().parent.parent / "assets"


@dataclass(frozen=True)
class Theme:
    """The colours of one look. Surfaces are neutral grey, so that pictures are judged on no colour."""

    name: str
    canvas: str  # behind pictures
    window: str  # rail, bars
    panel: str  # settings
    raised: str  # cards, fields, buttons
    line: str  # hairlines
    text: str
    quiet: str  # secondary text
    faint: str  # disabled text
    accent: str  # the safelight of a darkroom
    on_accent: str
    second: str  # the other curve of a plot
    third: str
    error: str


DARK = Theme(
    name="dark", canvas="#181818", window="#1f1f1f", panel="#262626", raised="#333333", line="#3d3d3d",
    text="#e8e8e8", quiet="#a8a8a8", faint="#6e6e6e", accent="#ff7a45", on_accent="#1d0d05",
    second="#5aa9e6", third="#8fce8a", error="#ff6b6b",
)  # fmt: skip
LIGHT = Theme(
    name="light", canvas="#c9c9c9", window="#e4e4e4", panel="#f2f2f2", raised="#ffffff", line="#cfcfcf",
    text="#1c1c1c", quiet="#5a5a5a", faint="#9c9c9c", accent="#c8430f", on_accent="#ffffff",
    second="#1f6fb2", third="#2f7d33", error="#b3261e",
)  # fmt: skip

SPACE = 8
"""The grid, in pixels: every margin and gap is a multiple of it or half of it."""

_current = DARK


def current() -> Theme:
    """The theme in force."""
    return _current


def sign_colours() -> tuple[Colour, Colour, Colour]:
    """The colours of negative numbers, of zero and of positive ones."""
    return _rgb(_current.second), _rgb(_current.raised), _rgb(_current.accent)


def apply(application: QApplication, name: str = "system") -> None:
    """Put the theme `name` ("dark", "light" or "system") on the whole application."""
    global _current
    dark_system = QGuiApplication.styleHints().colorScheme() != Qt.ColorScheme.Light
    _current = LIGHT if name == "light" or (name == "system" and not dark_system) else DARK
    application.setStyle("Fusion")
    application.setPalette(_palette(_current))
    application.setFont(_font())
    application.setStyleSheet(_style_sheet(_current))
    qtawesome.reset_cache()
    for widget in application.allWidgets():
        for item in (widget, *widget.actions()):
            if isinstance(item, QAbstractButton | QAction) and (drawn := item.property("icon name")):
                with_icon(item, drawn)


def icon(name: str, *, colour: str | None = None) -> QIcon:
    """An icon of the one set in use (Material Design), in the text colours of the theme; accent when switched on."""
    theme = _current
    return qtawesome.icon(
        f"mdi6.{name}",
        color=colour or theme.text,
        color_disabled=theme.faint,
        color_on=colour or theme.accent,
        color_on_active=colour or theme.accent,
    )


def with_icon(item: Item, name: str) -> Item:
    """Give a button or an action an icon that follows the theme."""
    item.setProperty("icon name", name)
    item.setIcon(icon(name, colour=_current.on_accent if item.property("primary") else None))
    return item


def numbers_font(size: int | None = None) -> QFont:
    """The font with figures of equal width, for numbers that change or stand in columns."""
    font = _font()
    font.setFeature(QFont.Tag("tnum"), 1)
    if size is not None:
        font.setPixelSize(size)
    return font


def _rgb(name: str) -> Colour:
    colour = QColor(name)
    return colour.red(), colour.green(), colour.blue()


def _font() -> QFont:
    if "Inter" not in QFontDatabase.families():
        for file in sorted((ASSETS / "fonts").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(file))
    font = QFont("Inter")
    font.setPixelSize(13)
    return font


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.raised,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.faint,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Mid: theme.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return palette


def _style_sheet(theme: Theme) -> str:
    text = (ASSETS / "style.qss").read_text("utf-8").replace("@icons", (ASSETS / "icons").as_posix())
    for field in sorted(theme.__dataclass_fields__, key=len, reverse=True):
        text = text.replace(f"@{field}", getattr(theme, field))
    return text
