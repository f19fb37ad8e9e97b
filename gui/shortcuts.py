"""The keys that a page answers to, listed from its menus."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui import theme

COLUMNS = 2


def shortcuts(bar: QMenuBar) -> dict[str, list[tuple[str, list[str]]]]:
    """By menu: the name of each action that has keys, and the keys as this system writes them."""
    found = {
        menu.text().replace("&", ""): [(action.iconText(), _keys(action)) for action in _actions(menu)]
        for menu in bar.actions()
    }
    return {menu: listed for menu, listed in found.items() if listed}


def _actions(menu: QAction) -> Iterator[QAction]:
    inner = menu.menu()
    for action in inner.actions() if isinstance(inner, QMenu) else ():
        if action.menu() is not None:
            yield from _actions(action)
        elif action.shortcuts():
            yield action


def _keys(action: QAction) -> list[str]:
    return [keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts() if not keys.isEmpty()]


class ShortcutsDialog(QDialog):
    """Lists the shortcuts of the page that is seen, menu by menu; Esc closes."""

    def __init__(self, bar: QMenuBar, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Shortcuts of the {page} workspace")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sections = shortcuts(bar)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        columns.setSpacing(6 * theme.SPACE)
        for share in _shared(sections, COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(3 * theme.SPACE)
            for menu in share:
                column.addLayout(_section(menu, sections[menu]))
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea(widgetResizable=True, objectName="shortcuts")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        height = inner.sizeHint().height() + 2
        room = parent.window().height() - 4 * theme.SPACE if parent is not None else height
        self.resize(max(680, inner.sizeHint().width() + 16), min(height, room))


def _shared(sections: dict[str, list], count: int) -> list[list[str]]:
    """The menus in their order, dealt to columns that are about equally long."""
    heights = {menu: len(listed) + 2 for menu, listed in sections.items()}
    columns: list[list[str]] = [[] for _ in range(count)]
    half, used, column = sum(heights.values()) / count, 0.0, 0
    for menu, height in heights.items():
        if column < count - 1 and used and used + height / 2 > half:
            column, used = column + 1, 0.0
        columns[column].append(menu)
        used += height
    return columns


def _section(menu: str, listed: list[tuple[str, list[str]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * theme.SPACE)
    grid.setVerticalSpacing(theme.SPACE // 2)
    grid.setColumnStretch(0, 1)
    grid.addWidget(QLabel(menu, objectName="heading"), 0, 0, 1, 2)
    grid.setRowMinimumHeight(0, 3 * theme.SPACE)
    for row, (name, keys) in enumerate(listed, start=1):
        grid.addWidget(QLabel(name), row, 0)
        caps = QHBoxLayout()
        caps.setSpacing(theme.SPACE // 2)
        caps.addStretch(1)
        for key in keys:
            caps.addWidget(QLabel(key, objectName="key"))
        grid.addLayout(caps, row, 1)
    return grid
