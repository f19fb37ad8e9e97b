"""What one sees in the dreams of two networks, in words."""

from __future__ import annotations

import numpy as np
import pytest

from engine.dream.contrast import Outcome, contrast
from engine.dream.verdict import Verdict


def outcome(title: str, certainty: float, judge: float, neighbours: float, nearest: float, count: int = 1) -> Outcome:
    verdict = Verdict(np.zeros((count, 10)), np.zeros(count, int), judge, neighbours, None, None, nearest)
    return Outcome(title, certainty, verdict)


ROBUST = outcome("robust", 0.99, 1, 1, 5.0)


@pytest.mark.parametrize(
    ("ordinary", "words"),
    [
        (outcome("plain", 1.0, 0, 0, 9.0), ("Both networks are certain", "not in that of plain")),
        (
            outcome("plain", 0.3, 0, 0, 9.0),
            ("Others see what was wanted in the dream of robust", "not in that of plain"),
        ),
        (outcome("plain", 1.0, 1, 1, 7.5), ("plain are 1.5 times as far as those of robust", "noise")),
        (outcome("plain", 1.0, 1, 1, 5.2), ("Others see in both", "equally near")),
    ],
)
def test_it_says_what_sets_the_two_apart_whichever_is_first(ordinary: Outcome, words: tuple[str, ...]) -> None:
    for sentence in (contrast(ordinary, ROBUST), contrast(ROBUST, ordinary)):
        for part in words:
            assert part in sentence


def test_of_sheets_it_says_the_shares_that_others_read() -> None:
    plain, robust = outcome("plain", 1.0, 0.7, 0.8, 7.0, 30), outcome("robust", 0.99, 1, 0.98, 5.0, 30)
    sentence = contrast(plain, robust)
    assert "99 % of the dreams of robust" in sentence
    assert "75 % of those of plain" in sentence


def test_where_others_read_neither_it_tells_certain_networks_from_those_that_need_more_steps() -> None:
    certain, begun = outcome("a", 1.0, 0, 0, 9), outcome("b", 0.2, 0, 0, 9)
    assert contrast(certain, certain).startswith("Both networks are certain, but others can read neither")
    assert "b may need more steps" in contrast(certain, begun)
