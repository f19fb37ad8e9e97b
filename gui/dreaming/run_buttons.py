"""The two buttons below the panel: dream or stop, and dream anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton

from gui import theme


class RunButtons(QHBoxLayout):
    """Buttons that say what they would do now."""

    def __init__(self, toggle: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__()
        self.setSpacing(theme.SPACE)
        self.run = QPushButton("Dream")
        self.run.setProperty("primary", True)
        self.run.clicked.connect(lambda: toggle())
        tip = "Begin anew from the start (Ctrl+R)"
        self.again = theme.with_icon(
            QToolButton(toolTip=tip, accessibleName="Dream anew", objectName="control"), "restart"
        )
        self.again.setFixedSize(32, 32)
        self.again.clicked.connect(lambda: again())
        self.addWidget(self.run, 1)
        self.addWidget(self.again)

    def show_state(self, *, is_ready: bool, is_running: bool, has_begun: bool) -> None:
        """Say what comes next; nothing does before it is ready."""
        text = "Stop" if is_running else "Dream on" if has_begun else "Dream"
        self.run.setText(text)
        self.run.setToolTip(f"{text} (Ctrl+Return)")
        for button in (self.run, self.again):
            button.setEnabled(is_ready)
