"""`list` names what there is."""

from __future__ import annotations

import pytest

from engine.command_line import run
from engine.filters import FILTERS
from engine.filters.recipe import Step
from tests.engine.commands.shell import answer


def test_lists_are_in_aligned_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "networks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines][:3] == ["logistic", "textbook", "mlp-128"]
    assert len({len(line) - len(line.split("  ", 1)[1].lstrip()) for line in lines}) == 1
    told = answer(capsys, "list", "filters")["filters"]
    assert [entry["name"] for entry in told] == sorted(FILTERS)
    for entry in answer(capsys, "list", "kernels")["kernels"]:
        assert Step.parse(entry["step"]).filter.to_plain()["weights"] == tuple(map(tuple, entry["weights"]))
    assert {entry["name"] for entry in answer(capsys, "list", "datasets")["datasets"]} >= {"digits", "mnist"}
