"""A line into which a number is typed as in the cells of a kernel: 1/9, 0.5, 2*3."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from engine.filters.kernel_text import number_text, read_number
from engine.params import ParameterError
from gui import theme


class NumberLine(QLineEdit):
    """Marks itself while its text is no number; `typing` carries each text, `typed` one that is meant."""

    typing = Signal(str)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.numbers_font())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._typing)
        self.editingFinished.connect(self._typed)

    def show_number(self, number: float) -> None:
        """Show a number, but leave alone what is being typed."""
        if not (self.isModified() and self.hasFocus()):
            self.setText(number_text(number))
            self._mark(True)

    def _typing(self, text: str) -> None:
        try:
            read_number(text)
        except ParameterError:
            self._mark(False)
        else:
            self._mark(True)
        self.typing.emit(text)

    def _typed(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.typed.emit(self.text())

    def _mark(self, right: bool) -> None:
        self.setProperty("wrong", not right)
        self.style().unpolish(self)
        self.style().polish(self)
