"""The runs that are kept, as a table: use one again, lay its curves over the others, name, pin, delete it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedLayout,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.nn.run_book import Run
from gui import theme
from gui.training.run_controls import duration
from gui.training.run_keeper import RunKeeper

COLUMNS = ("Name", "Network", "Data", "Epochs", "Accuracy", "Time", "When")
NUMBERS = range(3, 6)
COLOURS = ("#3fae7a", "#c77dd6", "#d6a13f", "#e0607e", "#4fb8b0", "#8aa33a", "#8a8cf0", "#3fa7d6")
"""Of the curves that are laid over the others; each is legible on dark and on light."""
RUN = Qt.ItemDataRole.UserRole
NOTHING_YET = "Every run is kept here with its network, to compare and to come back to."


class _Table(QTreeWidget):
    """A table that does something at certain keys."""

    def __init__(self, keys: dict[int, Callable[[], None]]) -> None:
        super().__init__(rootIsDecorated=False, uniformRowHeights=True, objectName="runs")
        self._keys = keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if do := self._keys.get(event.key()):
            do()
        else:
            super().keyPressEvent(event)


class RunList(QWidget):
    """The ticked runs are `shown`: their colours by their keys. `shown_changed` says that there are others."""

    shown_changed = Signal()

    def __init__(self, keeper: RunKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.shown: dict[str, str] = {}
        use, delete = partial(self._do, keeper.use), partial(self._do, keeper.delete)
        pin = partial(self._do, self._toggle_pin)
        self.table = _Table(
            {Qt.Key.Key_Return: use, Qt.Key.Key_Enter: use, Qt.Key.Key_Delete: delete, Qt.Key.Key_P: pin}
        )
        self._make_table()
        self._buttons = [
            self._button("history", "Use", "Go back to this network, with its plan (Enter)", keeper.use),
            self._button("pin-outline", "Pin", "Keep this run however many follow (P)", self._toggle_pin),
            self._button("rename-outline", "Rename", "Give this run another name (F2)", self._begin_rename),
            self._button("delete-outline", "Delete", "Take this run off the list (Delete)", keeper.delete),
        ]
        self._lay_out()
        keeper.changed.connect(self._show_runs)
        self._show_runs()

    @property
    def chosen(self) -> Run | None:
        """The run whose row is chosen."""
        item = self.table.currentItem()
        return _run(item) if item else None

    def _show_runs(self) -> None:
        """Show what is kept now. Rows that can stay do: one of them may be just telling that it was changed."""
        runs = sorted(self._keeper.runs, key=lambda run: not run.is_pinned)
        self.shown = {key: colour for key, colour in self.shown.items() if key in {run.key for run in runs}}
        with QSignalBlocker(self.table):
            if [run.key for run in runs] != [_run(item).key for item in self._rows()]:
                self._make_rows(runs)
            for item, run in zip(self._rows(), runs, strict=True):
                self._fill(item, run)
        self._body.setCurrentIndex(1 if runs else 0)
        self._show_buttons()
        self.shown_changed.emit()

    def _rows(self) -> list[QTreeWidgetItem]:
        rows = [self.table.topLevelItem(number) for number in range(self.table.topLevelItemCount())]
        return [item for item in rows if item is not None]

    def _make_rows(self, runs: list[Run]) -> None:
        """As many rows as there are runs; the chosen run stays chosen."""
        chosen = self.chosen
        self.table.clear()
        for run in runs:
            item = QTreeWidgetItem(self.table)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
            if chosen is not None and run.key == chosen.key:
                self.table.setCurrentItem(item)

    def _fill(self, item: QTreeWidgetItem, run: Run) -> None:
        accuracy = "" if run.accuracy is None else f"{100 * run.accuracy:.2f} %"
        cells = (
            *(run.name, run.network, run.data, f"{run.epochs:.4g}", accuracy),
            *(duration(run.seconds), f"{run.began:%d %b %H:%M}"),
        )
        item.setData(0, RUN, run)
        item.setCheckState(0, Qt.CheckState.Checked if run.key in self.shown else Qt.CheckState.Unchecked)
        item.setIcon(0, _swatch(self.shown[run.key]) if run.key in self.shown else QIcon())
        item.setIcon(6, theme.icon("pin") if run.is_pinned else QIcon())
        for column, text in enumerate(cells):
            item.setText(column, text)
            item.setToolTip(column, f"{run.name}: {run.network} on {run.data}, {run.plan.describe() or 'usual plan'}")
            if column in NUMBERS:
                item.setFont(column, theme.numbers_font())
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = self.table.font()
        font.setBold(run.key == self._keeper.current)
        item.setFont(0, font)

    def _take_edit(self, item: QTreeWidgetItem) -> None:
        """A tick or a new name."""
        run = _run(item)
        is_ticked = item.checkState(0) is Qt.CheckState.Checked
        if is_ticked != (run.key in self.shown):
            if is_ticked:
                self.shown[run.key] = next((c for c in COLOURS if c not in self.shown.values()), COLOURS[0])
            else:
                del self.shown[run.key]
            self._keeper.load(set(self.shown))
            self._show_runs()
        elif item.text(0) != run.name:
            self._keeper.rename(run, item.text(0))

    def _toggle_pin(self, run: Run) -> None:
        self._keeper.pin(run, not run.is_pinned)

    def _begin_rename(self, run: Run) -> None:
        if (item := self.table.currentItem()) is not None:
            self.table.editItem(item, 0)

    def _show_buttons(self) -> None:
        for button in self._buttons:
            button.setEnabled(self.chosen is not None)

    # -- layout -------------------------------------------------------------------------------------------------

    def _make_table(self) -> None:
        table = self.table
        table.setAccessibleName("Runs")
        table.setToolTip("Tick a run to lay its curves over the others; double-click it to use its network")
        table.setHeaderLabels(COLUMNS)
        table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        table.setFrameShape(QTreeWidget.Shape.NoFrame)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column in NUMBERS:
            table.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.itemChanged.connect(lambda item, _: self._take_edit(item))
        table.currentItemChanged.connect(lambda *_: self._show_buttons())
        table.itemDoubleClicked.connect(lambda item, _: self._keeper.use(_run(item)))

    def _button(self, icon: str, name: str, tip: str, do: Callable[[Run], None]) -> QToolButton:
        button = theme.with_icon(QToolButton(toolTip=tip, accessibleName=f"{name} run", autoRaise=True), icon)
        button.clicked.connect(partial(self._do, do))
        return button

    def _do(self, do: Callable[[Run], None], _: bool = False) -> None:
        if (run := self.chosen) is not None:
            do(run)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE // 2)
        row.addWidget(QLabel("Runs", objectName="heading"), 1)
        for button in self._buttons:
            row.addWidget(button)
        nothing = QLabel(NOTHING_YET, objectName="quiet", wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._body = QStackedLayout()
        self._body.addWidget(nothing)
        self._body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addLayout(row)
        column.addLayout(self._body, 1)


def _run(item: QTreeWidgetItem) -> Run:
    return item.data(0, RUN)


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(12, 12)
    picture.fill(QColor(colour))
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)  # else it would be tinted
    return icon
