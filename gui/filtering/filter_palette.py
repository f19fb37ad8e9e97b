"""A list of all filters, searched while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from engine.filters import FILTERS
from engine.filters.filter import Filter
from gui import theme

GROUP_ICONS = {
    "Edges": "vector-line", "Sharpen": "image-filter-center-focus", "Smooth": "blur", "Rank": "sort-variant",
    "Pooling": "grid", "Custom": "matrix", "Noise": "grain", "Tone": "contrast-circle", "Geometry": "crop-rotate",
}  # fmt: skip
KIND = Qt.ItemDataRole.UserRole


def filter_icon(group: str) -> str:
    """The name of the icon of a filter group."""
    return GROUP_ICONS.get(group, "image-filter-none")


class FilterPalette(QFrame):
    """Pops up below a button; Return or a click picks a filter, Esc closes."""

    picked = Signal(type)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup, objectName="palette")
        self.setFixedSize(PALETTE_SIZE)
        self._search = QLineEdit(placeholderText="Search filters", clearButtonEnabled=True)
        self._search.setAccessibleName("Search filters")
        self._search.textChanged.connect(self._narrow)
        self._search.installEventFilter(self)
        self._list = QListWidget(accessibleName="Filters", iconSize=QSize(20, 20))
        self._list.itemClicked.connect(self._pick)
        self._list.itemActivated.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._search)
        column.addWidget(self._list)
        self._fill()

    def pop_up(self, at: QPoint) -> None:
        """Show the palette with its top right corner at a point of the screen, ready to be typed into."""
        self._search.clear()
        self._narrow("")
        self.move(at - QPoint(self.width(), 0))
        self.show()
        self._search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Return in the search field act on the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        groups: dict[str, list[type[Filter]]] = {}
        for kind in FILTERS.values():
            groups.setdefault(kind.group, []).append(kind)
        for group in sorted(groups, key=lambda name: (*GROUP_ICONS, name).index(name)):
            heading = QListWidgetItem(group)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(heading)
            for kind in groups[group]:
                item = QListWidgetItem(theme.icon(filter_icon(group)), kind.title)
                item.setToolTip(kind.help())
                item.setData(KIND, kind)
                self._list.addItem(item)

    def _narrow(self, text: str) -> None:
        """Show what has the typed words in its name, its group or its help; headings of empty groups go."""
        words = text.lower().split()
        shown_below = False
        for row in range(self._list.count() - 1, -1, -1):
            item = self._list.item(row)
            kind = item.data(KIND)
            if kind is None:
                item.setHidden(not shown_below)
                shown_below = False
            else:
                about = f"{kind.title} {kind.group} {kind.help()}".lower()
                item.setHidden(not all(word in about for word in words))
                shown_below = shown_below or not item.isHidden()
        self._list.setCurrentRow(-1)
        self._step(1)
        shown = [
            row
            for row in range(self._list.count())
            if self._list.item(row).data(KIND) and not self._list.item(row).isHidden()
        ]
        if words and shown:
            self._list.setCurrentRow(min(shown, key=lambda row: self._distance(row, text.lower().strip())))

    def _distance(self, row: int, text: str) -> int:
        """How far a filter is from what was typed: 0 where its name begins so, 1 where it holds it, else 2."""
        title = self._list.item(row).text().lower()
        return 0 if title.startswith(text) else 1 if text in title else 2

    def _step(self, direction: int) -> None:
        """Go to the next shown filter in a direction, if there is one."""
        row = self._list.currentRow() + direction
        while 0 <= row < self._list.count():
            item = self._list.item(row)
            if item.data(KIND) is not None and not item.isHidden():
                self._list.setCurrentRow(row)
                return
            row += direction

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(KIND) is not None and not item.isHidden():
            self.hide()
            self.picked.emit(item.data(KIND))


PALETTE_SIZE = QSize(304, 420)
