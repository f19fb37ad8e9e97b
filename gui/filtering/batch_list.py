"""The pictures of a batch as a table: where each goes and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from engine.batch import BatchFile, State
from engine.batch_files import PATTERN, BatchError, result_name
from gui import theme

PICTURE, RESULT, STATE = range(3)
HEADINGS = ("Picture", "Result", "State")
WORDS = {State.WAITING: "waiting", State.WORKING: "working…", State.WRITTEN: "done", State.SKIPPED: "skipped"}
ICONS = {
    State.WAITING: "clock-outline", State.WORKING: "progress-clock", State.WRITTEN: "check",
    State.SKIPPED: "skip-next-outline", State.FAILED: "alert-circle-outline",
}  # fmt: skip
WIDTHS = {PICTURE: 176, RESULT: 176}
ROW_HEIGHT = 28
Index = QModelIndex | QPersistentModelIndex


def ink(state: State) -> str:
    """The colour in which a state is written."""
    look = theme.current()
    return {State.WORKING: look.accent, State.WRITTEN: look.third, State.FAILED: look.error}.get(state, look.quiet)


class BatchModel(QAbstractTableModel):
    """The files of a batch; what their results are called follows from the pattern until they have a place."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[BatchFile] = []
        self._pattern = PATTERN

    @property
    def sources(self) -> list[Path]:
        return [file.source for file in self.files]

    def add(self, sources: Sequence[Path]) -> None:
        """Put more pictures at the end."""
        if sources:
            self.beginInsertRows(QModelIndex(), len(self.files), len(self.files) + len(sources) - 1)
            self.files += [BatchFile(source, Path()) for source in sources]
            self.endInsertRows()

    def keep(self, files: Sequence[BatchFile]) -> None:
        """Show these files and no other."""
        self.beginResetModel()
        self.files = list(files)
        self.endResetModel()

    def use_pattern(self, pattern: str) -> None:
        """Name the results by another pattern."""
        self._pattern = pattern
        self._tell(0, len(self.files) - 1)

    def show_progress(self, files: Sequence[BatchFile]) -> None:
        """Show the same pictures as they stand now."""
        changed = [row for row, (old, new) in enumerate(zip(self.files, files, strict=True)) if old is not new]
        self.files = list(files)
        if changed:
            self._tell(changed[0], changed[-1])

    def wait_again(self) -> None:
        """What was being worked on was given up."""
        self.show_progress(
            [replace(file, state=State.WAITING) if file.state is State.WORKING else file for file in self.files]
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (as Qt declares it)
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file, column = self.files[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (file.source.name, self._result(index.row()), WORDS.get(file.state, file.reason))[column]
            case Qt.ItemDataRole.ToolTipRole:
                return (str(file.source), str(file.destination) if file.destination.name else "", file.reason)[column]
            case Qt.ItemDataRole.ForegroundRole if column != PICTURE:
                return QColor(ink(file.state) if column == STATE else theme.current().quiet)
            case Qt.ItemDataRole.DecorationRole if column == STATE:
                return theme.icon(ICONS[file.state], colour=ink(file.state))
        return None

    def _result(self, row: int) -> str:
        file = self.files[row]
        try:
            return file.destination.name or result_name(file.source, self._pattern, row, len(self.files))
        except BatchError:
            return ""

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, RESULT), self.index(last, STATE))


class BatchTable(QTableView):
    """Shows a `BatchModel`; Delete asks to take the selected pictures out."""

    removed = Signal()

    def __init__(self, model: BatchModel) -> None:
        super().__init__(objectName="batch", accessibleName="Pictures of the batch", showGrid=False)
        self._files = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        header.setStretchLastSection(True)

    @property
    def selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def show_only(self, rows: set[int] | None) -> None:
        """Hide all rows but some, of which the reasons are shown whole; None shows all."""
        self.setColumnHidden(RESULT, rows is not None)
        self.setWordWrap(rows is not None)
        for row in range(self.model().rowCount()):
            self.setRowHidden(row, rows is not None and row not in rows)
            whole = self.sizeHintForRow(row) + theme.SPACE if rows is not None and row in rows else 0
            self.setRowHeight(row, max(ROW_HEIGHT, whole))

    def follow(self) -> None:
        """Keep the work in sight, unless a hand is at the list."""
        working = (row for row, file in enumerate(self._files.files) if file.state is State.WORKING)
        if not self.underMouse() and (row := next(working, None)) is not None:
            self.scrollTo(self._files.index(row, PICTURE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)
