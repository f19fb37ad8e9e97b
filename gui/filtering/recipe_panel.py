"""The recipe as a list of cards, and the form of the chosen filter."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.editing.document import Document
from engine.filters.filter import Filter
from engine.filters.recipe import Step
from gui import theme
from gui.document_model import DocumentModel
from gui.filtering.filter_palette import FilterPalette, filter_icon
from gui.param_form import ParamForm

STEP = Qt.ItemDataRole.UserRole
CARD_HEIGHT = 48
EYE_WIDTH = 36


class _Card(QStyledItemDelegate):
    """Paints a step: icon, name, the settings in one line, and an eye that switches it off."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, CARD_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        step: Step = index.data(STEP)
        look = theme.current()
        rect: QRect = option.rect.adjusted(0, 2, 0, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.accent if chosen else look.line), 1))
        painter.setBrush(QColor(look.raised))
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 6, 6)
        ink = look.text if step.on else look.faint
        theme.icon(filter_icon(step.filter.group), colour=ink).paint(painter, _left_of(rect, 12, 20))
        words = rect.adjusted(44, 5, -EYE_WIDTH, -6)
        about = step.filter.describe() if step.on else "off"
        painter.setPen(QColor(ink))
        painter.drawText(words, LEFT | (TOP if about else MIDDLE), step.filter.title)
        if about:
            painter.setPen(QColor(look.quiet if step.on else look.faint))
            font = theme.numbers_font(11)
            painter.setFont(font)
            short = painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, LEFT | Qt.AlignmentFlag.AlignBottom, short)
        eye = _left_of(rect, rect.width() - EYE_WIDTH + 6, 18)
        theme.icon("eye" if step.on else "eye-off", colour=look.quiet).paint(painter, eye)
        painter.restore()


LEFT, TOP, MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter


