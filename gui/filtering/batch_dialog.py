"""The Batch dialog: a recipe on many pictures, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.batch import BatchReport, BatchResult, State, batch_into
from engine.batch_files import gather
from engine.codec import FORMATS
from engine.errors import UserError
from gui import theme
from gui.document_model import DocumentModel
from gui.empty_state import EmptyState
from gui.engine_thread import EngineThread, Listener
from gui.filtering.batch_list import BatchModel, BatchTable
from gui.filtering.batch_settings import BatchSettings, panel_around
from gui.filtering.batch_words import count, first_used, progress, summary
from gui.settings import Settings

SLOT, GATHER = "batch", "batch pictures"
PICTURES = "Pictures (" + " ".join(f"*{ending}" for ending in FORMATS) + ");;All files (*)"


class BatchDialog(QDialog):
    """Chooses pictures and what is done with them, starts it, shows how far it is. Hidden, it works on.

    `done_batch` carries what came of it, in a sentence.
    """

    done_batch = Signal(str)

    def __init__(self, model: DocumentModel, engine: EngineThread, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = model
        self._engine = engine
        self._settings = settings
        self.running = False
        self.setWindowTitle("Batch")
        self.setAcceptDrops(True)
        self.resize(1000, 620)
        self.files = BatchModel()
        self.table = BatchTable(self.files)
        self.table.setToolTip("The pictures that the recipe is put on; Delete takes the selected ones out")
        self.table.removed.connect(self.remove_selected)
        self.choices = BatchSettings(settings)
        self.choices.changed.connect(self._show_state)
        self.choices.name.textChanged.connect(self.files.use_pattern)
        self.files.use_pattern(self.choices.name.text())
        self.summary = QLabel(objectName="quiet", wordWrap=True, accessibleName="How far the batch is")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 1000)
        self._make_buttons()
        self._lay_out()
        model.changed.connect(self._show_recipe)
        self._show_recipe()
        self._show_failures(False)

    # -- pictures ---------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Take pictures, and those in folders, into the list."""
        if not self.running:
            self._say("Looking for pictures…")
            listener = Listener(finished=self._take, failed=self._fail)
            self._engine.start(GATHER, gather(paths, self.files.sources), listener)

    def remove_selected(self) -> None:
        """Take the selected pictures out of the list."""
        gone = set(self.table.selected_rows)
        if gone and not self.running:
            self.files.keep([file for row, file in enumerate(self.files.files) if row not in gone])
            self._listed()

    def clear(self) -> None:
        """Empty the list."""
        self.files.keep([])
        self._listed()

    def ask_pictures(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, "Add pictures", self._settings.text("batch source"), PICTURES)
        self._add_chosen([Path(path) for path in paths])

    def ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Add a folder", self._settings.text("batch source"))
        self._add_chosen([Path(folder)] if folder else [])

    def _add_chosen(self, paths: list[Path]) -> None:
        if paths:
            self._settings.set_text("batch source", str(paths[0] if paths[0].is_dir() else paths[0].parent))
            self.add(paths)

    def _take(self, sources: Sequence[Path]) -> None:
        self.files.add(sources)
        self._listed()

    def _listed(self) -> None:
        self._say("")
        self._show_failures(False)
        self.choices.show_sources(self.files.sources)

    # -- work -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Filter the pictures in the list."""
        choices = self.choices
        self.running = True
        choices.remember()
        self._show_failures(False)
        self._bar.setValue(0)
        self._say("Starting…")
        self._show_state()
        job = batch_into(
            self._folder(),
            choices.recipe,
            self.files.sources,
            choices.name.text(),
            again=not choices.skip.isChecked(),
            recipe_time=first_used(self._settings, choices.recipe, choices.options),
            options=choices.options,
        )
        self._engine.start(SLOT, job, Listener(self._report, self._finish, self._fail, self._end))

    def cancel(self) -> None:
        """Stop at once; what is written stays."""
        self._engine.cancel(SLOT)
        self._say("Cancelled. Start again to go on; what is finished is skipped.")

    def copy_report(self) -> None:
        """Put the failures and their reasons on the clipboard, one in a line."""
        failed = [f"{file.source}: {file.reason}" for file in self.files.files if file.state is State.FAILED]
        QGuiApplication.clipboard().setText("\n".join(failed) + "\n")
        self._say(f"Copied {count(len(failed), 'failure')}.")

    def open_folder(self) -> None:
        """Show the results in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder())))

    def _folder(self) -> Path:
        return Path(self.choices.folder.text().strip()).expanduser()

    def _report(self, report: BatchReport) -> None:
        self.files.show_progress(report.files)
        self.table.follow()
        self.open_button.setEnabled(True)
        self._bar.setValue(1000 * report.done // report.total)
        self._say(progress(report))

    def _finish(self, result: BatchResult) -> None:
        self._bar.setValue(1000)
        self._say(summary(result))
        self._show_failures(bool(result.failed))
        self.done_batch.emit(summary(result))

    def _fail(self, error: UserError) -> None:
        self._say(str(error), wrong=True)

    def _end(self) -> None:
        self.running = False
        self.files.wait_again()
        self._show_state()

    # -- showing ----------------------------------------------------------------------------------------------

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.summary.setText(text)
        self.summary.setStyleSheet(f"color: {theme.current().error}" if wrong else "")

    def _show_recipe(self) -> None:
        if (document := self._document.document) is not None:
            self.choices.show_recipe(document.recipe)

    def _show_failures(self, only: bool) -> None:
        failed = {row for row, file in enumerate(self.files.files) if file.state is State.FAILED}
        self.all_button.setText(f"All {len(self.files.files)}")
        self.failed_button.setText(f"Failed {len(failed)}")
        (self.failed_button if only else self.all_button).setChecked(True)
        for button in (self.all_button, self.failed_button):
            button.setVisible(bool(failed))
        self.copy_button.setVisible(bool(failed))
        self.table.show_only(failed if only else None)

    def _show_state(self) -> None:
        some, idle = bool(self.files.files), not self.running
        self._stack.setCurrentIndex(int(some))
        for widget in (self.choices, *self._list_buttons):
            widget.setEnabled(idle)
        self._list_buttons[-1].setEnabled(idle and some)
        self.start_button.setVisible(idle)
        self.start_button.setEnabled(some and not self.choices.complaint)
        self.start_button.setToolTip(self.choices.complaint or "Filter the pictures in the list")
        self.cancel_button.setVisible(not idle)
        self._bar.setVisible(not idle)
        self.open_button.setEnabled(bool(self.choices.folder.text().strip()) and self._folder().is_dir())
        self.close_button.setText("Close" if idle else "Hide")
        self.close_button.setToolTip(
            "Close (Esc)" if idle else "Work on in the background; Ctrl+B shows it again (Esc)"
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.running and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the list is there again next time
        self.hide()

    def _make_buttons(self) -> None:
        self._list_buttons = [
            _button("Add pictures…", self.ask_pictures, "Choose picture files"),
            _button("Add folder…", self.ask_folder, "Add all pictures in a folder"),
            _button("Clear", self.clear, "Empty the list; Delete takes out the selected pictures"),
        ]
        self.all_button = _button("All", lambda: self._show_failures(False), "Show all pictures")
        self.failed_button = _button("Failed", lambda: self._show_failures(True), "Show only what failed, and why")
        for choice in (self.all_button, self.failed_button):
            choice.setObjectName("choice")
            choice.setCheckable(True)
            choice.setAutoExclusive(True)
        self.open_button = _button("Open folder", self.open_folder, "Show the results in the file manager")
        self.copy_button = _button("Copy failures", self.copy_report, "Copy what failed and why, as text")
        self.close_button = _button("Close", self.hide, "Close (Esc)")
        self.cancel_button = _button("Cancel", self.cancel, "Stop at once; what is written stays")
        self.start_button = _button("Start", self.start, "")
        self.start_button.setProperty("primary", True)

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(theme.SPACE)
        heading.addWidget(QLabel("Pictures", objectName="heading"))
        for widget in (self.all_button, self.failed_button):
            heading.addWidget(widget)
        heading.addStretch(1)
        for widget in self._list_buttons:
            heading.addWidget(widget)
        empty = EmptyState(
            "image-multiple-outline", "Drop pictures or folders here", "The recipe is put on each of them.",
            {"Add pictures…": self.ask_pictures, "Add folder…": self.ask_folder},
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.table)
        left = QVBoxLayout()
        left.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        left.setSpacing(theme.SPACE + theme.SPACE // 2)
        left.addLayout(heading)
        left.addWidget(self._stack, 1)
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addLayout(left, 1)
        above.addWidget(panel_around(self.choices))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above, 1)
        column.addWidget(self._bar)
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QFrame(objectName="footer")
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        row.setSpacing(theme.SPACE)
        self.summary.setFont(theme.numbers_font())
        row.addWidget(self.summary, 1)
        for widget in (self.copy_button, self.open_button, self.close_button, self.cancel_button, self.start_button):
            row.addWidget(widget)
        return foot


def _button(text: str, do: Callable[[], object], tip: str) -> QPushButton:
    button = QPushButton(text, autoDefault=False, toolTip=tip)
    button.clicked.connect(lambda _=False: do())
    return button
