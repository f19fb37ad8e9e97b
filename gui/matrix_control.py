"""A small table of numbers in a form, typed like a spreadsheet: the weights of a kernel."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.filters.kernel_edits import resized
from engine.params import Matrix, ParameterError, Setting
from gui import theme
from gui.controls import Control
from gui.kernel_editor.kernel_grid import KernelGrid

SIZES = (1, 3, 5, 7, 9, 11, 15)
ROW_HEIGHT, LARGEST_HEIGHT = 32, 300
EDIT_KERNEL = "edit kernel"
"""The name of the page's action that opens the Kernel editor."""


class MatrixControl(Control):
    """Shows a matrix as a grid; a size is chosen above it, cells take numbers and fractions such as 1/9.

    The button beside the sizes triggers the action called EDIT_KERNEL of the page that the form is on, if it has one.
    """

    tall = True

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._sizes = QComboBox(accessibleName="Size of the kernel", toolTip="Another size; the centre stays")
        self._sizes.addItems([f"{size} × {size}" for size in SIZES])
        self._sizes.activated.connect(lambda index: self._resize(SIZES[index] if index < len(SIZES) else None))
        self._edit = QPushButton("Edit kernel…", toolTip="Presets, turns, all sizes and what the kernel does")
        self._edit.setAccessibleName("Edit kernel")
        self._edit.clicked.connect(self._open_editor)
        self._refusal = QLabel(objectName="quiet", wordWrap=True)
        self._refusal.hide()
        self.grid = KernelGrid()
        self.grid.setAccessibleName(setting.label)
        self.grid.changing.connect(self.changing.emit)
        self.grid.changed.connect(lambda weights, _: self._offer(weights))
        self.grid.refused.connect(self._refuse)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self._sizes, 1)
        head.addWidget(self._edit)
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addWidget(self._refusal)
        self.row.addLayout(column)
        self.setFocusProxy(self.grid)

    def show_value(self, value: Matrix) -> None:
        rows, columns = len(value), len(value[0])
        self._refusal.hide()
        self.grid.setFixedHeight(max(ROW_HEIGHT, min(LARGEST_HEIGHT, rows * ROW_HEIGHT)) + 2)
        self.grid.show_weights(value)
        label = f"{rows} × {columns}"
        if self._sizes.findText(label) < 0:
            while self._sizes.count() > len(SIZES):
                self._sizes.removeItem(len(SIZES))
            self._sizes.addItem(label)
        self._sizes.setCurrentText(label)

    def _offer(self, weights: Matrix) -> None:
        try:
            matrix = self.setting.check(weights)
        except ParameterError as error:
            self._refuse(f"{error}.")
            return
        self.show_value(matrix)
        self.changed.emit(matrix)

    def _refuse(self, text: str) -> None:
        self._refusal.setText(text)
        self._refusal.setStyleSheet(f"color: {theme.current().error}")
        self._refusal.setVisible(bool(text))

    def _resize(self, size: int | None) -> None:
        if size is not None and (matrix := resized(self.grid.weights, size, size)) != self.grid.weights:
            self._offer(matrix)

    def _open_editor(self) -> None:
        if (action := self._editor_action()) is not None:
            action.trigger()

    def _editor_action(self) -> QAction | None:
        """The action of the nearest page around the form."""
        around: QWidget | None = self.parentWidget()
        while around is not None:
            for action in around.actions():
                if action.objectName() == EDIT_KERNEL:
                    return action
            around = around.parentWidget()
        return None
