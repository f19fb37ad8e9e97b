"""What is being computed, how far it is, and a button to cancel it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gui import theme

PATIENCE_MILLISECONDS = 300
"""What takes no longer than this is not worth a flicker on the screen."""


class Activity(QFrame):
    """A line with a text, a progress bar and Cancel, seen only while something takes its time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="message")
        self._cancel: Callable[[], None] | None = None
        self._text = QLabel()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 1000)
        button = QPushButton("Cancel", toolTip="Stop this and keep everything as it was")
        button.clicked.connect(self._cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        row.setSpacing(2 * theme.SPACE)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(button)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def begin(self, text: str, cancel: Callable[[], None]) -> None:
        """Say what is being done; the line appears only if it is not over soon."""
        self._cancel = cancel
        self.report(text)
        self._patience.start()

    def report(self, text: str, share: float | None = None) -> None:
        """Say how far it is: `share` from 0 to 1, or None where nobody knows."""
        self._text.setText(text)
        self._bar.setRange(0, 0 if share is None else 1000)
        self._bar.setValue(round(1000 * (share or 0.0)))

    def end(self) -> None:
        """It is over."""
        self._patience.stop()
        self.hide()

    def _cancelled(self) -> None:
        if self._cancel is not None:
            self._cancel()
