"""What is said in the window stays until it is no longer so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.filters.geometry import Resize
from engine.filters.rank import Median
from engine.filters.tone import Invert
from engine.save_options import SaveOptions
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]


def edit_and_see(window: MainWindow, wait: Wait, kind: type) -> None:
    page, before = window.filtering, window.filtering.result
    page.recipe.add(kind)
    wait(lambda: page.result is not before)


def test_a_save_that_failed_is_said_until_one_works(opened: MainWindow, wait: Wait, tmp_path: Path) -> None:
    page = opened.filtering
    page.files.write(tmp_path / "missing" / "out.png", SaveOptions())
    wait(page.message.isVisible)
    edit_and_see(opened, wait, Invert)
    assert "cannot be written" in page.message.text
    assert page.message.isVisible()
    page.files.write(tmp_path / "out.png", SaveOptions())
    wait(lambda: not page.message.isVisible())


def test_a_remark_about_what_was_just_done_goes_with_the_next_edit(opened: MainWindow, wait: Wait) -> None:
    page = opened.filtering
    page.recipe_actions.copy()
    assert "no filter" in page.message.text
    assert page.message.isVisible()
    edit_and_see(opened, wait, Median)
    assert not page.message.isVisible()


def test_a_filter_that_failed_is_said_until_the_picture_can_be_shown(opened: MainWindow, wait: Wait) -> None:
    page = opened.filtering
    assert page.model.document is not None
    page.model.edit("Add Resize", page.model.document.with_added(Resize(width=30_000, height=30_000)))
    wait(page.message.isVisible)
    assert "too many" in page.message.text
    page.model.undo()
    wait(lambda: not page.message.isVisible())
