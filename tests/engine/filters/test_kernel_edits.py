"""Edits of a kernel, against NumPy's moves of arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.filters import kernel_edits
from engine.filters.kernel_edits import pasted, resized
from engine.params import Matrix, ParameterError

WEIGHTS = ((1.0, 2.0, 0.0), (4.0, 5.0, -6.0))


@pytest.mark.parametrize(
    ("edit", "theirs"),
    [
        (kernel_edits.rotated, lambda table: np.rot90(table, -1)),
        (kernel_edits.mirrored_across, np.fliplr),
        (kernel_edits.mirrored_down, np.flipud),
        (kernel_edits.transposed, np.transpose),
        (kernel_edits.negated, np.negative),
    ],
)
def test_turns_and_mirrors_as_numpy_does(
    edit: Callable[[Matrix], Matrix], theirs: Callable[[np.ndarray], np.ndarray]
) -> None:
    np.testing.assert_array_equal(edit(WEIGHTS), theirs(np.array(WEIGHTS)))


def test_nothing_becomes_minus_nothing() -> None:
    assert str(kernel_edits.negated(((0.0,),))) == "((0.0,),)"


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 31])
@pytest.mark.parametrize("columns", [1, 2, 3, 6])
def test_another_size_keeps_the_weight_that_lies_on_the_pixel(rows: int, columns: int) -> None:
    other = resized(WEIGHTS, rows, columns)
    assert (len(other), {len(row) for row in other}) == (rows, {columns})
    assert other[rows // 2][columns // 2] == WEIGHTS[1][1]


def test_a_larger_size_loses_nothing_and_a_smaller_one_cuts_the_edges() -> None:
    table = tuple(tuple(float(5 * row + column) for column in range(5)) for row in range(5))
    assert resized(resized(table, 9, 7), 5, 5) == table
    assert resized(table, 3, 1) == ((7,), (12,), (17,))


def span(top: int, left: int, rows: int = 1, columns: int = 1) -> tuple[range, range]:
    return range(top, top + rows), range(left, left + columns)


def test_a_block_is_pasted_where_it_fits() -> None:
    assert pasted(WEIGHTS, span(0, 1), ((7, 8), (9, 9))).weights == ((1, 7, 8), (4, 9, 9))
    assert pasted(WEIGHTS, span(0, 0, 2, 2), ((3,),)).weights == ((3, 3, 0), (3, 3, -6))
    assert kernel_edits.block(WEIGHTS, span(0, 1, 2, 2)) == ((2, 0), (5, -6))


def test_a_block_as_large_as_the_kernel_or_larger_becomes_it() -> None:
    larger = tuple((float(row),) * 5 for row in range(5))
    assert pasted(WEIGHTS, span(1, 1), larger) == kernel_edits.Pasted(larger, True)
    same = ((0.0,) * 3,) * 2
    assert pasted(WEIGHTS, span(1, 2), same).weights == same
    wide = ((1.0, 2.0, 3.0, 4.0),)
    assert pasted(WEIGHTS, span(0, 0), wide).weights == wide


def test_a_block_that_hangs_over_the_edge_is_refused() -> None:
    with pytest.raises(ParameterError, match="row 2, column 1"):
        pasted(WEIGHTS, span(1, 0), ((1, 1), (1, 1)))
