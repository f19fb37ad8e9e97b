"""What is asked before a file is written, and how large it will be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.errors import UserError
from engine.jobs import Job
from engine.params import Declared
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.param_form import ParamForm

SLOT = "file size"
MOMENT_MILLISECONDS = 150
WIDTH = 400


class FileDialog(QDialog):
    """Shows a declared value that says how a file is written; `sized` finds out in the engine's thread how large that
    will be. `facts` is a line about what is written."""

    def __init__(
        self,
        path: Path,
        title: str,
        facts: str,
        value: Declared,
        engine: EngineThread,
        sized: Callable[[Any], Job[int]],
        parent: QWidget | None = None,
        *,
        only: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._engine = engine
        self._sized = sized
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.form = ParamForm(only=only)
        self.form.show_value(value)
        self.form.changed.connect(lambda _: self._show_consequences())
        for button in self.form.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return saves, wherever the focus is
        self._remark = QLabel(objectName="quiet", wordWrap=True)
        self.size_label = QLabel(objectName="quiet", accessibleName="Size of the file")
        self.size_label.setFont(theme.numbers_font())
        self.save_button = QPushButton("Save", default=True, toolTip=f"Write {path} (Return)")
        self.save_button.setProperty("primary", True)
        self.save_button.clicked.connect(self.accept)
        self._moment = QTimer(self, singleShot=True, interval=MOMENT_MILLISECONDS)
        self._moment.timeout.connect(self._measure)
        self.finished.connect(self._stop)
        self._lay_out(facts)
        self._show_consequences()
        self.form.enter()

    @property
    def value(self) -> Declared:
        """What was chosen."""
        value = self.form.value
        assert value is not None
        return value

    def remark(self) -> str:
        """What there is to say about the choice."""
        return ""

    def _show_consequences(self) -> None:
        self._say(self.remark())
        self._engine.cancel(SLOT)
        self.size_label.setText("Measuring…")
        self._moment.start()

    def _say(self, text: str) -> None:
        self._remark.setText(text)
        self._remark.setVisible(bool(text))

    def _measure(self) -> None:
        self._engine.start(SLOT, self._sized(self.value), Listener(finished=self._show_size, failed=self._fail))

    def _show_size(self, size: int) -> None:
        self.size_label.setText(f"{QLocale.c().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)}")

    def _fail(self, error: UserError) -> None:
        self.size_label.clear()
        self._say(str(error))

    def _stop(self) -> None:
        self._moment.stop()
        self._engine.cancel(SLOT)

    def _lay_out(self, facts: str) -> None:
        name = QLabel(objectName="heading")
        room = WIDTH - 4 * theme.SPACE
        name.setText(name.fontMetrics().elidedText(self.path.name, Qt.TextElideMode.ElideMiddle, room))
        name.setToolTip(str(self.path))
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE // 2)
        head.addWidget(name)
        head.addWidget(QLabel(facts, objectName="quiet"))
        cancel = QPushButton("Cancel", autoDefault=False, toolTip="Write nothing (Esc)")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self.size_label, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(2 * theme.SPACE)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addWidget(self._remark)
        column.addWidget(QFrame(objectName="rule"))
        column.addLayout(buttons)
