"""The size of a kernel and what can be done to all of it at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from engine.filters import kernel_edits
from engine.filters.kernel_text import LARGEST
from engine.params import Matrix
from gui import theme

TURNS: tuple[tuple[str, str, str, Callable[[Matrix], Matrix]], ...] = (
    ("Rotate by 90°", "rotate-right", "Ctrl+R", kernel_edits.rotated),
    ("Mirror left and right", "flip-horizontal", "Ctrl+H", kernel_edits.mirrored_across),
    ("Mirror top and bottom", "flip-vertical", "Ctrl+J", kernel_edits.mirrored_down),
    ("Transpose", "table-pivot", "Ctrl+T", kernel_edits.transposed),
    ("Negate", "plus-minus-variant", "Ctrl+N", kernel_edits.negated),
)


class ToolRow(QWidget):
    """Height and width, and a button for each turn; `changed` carries other weights and what was done."""

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: Matrix = ((0.0,),)
        self._height, self._width = _side("Height"), _side("Width")
        self._linked = QToolButton(autoRaise=True, checkable=True, checked=True, toolTip="Keep the kernel square")
        self._linked.setAccessibleName("Keep the kernel square")
        theme.with_icon(self._linked, "link-variant")
        self._height.valueChanged.connect(lambda rows: self._resize(rows, self._width.value(), self._height))
        self._width.valueChanged.connect(lambda columns: self._resize(self._height.value(), columns, self._width))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.SPACE // 4)
        self._row.addWidget(self._height)
        self._row.addWidget(QLabel("×", objectName="quiet"))
        self._row.addWidget(self._width)
        self._row.addWidget(self._linked)
        self._row.addStretch(1)
        for name, icon, keys, turn in TURNS:
            self.add_button(self._turn_action(name, icon, keys, turn))

    def add_button(self, action: QAction) -> None:
        """A button for an action that has an icon."""
        button = QToolButton(autoRaise=True)
        button.setDefaultAction(action)
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(action.text())
        self._row.addWidget(button)

    def show_weights(self, weights: Matrix) -> None:
        self._weights = weights
        rows, columns = kernel_edits.size(weights)
        for box, value in ((self._height, rows), (self._width, columns)):
            with QSignalBlocker(box):
                box.setValue(value)
        if rows != columns:
            self._linked.setChecked(False)

    def _resize(self, rows: int, columns: int, typed: QSpinBox) -> None:
        if self._linked.isChecked():
            rows = columns = typed.value()
        self.changed.emit(kernel_edits.resized(self._weights, rows, columns), f"Size {rows} × {columns}")

    def _turn_action(self, name: str, icon: str, keys: str, turn: Callable[[Matrix], Matrix]) -> QAction:
        action = QAction(name, self)
        theme.with_icon(action, icon)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(f"{name} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(lambda _=False: self.changed.emit(turn(self._weights), name))
        return action


def _side(name: str) -> QSpinBox:
    box = QSpinBox(minimum=1, maximum=LARGEST, singleStep=2, keyboardTracking=False)
    box.setAccessibleName(name)
    box.setToolTip(f"{name} of the kernel, 1 to {LARGEST}; the centre stays")
    box.setFont(theme.numbers_font())
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setFixedWidth(48)
    return box
