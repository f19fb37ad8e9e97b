"""The data: chosen by its card, downloaded by a server that fails, own folders, and the settings below the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from engine.data import DATASETS, download, published
from engine.data.folder import FolderPlan
from engine.data.mnist import MNIST
from engine.image import Image, save
from gui.controls import NumberField
from gui.training.data_section import OWN_FOLDER, DataSection
from gui.training.workspace import TrainWorkspace
from tests.bad_server import serving, source

Wait = Callable[[Callable[[], bool]], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def section(training: TrainWorkspace) -> DataSection:
    return training.setup.data


@pytest.fixture
def address() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture
def mnist(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, training: TrainWorkspace
) -> Callable[[str], None]:
    """Have MNIST come from the server, which behaves as it is told."""
    monkeypatch.delenv("DARKROOM_DATA", raising=False)
    monkeypatch.setattr(published.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    monkeypatch.setattr(download.tempfile, "tempdir", str(tmp_path))

    def behave(how: str) -> None:
        data = replace(MNIST, sources=(source(address, how),))
        info = replace(DATASETS["mnist"], opens=data.load, is_here=lambda: data.find() is not None)
        monkeypatch.setitem(DATASETS, "mnist", info)

    return behave


def choose(section: DataSection, key: str) -> None:
    """Open the cards and click one of them."""
    QTest.mouseClick(section.button, LEFT)
    assert section.picker.isVisible()
    place = section.picker.rect_of(key).center()
    QTest.mouseClick(section.picker.list.viewport(), LEFT, pos=place)
    assert not section.picker.isVisible()


def click_way_on(training: TrainWorkspace, name: str) -> None:
    button = next(b for b in training.message.findChildren(QPushButton) if b.text() == name and b.isVisible())
    QTest.mouseClick(button, LEFT)


def test_a_click_on_a_card_loads_the_data_and_a_network_that_suits_it(
    training: TrainWorkspace, section: DataSection, wait: Wait
) -> None:
    choose(section, "spirals")
    wait(lambda: training.session.source == "spirals")
    assert section.button.card.title == "Spirals (points)"
    assert "700 to learn from, 300 to test on" in section.button.card.about
    assert training.session.preset.name == "points-16-16"
    training.session.start()
    wait(lambda: training.session.evaluation is not None)
    assert training.session.evaluation.accuracy > 0.95


def test_cards_are_chosen_with_the_keyboard(training: TrainWorkspace, section: DataSection, wait: Wait) -> None:
    section.button.setFocus()
    QTest.keyClick(section.button, Qt.Key.Key_Return)
    assert [card.key for card in section.picker.cards][:2] == ["digits", "synthetic"]
    for _ in range(list(DATASETS).index("xor")):
        QTest.keyClick(section.picker.list, Qt.Key.Key_Down)
    QTest.keyClick(section.picker.list, Qt.Key.Key_Return)
    wait(lambda: training.session.source == "xor")
    assert training.session.preset.name == "xor-2-8-1"


def test_cards_say_what_one_should_know_and_show_some_of_it(section: DataSection, wait: Wait) -> None:
    QTest.mouseClick(section.button, LEFT)
    wait(lambda: section.samples.find("spirals") is not None)
    known = {card.key: card for card in section.picker.cards}
    assert "11 MB" in known["mnist"].facts
    assert "CC BY-SA" in known["mnist"].facts
    assert section.samples.find("synthetic").sheet.shape == (56, 280, 1)
    assert section.samples.find("digits").sheet.shape == (16, 80, 1)
    section.picker.hide()


def test_settings_of_the_data_unfold_and_leave_the_plan(
    training: TrainWorkspace, section: DataSection, wait: Wait
) -> None:
    choose(section, "moons")
    wait(lambda: training.session.source == "moons")
    training.session.set_plan(replace(training.session.plan, epochs=7))
    section.settings.set_open(True)
    noise = next(f for f in section.form.findChildren(NumberField) if f.accessibleName() == "Noise")
    noise.setFocus()
    noise.selectAll()
    QTest.keyClicks(noise, "0.2")
    QTest.keyClick(noise, Qt.Key.Key_Return)
    wait(lambda: training.session.source == "moons:noise=0.2")
    wait(lambda: training.session.dataset.name == "moons:noise=0.2")
    assert training.session.plan.epochs == 7


def test_a_download_that_breaks_off_is_said_and_tried_again(
    training: TrainWorkspace, section: DataSection, mnist: Callable[[str], None], wait: Wait
) -> None:
    mnist("truncated")
    QTest.mouseClick(section.button, LEFT)
    assert next(card for card in section.picker.cards if card.key == "mnist").badge == "Download"
    section.picker.hide()
    choose(section, "mnist")
    assert section._progress.isVisible()
    wait(training.message.isVisible)
    assert "MNIST digits (28×28) could not be downloaded" in training.message.text
    assert not section._progress.isVisible()
    assert section.button.card.key == "digits"
    mnist("good")
    click_way_on(training, "Try again")
    wait(lambda: training.session.source == "mnist")
    assert len(training.session.dataset.train_images) == 300
    assert not training.message.isVisible()


def test_drawn_digits_are_a_way_on(
    training: TrainWorkspace, section: DataSection, mnist: Callable[[str], None], wait: Wait
) -> None:
    mnist("missing")
    choose(section, "mnist")
    wait(training.message.isVisible)
    click_way_on(training, "Use drawn digits like MNIST's")
    wait(lambda: "Drawing digits" in section._coming.text())
    training.session.cancel_loading()


def test_a_download_is_cancelled(
    training: TrainWorkspace, section: DataSection, mnist: Callable[[str], None], wait: Wait
) -> None:
    mnist("silent")
    choose(section, "mnist")
    wait(lambda: "Downloading mnist.npz" in section._coming.text())
    QTest.mouseClick(section._cancel, LEFT)
    wait(lambda: not section._progress.isVisible())
    assert training.session.dataset.name == "digits"
    assert not training.message.isVisible()


def test_an_own_folder_is_opened_with_its_settings(
    training: TrainWorkspace, section: DataSection, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    for name, bright in (("cats", 0), ("dogs", 150)):
        (tmp_path / "animals" / name).mkdir(parents=True)
        for number in range(6):
            pixels = rng.integers(bright, bright + 100, (20, 24, 3), np.uint8)
            save(Image(pixels), tmp_path / "animals" / name / f"{number}.png")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "animals"))
    choose(section, OWN_FOLDER)
    wait(lambda: training.session.source == str(tmp_path / "animals"))
    assert training.session.dataset.class_names == ("cats", "dogs")
    assert training.session.dataset.input_shape == (28, 28, 3)
    wait(lambda: section.samples.find(training.session.source) is not None)
    assert section.button.card.title == "animals"
    assert section.form.value == FolderPlan()
    section.form.changed.emit(FolderPlan(size=16, grey=True))
    wait(lambda: training.session.dataset.input_shape == (16, 16, 1))
    assert section.form.value == FolderPlan(size=16, grey=True)
    own = training.session.source
    choose(section, "digits")
    wait(lambda: training.session.source == "digits")
    choose(section, own)
    wait(lambda: training.session.source == own)


def test_data_stands_while_a_training_runs(training: TrainWorkspace, section: DataSection, wait: Wait) -> None:
    training.session.step()
    wait(lambda: training.session.report is not None)
    assert not section.button.isEnabled()
    assert "Stop the training first" in section.button.toolTip()
    training.session.stop()
    assert section.button.isEnabled()
