"""Numbers typed and pasted into a kernel."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.filters.kernel_text import block_text, number_text, read_block, read_number
from engine.params import ParameterError

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("", 0), ("7", 7), ("-1", -1), ("−1", -1), ("0,5", 0.5), (".5", 0.5), ("1/9", 1 / 9), ("=1/9", 1 / 9),
     ("-1 / 4", -0.25), ("2*3", 6), ("2×3/4", 1.5), ("1e-3", 0.001), ("3.", 3), ("1/3*3", 1)],
)  # fmt: skip
def test_reads_numbers_fractions_and_products(typed: str, meant: float) -> None:
    assert read_number(typed) == meant


@pytest.mark.parametrize("typed", ["x", "1+1", "--1", "1//2", "1/", "nan", "inf", "1e999", "1.2.3", "__import__", "*2",
                                   "9" * 500])  # fmt: skip
def test_anything_else_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(ParameterError) as refused:
        read_number(typed)
    assert len(str(refused.value)) < 120
    assert str(refused.value).endswith(".")


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ParameterError, match="divides by 0"):
        read_number("1/0")


@given(NUMBERS)
def test_what_is_shown_reads_back(number: float) -> None:
    assert read_number(number_text(number)) == number


def test_fractions_stay_fractions_and_decimals_decimals() -> None:
    assert [number_text(float(Fraction(text))) for text in ("1/9", "-2/273", "1/4")] == ["1/9", "-2/273", "0.25"]
    assert number_text(0.123456789) == "0.123456789"


@pytest.mark.parametrize(
    "text",
    ["1\t2\n3\t-4\n", "1,2\n3,-4", "1 2\r\n3 -4\r\n", "1; 2\n3; -4", "[[1, 2], [3, -4]]", "[1 2; 3 -4]",
     "1 2; 3 -4", "np.array", "  1   2\n  3  -4 ", "{{1, 2},\n {3, -4}};",
     "[1 2;\n 3 -4];"],
)  # fmt: skip
def test_a_block_is_read_however_it_is_written(text: str) -> None:
    if text == "np.array":
        text = "[[ 1.  2.]\n [ 3. -4.]]"
    assert read_block(text) == ((1, 2), (3, -4))


def test_a_comma_beside_tabs_or_semicolons_is_a_decimal_one() -> None:
    assert read_block("0,5\t1\n\t1/4") == ((0.5, 1), (0, 0.25))
    assert read_block("0,5;1,5\n2;3") == ((0.5, 1.5), (2, 3))


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no numbers"), (" \n ", "no numbers"), ("1 2\n3", "Row 2 of the block has 1"),
     ("1 2\n3 x", "Row 2, column 2"), ("1 " * 32, "at most 31"), ("1\n" * 32, "at most 31")],
)  # fmt: skip
def test_a_block_that_is_none_is_refused_with_the_place(text: str, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        read_block(text)


@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.tuples(*[NUMBERS] * width), min_size=1, max_size=5)))
def test_what_is_copied_is_pasted_again(rows: list[tuple[float, ...]]) -> None:
    assert read_block(block_text(tuple(rows))) == tuple(rows)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        block = read_block(text)
    except ParameterError:
        return
    assert 1 <= len(block) <= 31
    assert len({len(row) for row in block}) == 1
