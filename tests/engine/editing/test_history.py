"""Undo and redo."""

from __future__ import annotations

from engine.editing.history import History


def test_undo_and_redo_walk_the_same_values() -> None:
    history = History.begin("Open", "a").then("First", "b").then("Second", "c")
    assert history.undo().present.value == "b"
    assert history.undo().undo().undo().present.value == "a"
    assert history.undo().undo().redo().redo().redo() == history


def test_an_edit_after_an_undo_forgets_what_was_undone() -> None:
    history = History.begin("Open", "a").then("First", "b").undo().then("Other", "c")
    assert history.redo() is history
    assert [moment.value for moment in history.past] == ["a"]
