"""A short run of `python -m tests.fuzz_models`: no changed file does harm."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz_models.fuzz import fuzz
from tests.fuzz_models.sealed import CHANGES


def test_changed_files_are_refused_in_one_sentence_or_whole(tmp_path: Path) -> None:
    found = fuzz(16 * len(CHANGES), tmp_path, seed=7)
    assert not found.faults
    assert found.refused.total() > 160
    assert found.megabytes[0] <= 200
    for name in ("flipped", "shortened", "lengthened", "other length", "foreign", "hostile layers"):
        assert not found.accepted[name], name
