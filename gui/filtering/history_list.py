"""The edits of the document, each a place to go back or forward to."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.editing.document import Document
from engine.editing.history import History
from gui import theme
from gui.document_model import DocumentModel

ABOUT = Qt.ItemDataRole.UserRole
UNDONE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 28


class _Row(QStyledItemDelegate):
    """Paints an edit: its name, what came of it, and a bar beside the one that is the present."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = theme.current()
        rect: QRect = option.rect
        present = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if present or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(look.raised if present else look.window))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 4, 4)
        if present:
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(QRect(rect.left(), rect.top() + 6, 3, rect.height() - 12), 1.5, 1.5)
        undone = index.data(UNDONE)
        words = rect.adjusted(12, 0, -8, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(index.data(), elide, words.width())
        painter.setPen(QColor(look.faint if undone else look.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, name)
        words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(name) + 2 * theme.SPACE)
        painter.setFont(theme.numbers_font(11))
        painter.setPen(QColor(look.faint if undone else look.quiet))
        about = painter.fontMetrics().elidedText(index.data(ABOUT), elide, max(0, words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | middle, about)
        painter.restore()


class HistoryList(QListWidget):
    """Every named step that undo and redo walk, the newest below; a click or the arrow keys go to any of them."""

    def __init__(self, model: DocumentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, accessibleName="History", toolTip="Click an edit to go back to it")
        self._model = model
        self._shown: History[Document] | None = None
        self.setItemDelegate(_Row(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.currentRowChanged.connect(self._go)
        model.changed.connect(self._show)

    def _go(self, row: int) -> None:
        if row >= 0:
            self._model.go_to(row)

    def _show(self) -> None:
        """Follow the history; the rows that are as they were are left alone, however many there are."""
        history = self._model.history
        if history is None or history is self._shown:
            return
        before = self._shown.moments if self._shown else ()
        moments, present = history.moments, len(history.past)
        self._shown = history
        self.blockSignals(True)
        while self.count() > len(moments):
            self.takeItem(self.count() - 1)
        for row, moment in enumerate(moments):
            if row >= self.count():
                self.addItem(QListWidgetItem())
            item = self.item(row)
            if row >= len(before) or moment is not before[row]:
                about = moment.value.differs(moments[row - 1].value) if row else ""
                item.setText(moment.name)
                item.setData(ABOUT, about)
                item.setToolTip(f"{moment.name}{about and f': {about}'}\nClick to go back or forward to this")
            item.setData(UNDONE, row > present)
        self.setCurrentRow(present)
        self.blockSignals(False)
        self.scrollToItem(self.item(present))
