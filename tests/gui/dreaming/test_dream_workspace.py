"""The Dream workspace, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtWidgets import QFileDialog, QPushButton

from engine.dream.dream import dream
from engine.dream.objective import ClassObjective
from engine.dream.plan import DreamPlan
from engine.jobs import finish
from engine.nn.model_file import save_model
from engine.nn.network import Network
from engine.nn.starter import train_starter
from gui.dreaming.workspace import DreamWorkspace
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture(scope="module")
def network() -> Network:
    return finish(train_starter())


@pytest.fixture
def dreaming(window: MainWindow, network: Network) -> DreamWorkspace:
    window.show_page(2)
    window.dreaming.offer_network(network)
    window.dreaming.setup.show_plan(DreamPlan(steps=30))
    return window.dreaming


def press(workspace: DreamWorkspace, text: str) -> None:
    next(
        button for button in workspace.findChildren(QPushButton) if button.text() == text and button.isVisible()
    ).click()


def test_without_a_network_one_button_trains_one_and_dreams(window: MainWindow, wait: Wait) -> None:
    window.show_page(2)
    workspace = window.dreaming
    press(workspace, "Train on the built-in digits")
    wait(lambda: workspace.dreams is not None)
    assert workspace.network is not None
    assert window.training.network is workspace.network


def test_a_digit_is_chosen_and_the_picture_forms(dreaming: DreamWorkspace, wait: Wait, network: Network) -> None:
    press(dreaming, "7")
    wait(lambda: dreaming.dreams is not None)
    expected = finish(dream(network, ClassObjective.of(7, 10), dreaming.setup.plan))
    np.testing.assert_array_equal(dreaming.dreams.images, expected.images)
    assert dreaming.dreams.certainty[0] > 0.9
    assert dreaming.setup._figure.text() == f"{100 * dreaming.dreams.certainty[0]:.1f} %"
    assert len(dreaming.curve._curves["wanted digit"].getOriginalDataset()[0]) > 10


def test_another_digit_takes_the_place_of_the_one_being_dreamt(dreaming: DreamWorkspace, wait: Wait) -> None:
    press(dreaming, "7")
    wait(lambda: bool(dreaming._reports))
    press(dreaming, "2")
    wait(lambda: dreaming.dreams is not None)
    assert dreaming.dreams.wanted.tolist() == [2]
    assert dreaming.setup._run.text() == "Dream"


def test_a_dream_that_is_stopped_can_be_saved_as_far_as_it_came(
    dreaming: DreamWorkspace, wait: Wait, tmp_path: Path
) -> None:
    press(dreaming, "Dream")
    wait(lambda: len(dreaming._reports) > 3)
    press(dreaming, "Stop")
    wait(lambda: dreaming.dreams is not None)
    dreaming.save(tmp_path / "dream.gif")
    wait((tmp_path / "dream.gif").exists)
    with Pillow.open(tmp_path / "dream.gif") as film:
        assert film.n_frames > 1


def test_the_picture_and_the_film_are_saved_under_the_chosen_names(
    dreaming: DreamWorkspace, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dreaming.start()
    wait(lambda: dreaming.dreams is not None)
    for ending in (".png", ".gif"):
        path = tmp_path / f"three{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        dreaming.ask_save(ending)
        wait(path.exists)
        with Pillow.open(path) as file:
            assert file.width == file.height
    dreaming.save(tmp_path / "no such folder" / "x.png")
    wait(dreaming.message.isVisible)
    assert "cannot be written" in dreaming.message.text


def test_a_model_is_loaded_and_a_damaged_one_refused(
    window: MainWindow, wait: Wait, tmp_path: Path, network: Network
) -> None:
    window.show_page(2)
    workspace = window.dreaming
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"not a model")
    workspace.load(path)
    assert workspace.message.isVisible()
    assert "model.safetensors" in workspace.message.text
    assert workspace.network is None
    save_model(network, path)
    workspace.load(path)
    wait(lambda: workspace.dreams is not None)


def test_saving_before_there_is_a_dream_says_so(dreaming: DreamWorkspace) -> None:
    dreaming.ask_save(".png")
    assert dreaming.message.text == "There is no dream to save yet."
