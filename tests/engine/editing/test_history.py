"""Undo and redo."""

from __future__ import annotations

import pytest

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


def test_any_moment_can_be_made_the_present() -> None:
    history = History.begin("Open", "a").then("First", "b").then("Second", "c").then("Third", "d").undo()
    assert [moment.value for moment in history.moments] == ["a", "b", "c", "d"]
    assert history.at(0) == history.undo().undo()
    assert history.at(3) == history.redo()
    assert history.at(0).at(2) == history
    for index in (-1, 4):
        with pytest.raises(IndexError):
            history.at(index)


def test_another_history_is_gone_on_with_after_this_one() -> None:
    here = History.begin("Open", "a").then("First", "b").then("Second", "c").undo()
    both = here.followed_by(History.begin("Open", "x").then("One", "y").then("Two", "z").undo())
    assert [moment.value for moment in both.moments] == ["a", "b", "x", "y", "z"]
    assert both.present.value == "y"
    assert both.undo().undo().present.value == "b"
