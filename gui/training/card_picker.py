"""A list of cards that pops up beside the panel, to choose one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.training.card import Card, draw_card
from gui.training.samples import Samples

CARD = Qt.ItemDataRole.UserRole
WIDTH, ROW_HEIGHT = 432, 80
MOST_SHOWN = 8


class _Entry(QStyledItemDelegate):
    def __init__(self, samples: Samples | None, parent: QObject) -> None:
        super().__init__(parent)
        self._samples = samples

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card: Card = index.data(CARD)
        draw_card(
            painter,
            option.rect.adjusted(0, 1, 0, -1),
            card,
            self._samples,
            marked=bool(option.state & QStyle.StateFlag.State_Selected),
            hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
        )


class CardPicker(QFrame):
    """Pops up over the canvas; a click or Return picks a card, Esc closes. `picked` carries the card's key."""

    picked = Signal(str)

    def __init__(self, name: str, parent: QWidget, samples: Samples | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup, objectName="palette")
        self.list = QListWidget(accessibleName=name, mouseTracking=True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Entry(samples, self))
        self.list.itemClicked.connect(self._pick)
        self.list.itemActivated.connect(self._pick)
        if samples is not None:
            samples.changed.connect(self.list.viewport().update)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.addWidget(self.list)

    @property
    def cards(self) -> list[Card]:
        return [self.list.item(row).data(CARD) for row in range(self.list.count())]

    def pop_up(self, cards: Sequence[Card], chosen: str, below: QWidget) -> None:
        """Show cards with the right edge at that of a widget, beneath it or where there is room."""
        self.list.clear()
        for card in cards:
            item = QListWidgetItem(card.title)
            item.setData(CARD, card)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, card.spoken)
            item.setToolTip(f"{card.about}\n{card.fault or card.facts}".strip())
            self.list.addItem(item)
        self.list.setCurrentRow(next((row for row, card in enumerate(cards) if card.key == chosen), 0))
        window = below.window().frameGeometry()
        highest = min(MOST_SHOWN * ROW_HEIGHT, window.height() - 8 * theme.SPACE)
        self.setFixedSize(WIDTH, min(highest, len(cards) * ROW_HEIGHT + 2 * theme.SPACE + 2))
        corner = below.mapToGlobal(QPoint(below.width() - WIDTH, below.height() + theme.SPACE // 2))
        corner.setY(max(window.top(), min(corner.y(), window.bottom() - self.height() - theme.SPACE)))
        self.move(corner)
        self.show()
        self.list.setFocus()

    def rect_of(self, key: str) -> QRect:
        """Where the card of a key is seen, in the list's viewport."""
        row = next(row for row, card in enumerate(self.cards) if card.key == key)
        self.list.scrollToItem(self.list.item(row))
        return self.list.visualItemRect(self.list.item(row))

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hide()
            self.picked.emit(item.data(CARD).key)
