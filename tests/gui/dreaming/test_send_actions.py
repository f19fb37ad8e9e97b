"""Dreams go to the other workspaces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.data.drawings import OwnDrawings
from engine.image import load
from gui.dreaming import send_actions
from gui.dreaming.session import Mode
from gui.dreaming.workspace import DreamWorkspace
from gui.main_window import MainWindow
from tests.gui.dreaming.hands import Wait, at_rest


def trigger(dreaming: DreamWorkspace, text: str) -> None:
    next(action for action in dreaming.actions() if action.text() == text).trigger()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnDrawings:
    """An empty folder in place of the person's own data."""
    monkeypatch.setattr(send_actions, "drawings_folder", lambda: tmp_path / "mine")
    return OwnDrawings(tmp_path / "mine")


def test_a_dream_is_opened_in_the_filter_workspace_exactly_or_enlarged(
    window: MainWindow, dreaming: DreamWorkspace
) -> None:
    dreamt = dreaming.session.report.images[0]
    trigger(dreaming, "Open in the Filter workspace 1:1")
    document = window.filtering.model.document
    assert document.title == "Dream of 3"
    np.testing.assert_array_equal(document.image.pixels, dreamt)
    assert window.filtering.isVisible()
    window.show_page(2)
    trigger(dreaming, "Open in the Filter workspace")
    pixels = window.filtering.model.document.image.pixels
    times = pixels.shape[0] // 8
    assert times > 10
    np.testing.assert_array_equal(pixels[::times, ::times], np.rint(255 * dreamt).astype(np.uint8))


def test_a_dream_is_kept_under_the_class_that_was_wanted_and_taken_back(
    dreaming: DreamWorkspace, wait: Wait, own: OwnDrawings
) -> None:
    trigger(dreaming, "Add to my data")
    wait(dreaming.message.isVisible)
    assert own.counts() == {"3": 1}
    kept = load(own.folder / "3" / "0001.png").pixels
    np.testing.assert_array_equal(kept, np.rint(255 * dreaming.session.report.images[0]).astype(np.uint8))
    button = next(
        b for b in dreaming.message.findChildren(type(dreaming.run._buttons.run)) if b.text() == "Take it back"
    )
    button.click()
    assert own.counts() == {}


def test_every_picture_of_a_sheet_is_kept_under_its_own_class(
    dreaming: DreamWorkspace, wait: Wait, own: OwnDrawings
) -> None:
    dreaming.session.set_mode(Mode.SHEET)
    at_rest(dreaming, wait)
    wait(lambda: len(dreaming.session.report.images) == 30)
    trigger(dreaming, "Add to my data")
    wait(lambda: "Kept 30 dreams" in dreaming.message.text)
    assert own.counts() == {str(digit): 3 for digit in range(10)}


def test_what_shows_no_class_is_not_kept(dreaming: DreamWorkspace, wait: Wait, own: OwnDrawings) -> None:
    dreaming.session.set_mode(Mode.HIDDEN)
    wait(lambda: dreaming.session.dream is not None and dreaming.session.dream.objective.wanted[0] == -1)
    at_rest(dreaming, wait)
    trigger(dreaming, "Add to my data")
    assert "shows no class" in dreaming.message.text
    assert not own.folder.exists()
