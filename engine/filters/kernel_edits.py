"""What a person does to a kernel: another size, turned, mirrored, cells filled. Each returns a new table of weights."""

from __future__ import annotations

from dataclasses import dataclass

from engine.filters.kernel_text import LARGEST
from engine.params import Matrix, ParameterError

Span = tuple[range, range]
"""Rows and columns of a block of cells."""


def size(weights: Matrix) -> tuple[int, int]:
    """Rows and columns."""
    return len(weights), len(weights[0])


def resized(weights: Matrix, rows: int, columns: int) -> Matrix:
    """Another size, in which the centre `(rows // 2, columns // 2)` keeps its weight: cells of 0 are put around it,
    or the outermost ones are cut off."""
    own_rows, own_columns = size(weights)
    down, across = own_rows // 2 - rows // 2, own_columns // 2 - columns // 2

    def cell(row: int, column: int) -> float:
        inside = 0 <= row + down < own_rows and 0 <= column + across < own_columns
        return weights[row + down][column + across] if inside else 0.0

    return tuple(tuple(cell(row, column) for column in range(columns)) for row in range(rows))


def rotated(weights: Matrix) -> Matrix:
    """Turned by 90° clockwise."""
    return tuple(zip(*weights[::-1], strict=True))


def mirrored_across(weights: Matrix) -> Matrix:
    """Left and right exchanged."""
    return tuple(row[::-1] for row in weights)


def mirrored_down(weights: Matrix) -> Matrix:
    """Top and bottom exchanged."""
    return weights[::-1]


def transposed(weights: Matrix) -> Matrix:
    """Rows become columns."""
    return tuple(zip(*weights, strict=True))


def negated(weights: Matrix) -> Matrix:
    """Every sign turned."""
    return tuple(tuple(-cell if cell else 0.0 for cell in row) for row in weights)


def block(weights: Matrix, span: Span) -> Matrix:
    """The cells of a block."""
    rows, columns = span
    return tuple(weights[row][columns.start : columns.stop] for row in rows)


def filled(weights: Matrix, span: Span, value: float) -> Matrix:
    """One value in every cell of a block."""
    rows, columns = span
    return with_block(weights, rows.start, columns.start, ((value,) * len(columns),) * len(rows))


def with_block(weights: Matrix, top: int, left: int, cells: Matrix) -> Matrix:
    """A block laid over the cells from `(top, left)` on; it must lie inside."""
    height, width = size(cells)
    return tuple(
        (*row[:left], *cells[place - top], *row[left + width :]) if top <= place < top + height else row
        for place, row in enumerate(weights)
    )


@dataclass(frozen=True)
class Pasted:
    """The weights after a block was pasted, and whether it took the place of the whole kernel."""

    weights: Matrix
    whole: bool


def pasted(weights: Matrix, span: Span, cells: Matrix) -> Pasted:
    """Paste a block at the chosen cells, as a spreadsheet does.

    A single number fills what is chosen. A block that fits from the first chosen cell on is laid there. One that is
    as large as the kernel, or does not fit into it anywhere, becomes the kernel. Raises ParameterError where it would
    hang over the edge.
    """
    rows, columns = size(weights)
    height, width = size(cells)
    top, left = span[0].start, span[1].start
    if height == width == 1:
        return Pasted(filled(weights, span, cells[0][0]), False)
    if top + height <= rows and left + width <= columns:
        return Pasted(with_block(weights, top, left, cells), (height, width) == (rows, columns))
    if (height >= rows and width >= columns) or height > rows or width > columns:
        if height > LARGEST or width > LARGEST:
            raise ParameterError(f"A kernel has at most {LARGEST} rows and columns; paste a smaller block.")
        return Pasted(cells, True)
    raise ParameterError(
        f"{height} × {width} numbers do not fit from row {top + 1}, column {left + 1} on; "
        "choose a cell further up or left."
    )