def _left_of(rect: QRect, across: int, side: int) -> QRect:
    """A square in the vertical middle of a rectangle, `across` pixels from its left edge."""
    return QRect(rect.left() + across, rect.center().y() - side // 2, side, side)


class _Cards(QListWidget):
    """The list of steps: dragged to reorder, the eye clicked to switch one off."""

    switched = Signal(int)
    reordered = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(accessibleName="Filters of the recipe", toolTip="Drag to reorder; click the eye to switch off")
        self.setItemDelegate(_Card(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setMouseTracking(True)
        self.model().rowsMoved.connect(self._rows_moved)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.position().x() > self.viewport().width() - EYE_WIDTH:
            self.switched.emit(self.row(item))
        else:
            super().mousePressEvent(event)

    def _rows_moved(self, _: QModelIndex, start: int, __: int, ___: QModelIndex, row: int) -> None:
        self.reordered.emit(start, row - 1 if row > start else row)


class RecipePanel(QWidget):
    """Edits the recipe of the document in a `DocumentModel`; which step is chosen is known only here."""

    def __init__(self, model: DocumentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: Document | None = None
        self.add_button = QPushButton("Add filter")
        self.add_button.setProperty("primary", True)
        theme.with_icon(self.add_button, "plus")
        self.add_button.setToolTip("Put another filter on the picture (Ctrl+K)")
        self.add_button.clicked.connect(self.open_palette)
        self._palette = FilterPalette(self)
        self._palette.picked.connect(self.add)
        self._cards = _Cards()
        self._cards.currentRowChanged.connect(lambda _: self._show_form())
        self._cards.switched.connect(self._switch)
        self._cards.reordered.connect(self._reorder)
        self._empty = QLabel("No filter yet: the picture is shown as it is.", objectName="quiet", wordWrap=True)
        self._name = QLabel(objectName="heading")
        self._help = QLabel(objectName="quiet", wordWrap=True)
        self._form = ParamForm()
        self._form.changing.connect(self._preview)
        self._form.changed.connect(self._change)
        self._tools = self._make_tools()
        self._lay_out()
        model.changed.connect(self._show)

    @property
    def chosen(self) -> int:
        """The index of the chosen step, or -1."""
        return self._cards.currentRow()

    def choose(self, index: int) -> None:
        """Show the form of a step."""
        self._cards.setCurrentRow(index)

    def open_palette(self) -> None:
        self._palette.pop_up(self.add_button.mapToGlobal(QPoint(self.add_button.width(), self.add_button.height() + 4)))

    def add(self, kind: type[Filter]) -> None:
        """Put a filter with its defaults behind the chosen one and choose it."""
        if document := self._model.document:
            at = self.chosen + 1 if self.chosen >= 0 else len(document.recipe.steps)
            self._edit(f"Add {kind.title}", document.with_added(kind(), at), at)

    def remove(self) -> None:
        """Take the chosen step out of the recipe."""
        document, chosen = self._model.document, self.chosen
        if document and chosen >= 0:
            title = document.recipe.steps[chosen].filter.title
            self._edit(f"Remove {title}", document.without(chosen), min(chosen, len(document.recipe.steps) - 2))
            if self.chosen < 0:
                self.add_button.setFocus()

    def duplicate(self) -> None:
        """Put a copy of the chosen step behind it."""
        document, chosen = self._model.document, self.chosen
        if document and chosen >= 0:
            filter = document.recipe.steps[chosen].filter
            self._edit(f"Duplicate {filter.title}", document.with_added(filter, chosen + 1), chosen + 1)

    def shift(self, by: int) -> None:
        """Move the chosen step up (-1) or down (1)."""
        if self._model.document and 0 <= self.chosen + by < self._cards.count() and self.chosen >= 0:
            self._reorder(self.chosen, self.chosen + by)

    def switch(self) -> None:
        """Switch the chosen step off, or on again."""
        if self.chosen >= 0:
            self._switch(self.chosen)

    def _make_tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._name, 1)
        for icon, tip, do in (
            ("arrow-up", "Move up (Ctrl+Shift+Up)", lambda: self.shift(-1)),
            ("arrow-down", "Move down (Ctrl+Shift+Down)", lambda: self.shift(1)),
            ("content-duplicate", "Duplicate (Ctrl+D)", self.duplicate),
            ("trash-can-outline", "Remove (Delete)", self.remove),
        ):
            button = theme.with_icon(QToolButton(autoRaise=True, toolTip=tip), icon)
            button.setAccessibleName(tip.split(" (")[0])
            button.clicked.connect(lambda _=False, do=do: do())
            row.addWidget(button)
        return tools

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(QLabel("Recipe", objectName="heading"), 1)
        heading.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addLayout(heading)
        for widget in (self._empty, self._cards, self._tools, self._help, self._form):
            column.addWidget(widget)
        column.addStretch(1)

    def _edit(self, name: str, document: Document, choose: int) -> None:
        self._model.edit(name, document)
        self._cards.setCurrentRow(choose)

    def _switch(self, index: int) -> None:
        if document := self._model.document:
            step = document.recipe.steps[index]
            name = f"Switch {step.filter.title} {'off' if step.on else 'on'}"
            self._edit(name, document.with_switched(index), index)

    def _reorder(self, index: int, to: int) -> None:
        if document := self._model.document:
            self._edit(f"Move {document.recipe.steps[index].filter.title}", document.with_moved(index, to), to)

    def _preview(self, filter: Filter) -> None:
        if document := self._model.document:
            self._model.preview(document.with_filter(self.chosen, filter))

    def _change(self, filter: Filter) -> None:
        if document := self._model.document:
            self._model.edit(f"Change {filter.title}", document.with_filter(self.chosen, filter))

    def _show(self) -> None:
        """Show the document's steps; the chosen row stays where it was as far as there is one."""
        document = self._model.document
        steps = document.recipe.steps if document else ()
        chosen = self._choice_for(steps)
        self._shown = document
        self._cards.blockSignals(True)
        while self._cards.count() > len(steps):
            self._cards.takeItem(self._cards.count() - 1)
        while self._cards.count() < len(steps):
            self._cards.addItem(QListWidgetItem())
        for row, step in enumerate(steps):
            self._cards.item(row).setData(STEP, replace(step))
            self._cards.item(row).setText(step.filter.title)
        self._cards.setCurrentRow(chosen)
        self._cards.blockSignals(False)
        self._cards.setFixedHeight(max(1, min(12, len(steps))) * CARD_HEIGHT + 4)
        self._show_form()

    def _choice_for(self, steps: tuple[Step, ...]) -> int:
        """Which step to choose: the first that differs from what was shown, so that an undo shows what it undid."""
        before = self._shown.recipe.steps if self._shown else ()
        changed = next(
            (row for row, step in enumerate(steps) if row >= len(before) or step != before[row]), self.chosen
        )
        return min(max(0, changed), len(steps) - 1)

    def _show_form(self) -> None:
        document = self._model.document
        steps = document.recipe.steps if document else ()
        filter = steps[self.chosen].filter if 0 <= self.chosen < len(steps) else None
        self._empty.setVisible(not steps)
        self._cards.setVisible(bool(steps))
        self._tools.setVisible(filter is not None)
        self._help.setVisible(filter is not None)
        self._form.show_value(filter)
        if filter is not None:
            self._name.setText(filter.title)
            self._help.setText(filter.help())
