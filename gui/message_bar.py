"""What went wrong or what can be done next, said inside the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from gui import theme


class MessageBar(QFrame):
    """A bar with one sentence, up to a few ways on, and a cross to close it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="message")
        self._about = ""
        self._icon = QLabel()
        self._text = QLabel(wordWrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # however long a file's name
        self._buttons = QHBoxLayout()
        close = theme.with_icon(QToolButton(autoRaise=True, toolTip="Close this message (Esc)"), "close")
        close.setAccessibleName("Close message")
        close.setShortcut("Esc")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addLayout(self._buttons)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(
        self,
        text: str,
        *,
        wrong: bool = False,
        ways_on: Mapping[str, Callable[[], object]] | None = None,
        about: str = "",
    ) -> None:
        """Show a sentence; `ways_on` are buttons by their text, which also close the bar.

        `about` names the work that the sentence is about, as "save"; without it, it is about what was just done.
        """
        self._about = about
        self._text.setText(text)
        colour = theme.current().error if wrong else theme.current().accent
        self._icon.setPixmap(theme.icon("alert-circle" if wrong else "information", colour=colour).pixmap(20, 20))
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)
        while item := self._buttons.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for name, action in (ways_on or {}).items():
            button = QPushButton(name, toolTip=text)
            button.clicked.connect(self.hide)
            button.clicked.connect(lambda _=False, action=action: action())
            self._buttons.addWidget(button)
        self.show()

    def withdraw(self, about: str = "") -> None:
        """Take back what was said about this, as it is no longer so; a sentence about something else stays."""
        if self._about == about:
            self.hide()
