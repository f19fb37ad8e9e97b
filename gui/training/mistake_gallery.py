"""A wall of pictures with what they are and what they are taken for."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine.data.dataset import Array
from engine.editing.screen import digit_picture
from engine.nn.reading import Reading
from gui import theme
from gui.qimage import qimage_over

THUMBNAIL = 64
ITEM = QSize(THUMBNAIL + 16, THUMBNAIL + 50)
POINT = QSize(176, 50)
WITH_NAMES, SHORT = QSize(132, 0), 4
"""Names of more letters want room."""
LINE = 17
ARROW = " → "
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()


class MistakeGallery(QListView):
    """Shows some of the pictures of a reading, in an order that is given; `chosen` carries the number of one."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(accessibleName="Pictures", objectName="gallery")
        self.setToolTip("Choose one to see what the network says of it, and why")
        self._pictures = _Pictures(self)
        self.setModel(self._pictures)
        self.setItemDelegate(_Thumbnail(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # thousands take their time
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def numbers(self) -> Array:
        """Which pictures of the reading are shown."""
        return self._pictures.numbers

    def show_pictures(self, reading: Reading, numbers: Array, images: Array) -> None:
        """Show these pictures of a reading; the first is chosen, or the one that was if it is still there.

        `images` are all the pictures of the data that was read, or its points.
        """
        current = self.currentIndex()
        before = int(self.numbers[current.row()]) if current.isValid() else -1
        self._pictures.show(reading, numbers, images)
        self._spread()
        places = np.flatnonzero(numbers == before)
        if len(numbers):
            self.setCurrentIndex(self._pictures.index(int(places[0]) if len(places) else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._spread()
        super().resizeEvent(event)

    def _spread(self) -> None:
        """Let the columns take all the width there is."""
        found, size = self._pictures.reading, ITEM if self._pictures.images.ndim == 4 else POINT
        if found is not None and max(map(len, found.network.class_names)) > SHORT:
            size = size.expandedTo(WITH_NAMES)
        room = self.viewport().width() - 1
        self.setGridSize(QSize(room // max(1, room // size.width()), size.height()))

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(int(self.numbers[current.row()]))


class _Pictures(QAbstractListModel):
    def __init__(self, parent: MistakeGallery) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self.numbers = np.empty(0, np.int64)
        self.images = np.empty(0, np.float32)

    def show(self, reading: Reading, numbers: Array, images: Array) -> None:
        self.beginResetModel()
        self.reading, self.numbers, self.images = reading, numbers, images
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return len(self.numbers)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if self.reading is None:
            return None
        number = int(self.numbers[index.row()])
        image = self.images[self.reading.places[number]]
        if role == Role.DecorationRole and image.ndim == 3:
            return qimage_over(digit_picture(image).levels[0])
        if role == Role.DisplayRole:
            return lines(self.reading, number, image)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return " ".join(words(self.reading, number))
        return None


class _Thumbnail(QStyledItemDelegate):
    """A picture, crisp, with two lines below it; a point has only the lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        gallery = self.parent()
        assert isinstance(gallery, QListView)
        return gallery.gridSize()  # all of it is for the caption

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        rect: QRect = option.rect.adjusted(2, 2, -2, -2)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.raised))
            painter.setPen(QColor(look.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        room = rect.adjusted(6, 6, -6, -4)
        image = index.data(Role.DecorationRole)
        if isinstance(image, QImage):
            size = image.size().scaled(THUMBNAIL, THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio)
            frame = QRect(rect.center().x() - size.width() // 2, room.top(), size.width(), size.height())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(frame, image)
            room.setTop(room.top() + THUMBNAIL + 2)
        painter.setFont(theme.numbers_font(12))
        for place, line in enumerate(index.data(Role.DisplayRole)):
            painter.setPen(QColor(look.quiet if place else look.text))
            below = QRect(room.left(), room.top() + place * LINE, room.width(), LINE)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _fitting(painter, line, below.width()))


def _fitting(painter: QPainter, line: str, width: int) -> str:
    """A caption cut to a width, each of its two names by as much."""
    if painter.fontMetrics().horizontalAdvance(line) <= width:
        return line
    names = line.split(ARROW)
    each = (width - painter.fontMetrics().horizontalAdvance(ARROW)) // len(names)
    return ARROW.join(painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, each) for name in names)


def lines(reading: Reading, number: int, image: Array) -> tuple[str, str]:
    """A caption: what it is and what it is taken for, and how surely; of a point also where it lies."""
    names, certainty = reading.network.class_names, f"{100 * reading.certainties[number]:.1f} %"
    truth, answer = names[reading.labels[number]], names[reading.answers[number]]
    taken = truth + ARROW + answer
    if image.ndim == 3:
        return taken, certainty
    return taken, f"{certainty} at ({', '.join(f'{value:.2f}' for value in image)})"


def words(reading: Reading, number: int) -> tuple[str, str]:
    """What came of a picture: the answer, and how sure of it the network is."""
    names = reading.network.class_names
    truth, answer = names[reading.labels[number]], names[reading.answers[number]]
    said = f"{truth}, recognized" if truth == answer else f"{truth}, taken for {answer}"
    return said, f"with an output of {100 * reading.certainties[number]:.1f} %"
