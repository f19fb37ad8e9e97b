"""A short run of `python -m tests.fuzz_models`: no spoilt file does harm."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz_models import foreign, sealed
from tests.fuzz_models.fuzz import fuzz


def test_spoilt_files_are_refused_in_one_sentence_or_whole(tmp_path: Path) -> None:
    found = fuzz(sealed.CHANGES, ".safetensors", 16 * len(sealed.CHANGES), tmp_path, seed=7)
    assert not found.faults
    assert found.refused.total() > 160
    assert found.megabytes[0] <= 200
    for name in ("flipped", "shortened", "lengthened", "other length", "foreign", "hostile layers"):
        assert not found.accepted[name], name


def test_spoilt_onnx_files_are_refused_in_one_sentence_or_whole(tmp_path: Path) -> None:
    found = fuzz(foreign.CHANGES, ".onnx", 20 * len(foreign.CHANGES), tmp_path, seed=7)
    assert not found.faults
    assert found.refused.total() > 120
    assert found.megabytes[0] <= 200
    for name in ("shortened", "foreign"):
        assert not found.accepted[name], name
