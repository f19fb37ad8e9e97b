"""Numbers as people type and paste them into the table of a kernel."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

from engine.params import Matrix, ParameterError, print_number

LARGEST = 31
"""Rows and columns that a kernel may have."""
SIMPLE = 999
"""The largest denominator of a number that is shown as a fraction."""
LONGEST = 40
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
TERM = re.compile(rf"{NUMBER}(?:[*/]{NUMBER})*")
SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "\u00a0": " ", "\u202f": " "})


def read_number(text: str) -> float:
    """A number, fraction or simple product as it is typed: "-1", "0,5", "1/9", "2*3/4", "=1/9"; nothing is 0.

    Raises ParameterError.
    """
    plain = re.sub(r"\s+", "", text.translate(SIGNS)).removeprefix("=").replace(",", ".")
    if not plain:
        return 0.0
    shown = text.strip() if len(text.strip()) <= LONGEST else text.strip()[:LONGEST] + "…"
    if not TERM.fullmatch(plain) or len(plain) > 4 * LONGEST:
        raise ParameterError(f"“{shown}” is not a number; write one such as -1, 0.5, 1/9 or 2*3.")
    try:
        number = float(_product(plain))
    except ZeroDivisionError:
        raise ParameterError(f"“{shown}” divides by 0; write another number below the line.") from None
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ParameterError(f"“{shown}” is too large a number; write a smaller one.")
    return number


def number_text(number: float) -> str:
    """The shortest text that `read_number` reads back as the same number; 1/9 rather than 0.1111111111111111."""
    plain = print_number(number)
    if len(plain.lstrip("-")) <= 8:
        return plain
    simple = Fraction(number).limit_denominator(SIMPLE)
    return str(simple) if float(simple) == number else plain


def read_block(text: str) -> Matrix:
    """A block of numbers as spreadsheets, files and programs hold it, one line a row.

    Columns are parted by tabs, by semicolons, by commas or by spaces; where there are tabs or semicolons a comma is
    a decimal one. Brackets (`[[0, 1], [1, 0]]`) are read past; in one line semicolons part rows, as MATLAB has it.
    Raises ParameterError, naming the place.
    """
    lines = _lines(text)
    if not lines:
        raise ParameterError("There are no numbers to paste; copy a block of cells first.")
    split = _splitter(lines)
    rows = [split(line) for line in lines]
    widest = max(map(len, rows))
    if len(rows) > LARGEST or widest > LARGEST:
        size = f"{len(rows)} × {widest}"
        raise ParameterError(f"A kernel has at most {LARGEST} rows and columns; the block has {size}: paste less.")
    for place, row in enumerate(rows, 1):
        if len(row) != widest:
            raise ParameterError(f"Row {place} of the block has {len(row)} numbers and another has {widest}; fill it.")
    return tuple(tuple(_cell(text, row, column) for column, text in enumerate(cells, 1))
                 for row, cells in enumerate(rows, 1))  # fmt: skip


def block_text(block: Matrix) -> str:
    """A block as spreadsheets paste it: tabs between columns, a line a row; decimals, as 1/9 would become a date."""
    return "\n".join("\t".join(map(print_number, row)) for row in block)


def _product(plain: str) -> Fraction:
    """Factors multiplied and divided from left to right, without rounding in between."""
    first, *rest = re.split(r"([*/])", plain)
    result = Fraction(first)
    for sign, factor in zip(rest[::2], rest[1::2], strict=True):
        result = result * Fraction(factor) if sign == "*" else result / Fraction(factor)
    return result


def _lines(text: str) -> list[str]:
    """The rows as text, without brackets and empty lines at the ends."""
    text = text.translate(SIGNS)
    if re.search(r"[\[({]", text):
        text = re.sub(r"[\])}]\s*[,;]?\s*(?=[\[({])", "\n", text)
        text = re.sub(r"[\[\](){}]", "", text)
        lines = [line.strip().rstrip(",;") for line in text.splitlines()]
    else:
        lines = [line.rstrip(" \r") for line in text.splitlines()]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) == 1 and "\t" not in lines[0] and ";" in lines[0]:
        lines = [part for part in lines[0].split(";") if part.strip()]
    return [line for line in lines if line.strip() or "\t" in line]


def _splitter(lines: list[str]) -> Callable[[str], list[str]]:
    """How these lines are parted into cells; the cells of a spreadsheet may be empty."""
    for sign in "\t;":
        if any(sign in line for line in lines):
            return lambda line: line.split(sign)
    return lambda line: [cell for cell in re.split(r"\s*,\s*|\s+", line.strip()) if cell]


def _cell(text: str, row: int, column: int) -> float:
    try:
        return read_number(text)
    except ParameterError as error:
        raise ParameterError(f"Row {row}, column {column} of the block: {error}") from None
