"""What a page shows while there is nothing to show: what to do next, as buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import theme

WIDTH = 440


class EmptyState(QWidget):
    """An icon, a heading, a sentence, and buttons by their text; the first one is the suggested one."""

    def __init__(
        self, icon: str, heading: str, text: str, ways_on: Mapping[str, Callable[[], object]], width: int = WIDTH
    ) -> None:
        super().__init__()
        self._icon_name = icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        title = QLabel(heading, objectName="figure", alignment=Qt.AlignmentFlag.AlignCenter)
        words = QLabel(text, objectName="empty", alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        words.ensurePolished()
        words.setFixedSize(width, words.heightForWidth(width))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addStretch(1)
        for place, (name, do) in enumerate(ways_on.items()):
            button = QPushButton(name, toolTip=text)
            button.setProperty("primary", place == 0)
            button.clicked.connect(lambda _=False, do=do: do())
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.SPACE)
        column.addStretch(2)
        for widget in (self._icon, title):
            column.addWidget(widget)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        column.addStretch(3)
        self._paint_icon()

    def _paint_icon(self) -> None:
        self._icon.setPixmap(theme.icon(self._icon_name, colour=theme.current().accent).pixmap(56, 56))
