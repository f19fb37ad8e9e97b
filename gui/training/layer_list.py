"""The layers of a network from the input to the output: what each answers, what it keeps, and where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from engine.nn.draft import Specs, Walk
from engine.nn.layer import LAYERS, LayerSpec
from gui import theme
from gui.elided import draw_elided

ROW = Qt.ItemDataRole.UserRole
HEIGHT, FAULT_HEIGHT = 48, 76
RIGHT = Qt.AlignmentFlag.AlignRight
TOP, BOTTOM = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
POOLING, SCALING = "arrow-collapse-all", "tune-variant"
ICONS = {
    "dense": "vector-polyline", "convolution": "blur-linear", "max-pooling": POOLING, "min-pooling": POOLING,
    "mean-pooling": POOLING, "global-mean-pooling": POOLING, "dropout": "dots-grid", "batch-normalization": SCALING,
    "standardization": SCALING, "flatten": "view-sequential-outline", "residual": "debug-step-over",
}  # fmt: skip


def layer_icon(name: str) -> str:
    """The name of the icon of a kind of layer; functions of single numbers share one."""
    return ICONS.get(name, "function-variant")


class Row:
    """A layer with what it comes to."""

    def __init__(self, spec: LayerSpec, place: int, walk: Walk) -> None:
        self.spec = spec
        self.fault = walk.fault.reason if walk.fault and walk.fault.place == place else ""
        self.shape = " × ".join(map(str, walk.shapes[place + 1])) if place + 1 < len(walk.shapes) else ""
        kept = walk.parameters[place] if place < len(walk.parameters) else 0
        self.kept = f"{kept:,} parameters" if kept else ""

    @property
    def spoken(self) -> str:
        parts = (self.spec.title(), self.spec.describe(), self.shape and f"answers {self.shape}", self.kept, self.fault)
        return ", ".join(filter(None, parts))


class _Card(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, FAULT_HEIGHT if index.data(ROW).fault else HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW)
        look = theme.current()
        rect: QRect = option.rect.adjusted(0, 2, -1, -3)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.error if row.fault else look.accent if chosen else look.line), 1 + chosen))
        painter.setBrush(QColor(look.raised))
        painter.drawRoundedRect(rect, 6, 6)
        icon = QRect(rect.left() + 12, rect.top() + 12, 20, 20)
        theme.icon(layer_icon(row.spec.name), colour=look.quiet).paint(painter, icon)
        words = rect.adjusted(44, 5, -10, -6)
        if row.fault:
            painter.setFont(theme.numbers_font(11))
            painter.setPen(QColor(look.error))
            draw_elided(painter, words.adjusted(0, 36, 0, 0), row.fault, 2)
            words.setBottom(words.top() + HEIGHT - 17)
        self._paint_words(painter, words, row)
        painter.restore()

    @staticmethod
    def _paint_words(painter: QPainter, words: QRect, row: Row) -> None:
        look = theme.current()
        left = words.adjusted(0, 0, -130, 0)
        painter.setFont(theme.numbers_font())
        painter.setPen(QColor(look.text if row.shape else look.quiet))
        about = row.spec.describe()
        draw_elided(painter, left if about else left.adjusted(0, 9, 0, 0), row.spec.title(), 1)
        painter.drawText(words, (TOP if row.kept else Qt.AlignmentFlag.AlignVCenter) | RIGHT, row.shape)
        painter.setFont(theme.numbers_font(11))
        painter.setPen(QColor(look.quiet))
        if about:
            draw_elided(painter, left.adjusted(0, 20, 0, 0), about, 1)
        painter.drawText(words, BOTTOM | RIGHT, row.kept)


class LayerList(QListWidget):
    """Layers, dragged into another order or moved with Alt and the arrow keys; Delete removes the chosen one."""

    moved = Signal(int, int)
    removed = Signal()
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(accessibleName="Layers", toolTip="The layers, from the input to the output")
        self.setItemDelegate(_Card(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model().rowsMoved.connect(self._rows_moved)
        self.currentRowChanged.connect(self.chosen)

    def rows(self) -> list[Row]:
        return [self.item(place).data(ROW) for place in range(self.count())]

    def show_layers(self, specs: Specs, walk: Walk, chosen: int) -> None:
        """Show layers and choose one of them, without saying so."""
        self.blockSignals(True)
        while self.count() > len(specs):
            self.takeItem(self.count() - 1)
        while self.count() < len(specs):
            item = QListWidgetItem()
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)  # layers go between others, not into them
            self.addItem(item)
        for place, spec in enumerate(specs):
            row, item = Row(spec, place, walk), self.item(place)
            item.setData(ROW, row)
            item.setText(spec.title())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
            item.setToolTip(row.fault or f"{LAYERS[spec.name].help()}\nDrag to reorder (Alt+Up, Alt+Down)")
        self.setCurrentRow(chosen)
        self.blockSignals(False)
        self.scheduleDelayedItemsLayout()  # a fault makes its row higher
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place, alt = self.currentRow(), Qt.KeyboardModifier.AltModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & alt and event.key() in steps:
            self.moved.emit(place, place + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _rows_moved(self, _: QModelIndex, start: int, __: int, ___: QModelIndex, row: int) -> None:
        self.moved.emit(start, row - 1 if row > start else row)
