"""A list of all filters with what each makes of the picture, searched while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHideEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine.filters import FILTERS
from engine.filters.filter import Filter
from engine.filters.recipe import Recipe, Step
from engine.image import Image
from gui import theme
from gui.elided import draw_elided
from gui.filtering.thumbnails import Thumbnails, draw_thumbnail

GROUP_ICONS = {
    "Edges": "vector-line", "Sharpen": "image-filter-center-focus", "Smooth": "blur", "Rank": "sort-variant",
    "Pooling": "grid", "Custom": "matrix", "Noise": "grain", "Tone": "contrast-circle", "Geometry": "crop-rotate",
}  # fmt: skip
KIND = Qt.ItemDataRole.UserRole
ROW_HEIGHT, HEADING_HEIGHT = 60, 32
TILE = QSize(72, 48)
WIDTH, LOWEST, HIGHEST = 392, 360, 640
VCENTER = Qt.AlignmentFlag.AlignVCenter


def filter_icon(group: str) -> str:
    """The name of the icon of a filter group."""
    return GROUP_ICONS.get(group, "image-filter-none")


DEFAULTS = {kind.name: Recipe((Step(kind()),)) for kind in FILTERS.values()}
"""By the name of each filter, the recipe that it is by itself as it comes."""


class _Entry(QStyledItemDelegate):
    """Paints a filter: a thumbnail of the picture under its defaults, its name, what it does; or a group's name."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW_HEIGHT if index.data(KIND) else HEADING_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        kind: type[Filter] | None = index.data(KIND)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if kind is None:
            font = QFont(painter.font())
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(theme.current().quiet))
            painter.drawText(option.rect.adjusted(8, 8, 0, 0), VCENTER, index.data())
        else:
            self._paint_filter(painter, option.rect.adjusted(0, 1, -1, -1), kind, option.state)
        painter.restore()

    def _paint_filter(self, painter: QPainter, rect: QRect, kind: type[Filter], state: QStyle.StateFlag) -> None:
        look = theme.current()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(QPen(QColor(look.accent), 1) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.raised))
            painter.drawRoundedRect(rect, 6, 6)
        tile = QRect(rect.left() + 6, rect.center().y() - TILE.height() // 2 + 1, TILE.width(), TILE.height())
        draw_thumbnail(painter, tile, self._thumbnails.find(DEFAULTS[kind.name]), filter_icon(kind.group))
        words = rect.adjusted(6 + TILE.width() + 12, 5, -8, -4)
        painter.setPen(QColor(look.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, kind.title)
        painter.setPen(QColor(look.quiet))
        painter.setFont(theme.numbers_font(11))
        draw_elided(painter, words.adjusted(0, 19, 0, 0), kind.help(), 2)


class FilterPalette(QFrame):
    """Pops up below a button; Return or a click picks a filter, Esc closes."""

    picked = Signal(type)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup, objectName="palette")
        self._around = parent
        self._thumbnails = thumbnails
        self._search = QLineEdit(placeholderText="Search filters", clearButtonEnabled=True)
        self._search.setAccessibleName("Search filters")
        self._search.setToolTip("Words of the name, the group or what the filter does")
        self._search.textChanged.connect(self._narrow)
        self._search.installEventFilter(self)
        self._list = QListWidget(accessibleName="Filters", mouseTracking=True, toolTip="A click adds a filter")
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setItemDelegate(_Entry(thumbnails, self))
        self._list.itemClicked.connect(self._pick)
        self._list.itemActivated.connect(self._pick)
        thumbnails.changed.connect(self._list.viewport().update)
        self._nothing = QLabel(objectName="quiet", alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._hint = QLabel("↑ ↓ choose    ·    Return adds    ·    Esc closes", objectName="quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        for widget, stretch in ((self._search, 0), (self._list, 1), (self._nothing, 1), (self._hint, 0)):
            column.addWidget(widget, stretch)
        self._fill()

    def pop_up(self, at: QPoint, image: Image | None) -> None:
        """Show the palette with its top right corner at a point of the screen, ready to be typed into."""
        self._thumbnails.want(image, DEFAULTS.values())
        self._search.clear()
        self._narrow("")
        self._list.scrollToTop()
        below = self._around.window().frameGeometry().bottom() - at.y() - theme.SPACE
        self.setFixedSize(WIDTH, max(LOWEST, min(HIGHEST, below)))
        self.move(at - QPoint(self.width(), 0))
        self.show()
        self._search.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._thumbnails.stop()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Return in the search field act on the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
            if by := steps.get(Qt.Key(event.key())):
                for _ in range(abs(by)):
                    self._step(1 if by > 0 else -1)
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
                item = QListWidgetItem(kind.title)
                item.setToolTip(kind.help())
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind.title}: {kind.help()}")
                item.setData(KIND, kind)
                self._list.addItem(item)

    def _narrow(self, text: str) -> None:
        """Show what has the typed words in its name, its group or its help; headings of empty groups go."""
        words = text.lower().split()
        shown: list[int] = []
        shown_below = False
        for row in range(self._list.count() - 1, -1, -1):
            item = self._list.item(row)
            kind = item.data(KIND)
            if kind is None:
                item.setHidden(not shown_below)
                shown_below = False
                continue
            about = f"{kind.title} {kind.group} {kind.help()}".lower()
            if all(word in about for word in words):
                shown.insert(0, row)
                shown_below = True
            item.setHidden(row not in shown[:1])
        self._list.setCurrentRow(min(shown, key=lambda row: self._distance(row, text.lower().strip()), default=-1))
        self._list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._nothing.setText(f"No filter is called “{text.strip()}” or says so of itself.")

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
