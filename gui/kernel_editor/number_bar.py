"""The current cell of a kernel in full: where it is, and its exact number."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.filters.kernel_edits import size
from gui import theme
from gui.kernel_editor.kernel_grid import KernelGrid
from gui.kernel_editor.number_line import NumberLine


class NumberBar(QWidget):
    """Says which cell is the current one and how far it lies from the pixel; its number can be typed here too."""

    def __init__(self, grid: KernelGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._place = QLabel(objectName="quiet")
        self._line = NumberLine()
        self._line.setAccessibleName("Number of the cell")
        self._line.setToolTip("The cell's number in full; type a number, a fraction or a product: -1, 1/9, 2*3")
        self._line.setFixedWidth(136)
        self._line.typing.connect(lambda text: grid.try_text(*grid.cell, text))
        self._line.typed.connect(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._place, 1)
        row.addWidget(self._line)
        grid.pointed.connect(self.show_cell)

    def show_cell(self) -> None:
        """Show the grid's current cell."""
        (row, column), (rows, columns) = self._grid.cell, size(self._grid.weights)
        row, column = min(row, rows - 1), min(column, columns - 1)
        where = _from_centre(row - rows // 2, column - columns // 2)
        self._place.setText(f"Row {row + 1}, column {column + 1}  ·  {where}")
        self._line.show_number(self._grid.weights[row][column])

    def _typed(self, text: str) -> None:
        self._grid.take_text(*self._grid.cell, text)
        self.show_cell()


def _from_centre(down: int, across: int) -> str:
    """Which neighbour of the pixel a cell weighs."""
    ways = []
    if down:
        ways.append(f"{abs(down)} {'below' if down > 0 else 'above'}")
    if across:
        ways.append(f"{abs(across)} {'right' if across > 0 else 'left'}")
    return ", ".join(ways) or "the pixel itself"
