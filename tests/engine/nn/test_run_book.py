"""Runs that are kept: they come back as they were, the newest first, and only so many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import UserError
from engine.jobs import finish
from engine.nn import run_book
from engine.nn.activation import Softmax
from engine.nn.dense import Dense
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.run_book import Run, RunBook, new_key

NETWORK = Network.build((Dense(3), Softmax()), (4,), ("a", "b", "c"), seed=5)


def run(key: str = "20260101-120000-000000", name: str = "first") -> Run:
    plan = TrainingPlan(epochs=3, learning_rate=0.25)
    return Run(key, name, "4-3", "Points", "own.npz", plan, epochs=2.5, seconds=61.0, accuracy=0.75)


@pytest.fixture
def book(tmp_path: Path) -> RunBook:
    return RunBook(tmp_path / "runs")


def test_an_empty_book_has_no_runs(book: RunBook) -> None:
    assert book.runs() == ()


def test_a_run_comes_back_with_its_network(book: RunBook) -> None:
    finish(book.keeping(run(), NETWORK))
    assert RunBook(book.folder).runs() == (run(),)
    np.testing.assert_array_equal(book.load(run().key).whole.value, NETWORK.whole.value)


def test_the_newest_is_first_and_keys_follow_the_clock(book: RunBook) -> None:
    keys = [new_key() for _ in range(3)]
    for key in keys:
        finish(book.keeping(run(key), NETWORK))
    assert [each.key for each in book.runs()] == sorted(keys, reverse=True)


def test_a_run_is_renamed_pinned_and_deleted(book: RunBook) -> None:
    finish(book.keeping(run(), NETWORK))
    book.change(replace(run(), name="the good one", is_pinned=True))
    assert [(each.name, each.is_pinned) for each in book.runs()] == [("the good one", True)]
    book.delete(run().key)
    assert book.runs() == ()
    assert not list(book.folder.iterdir())
    with pytest.raises(UserError):
        book.load(run().key)


def test_the_oldest_give_way_but_not_the_pinned(book: RunBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_book, "KEPT", 3)
    keys = [f"20260101-12000{second}-000000" for second in range(6)]
    for key in keys:
        finish(book.keeping(replace(run(key), is_pinned=key == keys[0]), NETWORK))
    assert [each.key for each in book.runs()] == [keys[5], keys[4], keys[3], keys[0]]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1}', "\x00", '{"plan": {"epochs": 0}}'])
def test_files_that_are_no_runs_are_passed_over(book: RunBook, text: str) -> None:
    finish(book.keeping(run(), NETWORK))
    (book.folder / "20260101-120001-000000.json").write_text(text)
    (book.folder / "notes.json").write_text((book.folder / f"{run().key}.json").read_text())
    assert book.runs() == (run(),)


def test_where_nothing_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"^The folder .* cannot be made: .*\.$"):
        finish(RunBook(tmp_path / "file" / "runs").keeping(run(), NETWORK))
