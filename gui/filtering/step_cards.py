"""The steps of a recipe as cards that are chosen, switched, and dragged into another order."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from engine.filters.limit import Channel
from engine.filters.recipe import Step
from gui import theme
from gui.filtering.filter_palette import filter_icon

STEP = Qt.ItemDataRole.UserRole
CARD_HEIGHT = 48
EYE_WIDTH = 36
FEWEST_SHOWN = 3
SHARE = 0.42
"""How much of the panel the cards take at most; more of them scroll, so that the form below stays in sight too."""
SHORT = {Channel.RED: "R", Channel.GREEN: "G", Channel.BLUE: "B", Channel.LUMINANCE: "Luma", Channel.ALPHA: "Alpha"}
LEFT, TOP, MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter


def settings_line(step: Step) -> str:
    """The settings of a step in one line: those that were changed, or else the first as it is."""
    filter = step.filter
    first = next(iter(filter.settings()), None)
    if about := filter.describe():
        return about
    return f"{first.label.lower()} {first.brief(first.default)}{first.unit and ' ' + first.unit}" if first else ""


def limits_line(step: Step) -> str:
    """What a step is limited to, in words: "red and green, 300 × 200 px at 10, 20"."""
    parts = [" and ".join(channel.value for channel in step.channels)]
    if step.region is not None:
        region = step.region
        parts.append(f"{region.width} × {region.height} px at {region.left}, {region.top}")
    return ", ".join(filter(None, parts))


class _Card(QStyledItemDelegate):
    """Paints a step: icon, name, the settings in one line, what it is limited to, and an eye that switches it off."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, CARD_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        step: Step = index.data(STEP)
        look = theme.current()
        rect: QRect = option.rect.adjusted(0, 2, 0, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.accent if chosen else look.quiet if hovered else look.line), 1))
        painter.setBrush(QColor(look.raised))
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 6, 6)
        theme.icon(filter_icon(step.filter.group), colour=self._ink(step)).paint(painter, _left_of(rect, 12, 20))
        badge = self._paint_badge(painter, rect, step) if step.is_limited else 0
        self._paint_words(painter, rect.adjusted(44, 5, -EYE_WIDTH - badge, -6), step)
        eye = _left_of(rect, rect.width() - EYE_WIDTH + 6, 18)
        theme.icon("eye" if step.on else "eye-off", colour=look.quiet).paint(painter, eye)
        painter.restore()

    @staticmethod
    def _ink(step: Step) -> str:
        return theme.current().text if step.on else theme.current().faint

    def _paint_words(self, painter: QPainter, words: QRect, step: Step) -> None:
        about = settings_line(step) if step.on else "off"
        painter.setPen(QColor(self._ink(step)))
        title = painter.fontMetrics().elidedText(step.filter.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, LEFT | (TOP if about else MIDDLE), title)
        if about:
            painter.setPen(QColor(theme.current().quiet if step.on else theme.current().faint))
            painter.setFont(theme.numbers_font(11))
            short = painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, LEFT | Qt.AlignmentFlag.AlignBottom, short)

    def _paint_badge(self, painter: QPainter, rect: QRect, step: Step) -> int:
        """A pill with the channels and a sign for a region, left of the eye; return how much room it takes."""
        look = theme.current()
        painter.save()
        painter.setFont(theme.numbers_font(11))
        text = " ".join(SHORT[channel] for channel in step.channels)
        letters = painter.fontMetrics().horizontalAdvance(text)
        gap = 4 if text and step.region else 0
        pill = QRect(0, 0, letters + gap + (14 if step.region else 0) + 12, 20)
        pill.moveRight(rect.right() - EYE_WIDTH)
        pill.moveTop(rect.center().y() - 9)
        painter.setPen(QPen(QColor(look.accent if step.on else look.faint), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(QColor(self._ink(step)))
        painter.drawText(pill.adjusted(6, 0, 0, 0), LEFT | MIDDLE, text)
        if step.region:
            theme.icon("selection", colour=self._ink(step)).paint(painter, _left_of(pill, letters + gap + 6, 14))
        painter.restore()
        return pill.width() + theme.SPACE


def _left_of(rect: QRect, across: int, side: int) -> QRect:
    """A square in the vertical middle of a rectangle, `across` pixels from its left edge."""
    return QRect(rect.left() + across, rect.center().y() - side // 2, side, side)


class StepCards(QListWidget):
    """The list of steps: dragged to reorder, the eye clicked or Space pressed to switch one off."""

    switched = Signal(int)
    reordered = Signal(int, int)
    entered_form = Signal()  # Return: on to the settings of the chosen step

    def __init__(self) -> None:
        super().__init__(accessibleName="Filters of the recipe", toolTip="The filters, from the first to the last")
        self._most = FEWEST_SHOWN
        self.setItemDelegate(_Card(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.model().rowsMoved.connect(self._rows_moved)

    def show_steps(self, steps: tuple[Step, ...], chosen: int) -> None:
        """Show the steps of a recipe and choose one of them, without saying so."""
        self.blockSignals(True)
        while self.count() > len(steps):
            self.takeItem(self.count() - 1)
        while self.count() < len(steps):
            item = QListWidgetItem()
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)  # cards go between others, not into them
            self.addItem(item)
        for row, step in enumerate(steps):
            self._describe(self.item(row), step)
        self.setCurrentRow(chosen)
        self.blockSignals(False)
        self._fit()

    def set_room(self, height: int) -> None:
        """Take no more than a share of a panel so high."""
        self._most = max(FEWEST_SHOWN, int(SHARE * height) // CARD_HEIGHT)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, min(self._most, self.count())) * CARD_HEIGHT + 4)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._press_eye(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._press_eye(event):
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.switched.emit(self.currentRow())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_form.emit()
        else:
            super().keyPressEvent(event)

    def _press_eye(self, event: QMouseEvent) -> bool:
        item = self.itemAt(event.position().toPoint())
        on_eye = event.position().x() > self.viewport().width() - EYE_WIDTH
        if item is None or not on_eye or event.button() != Qt.MouseButton.LeftButton:
            return False
        self.switched.emit(self.row(item))
        return True

    @staticmethod
    def _describe(item: QListWidgetItem, step: Step) -> None:
        limits = limits_line(step)
        parts = [step.filter.title, settings_line(step), limits and f"only {limits}", "" if step.on else "off"]
        item.setData(STEP, step)
        item.setText(step.filter.title)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, parts)))
        about = step.filter.help() + (f"\nOnly {limits}" if limits else "")
        item.setToolTip(
            f"{about}\nDrag to reorder; click the eye or press Space to switch it {'off' if step.on else 'on'}"
        )

    def _rows_moved(self, _: QModelIndex, start: int, __: int, ___: QModelIndex, row: int) -> None:
        self.reordered.emit(start, row - 1 if row > start else row)
