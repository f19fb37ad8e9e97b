"""What is being computed, how far it is, and a button to cancel it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gui import theme

WIDEST_TEXT = 300
PATIENCE_SECONDS = 0.3
"""What takes no longer than this is not worth a flicker on the screen."""


class Task:
    """One thing that an `Activity` shows while it goes on. `Activity.begin` makes it."""

    def __init__(self, text: str, cancel: Callable[[], None], begun: float, changed: Callable[[], None]) -> None:
        self.text = text
        self.share: float | None = None
        self.cancel = cancel
        self.begun = begun
        self.over = False
        self._changed = changed

    def report(self, text: str, share: float | None = None) -> None:
        """Say how far it is: `share` from 0 to 1, or None where nobody knows."""
        self.text, self.share = text, share
        self._changed()

    def end(self) -> None:
        """It is over, however it ended; what else goes on stays in the line."""
        self.over = True
        self._changed()


class Activity(QFrame):
    """A line with a text, a progress bar and Cancel for what has been going on longest; the next appears after it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="message")
        self._tasks: dict[str, Task] = {}
        self._text = QLabel()
        self._text.setMaximumWidth(WIDEST_TEXT)
        self._bar = QProgressBar(textVisible=False)
        button = QPushButton("Cancel", toolTip="Stop this and keep everything as it was")
        button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        row.setSpacing(2 * theme.SPACE)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(button)
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._show_longest)
        self.hide()

    @property
    def text(self) -> str:
        """What the line says."""
        return self._text.text()

    def begin(self, name: str, text: str, cancel: Callable[[], None]) -> Task:
        """Say what is being done; the line appears only if it is not over soon.

        A task takes the place of one of the same name, as a job takes the place of one in its slot: the older one's
        later reports and its end change nothing, and where the line shows it already, it goes on showing the new one.
        """
        now, older = time.monotonic(), self._tasks.get(name)
        long = older is not None and now - older.begun >= PATIENCE_SECONDS
        self._tasks[name] = task = Task(text, cancel, older.begun if older and long else now, self._show_longest)
        self._show_longest()
        return task

    def _longest(self) -> Task | None:
        return min(self._tasks.values(), key=lambda task: task.begun, default=None)

    def _show_longest(self) -> None:
        self._tasks = {name: task for name, task in self._tasks.items() if not task.over}
        task = self._longest()
        wait = PATIENCE_SECONDS - (time.monotonic() - task.begun) if task else 0.0
        self._patience.stop()
        if task is not None:
            self._text.setText(task.text)
            self._bar.setRange(0, 0 if task.share is None else 1000)
            self._bar.setValue(round(1000 * (task.share or 0.0)))
            if wait > 0:
                self._patience.start(round(1000 * wait) + 1)
        self.setVisible(task is not None and wait <= 0)

    def _cancel(self) -> None:
        if task := self._longest():
            task.cancel()
