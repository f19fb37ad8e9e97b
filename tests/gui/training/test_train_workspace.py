"""The Train workspace, driven as a person drives it, on the built-in digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.nn.metrics import evaluate
from engine.nn.model_file import load_model
from gui.main_window import MainWindow
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def training(window: MainWindow, wait: Wait) -> TrainWorkspace:
    window.show_page(1)
    wait(lambda: window.training.dataset is not None)
    return window.training


@pytest.fixture
def trained(training: TrainWorkspace, wait: Wait) -> TrainWorkspace:
    training.setup.choose_preset("mlp-128")
    training.setup.show_plan(replace(training.setup.plan, epochs=10))
    training.start()
    wait(lambda: training.accuracy is not None)
    return training


def run_text(training: TrainWorkspace) -> str:
    return training.setup._run.text()


def test_one_button_trains_and_tells_how_well_unseen_pictures_are_read(trained: TrainWorkspace) -> None:
    assert trained.dataset is not None
    assert trained.network is not None
    truth = evaluate(trained.network, trained.dataset.test_images, trained.dataset.test_labels).accuracy
    assert truth > 0.9
    assert trained.setup._figure.text() == f"{100 * truth:.2f} %"
    assert run_text(trained) == "Start training"


def test_the_curves_show_the_recorded_history(trained: TrainWorkspace) -> None:
    assert trained.network is not None
    history = trained.network.history
    assert history is not None
    _, losses = trained.curves._loss._curves["each batch"].getOriginalDataset()
    np.testing.assert_array_equal(losses, history.loss)
    _, shares = trained.curves._accuracy._curves["validation"].getOriginalDataset()
    np.testing.assert_allclose(shares, 100 * np.array(history.validation_accuracy))


def test_a_test_picture_is_chosen_by_its_number_and_answered(trained: TrainWorkspace, wait: Wait) -> None:
    browser = trained.browser
    for index in (0, 7, 123):
        browser.show_index(index)
        wait(lambda: bool(browser.verdict))
        said = trained.network.predict(trained.dataset.test_images[index : index + 1])[0]
        assert browser.verdict == f"The network says {said}"
        np.testing.assert_allclose(
            browser._bars._outputs, trained.network.outputs(trained.dataset.test_images[index : index + 1])[0]
        )


def test_pause_continue_and_stop(training: TrainWorkspace, wait: Wait) -> None:
    training.setup.choose_preset("textbook")
    training.start()
    wait(lambda: training.network is not None and bool(training.network.history and training.network.history.loss))
    assert run_text(training) == "Pause"
    training.pause()
    assert run_text(training) == "Continue"
    training.start()
    assert run_text(training) == "Pause"
    training.stop()
    wait(lambda: training.accuracy is not None)
    assert run_text(training) == "Start training"


def test_a_network_for_other_data_is_refused(training: TrainWorkspace) -> None:
    training.setup.choose_preset("xor-2-4-1")
    training.start()
    assert "there are 10 classes" in training.message.text
    assert run_text(training) == "Start training"


def test_a_model_is_saved_and_loaded_into_another_window(
    trained: TrainWorkspace, window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "model.safetensors"
    trained.save(path)
    again = MainWindow(window.settings)
    try:
        wait(lambda: again.training.dataset is not None)
        again.training.load(path)
        wait(lambda: again.training.accuracy is not None)
        assert again.training.accuracy == trained.accuracy
        assert again.training._title.text().startswith("mlp-128")
        np.testing.assert_array_equal(again.training.network.whole.value, load_model(path).whole.value)
    finally:
        again.close()


def test_a_damaged_model_is_refused_and_the_network_stays(trained: TrainWorkspace, wait: Wait, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    trained.save(path)
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    before = trained.network
    trained.load(path)
    assert trained.message.isVisible()
    assert "model.safetensors" in trained.message.text
    assert trained.network is before


def test_a_network_goes_out_as_onnx_and_comes_back(trained: TrainWorkspace, wait: Wait, tmp_path: Path) -> None:
    path, before, accuracy = tmp_path / "model.onnx", trained.network, trained.accuracy
    trained.save(path)
    trained.accuracy = None
    trained.take_file(path)
    wait(lambda: trained.accuracy is not None)
    assert trained.network is not before
    assert trained.accuracy == accuracy
    path.write_bytes(b"\x08\x08")
    trained.take_file(path)
    assert trained.message.isVisible()
    assert "model.onnx cannot be taken for a network" in trained.message.text


def test_data_without_labels_is_refused_and_the_way_on_is_offered(
    training: TrainWorkspace, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "own.npz"
    np.savez(path, x_train=np.zeros((5, 4, 4), np.uint8), x_test=np.zeros((5, 4, 4), np.uint8))
    before = training.dataset
    training.choose_data(str(path))
    wait(training.message.isVisible)
    assert "own.npz" in training.message.text
    assert training.dataset is before
    assert training.setup._sources.currentData() == "digits"


def test_own_data_is_learned_from(training: TrainWorkspace, wait: Wait, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 200)
    pictures = (rng.integers(0, 100, (200, 6, 5)) + 150 * labels[:, None, None]).astype(np.uint8)
    path = tmp_path / "bright or dark.npz"
    np.savez(path, x_train=pictures[:150], y_train=labels[:150], x_test=pictures[150:], y_test=labels[150:])
    training.choose_data(str(path))
    wait(lambda: training.dataset.input_shape == (6, 5, 1))
    training.start()
    wait(lambda: training.accuracy is not None)
    assert training.accuracy == 1.0


def test_one_can_filter_while_it_trains(training: TrainWorkspace, window: MainWindow, photo: Path, wait: Wait) -> None:
    training.setup.choose_preset("textbook")
    training.start()
    window.show_page(0)
    window.filtering.open(photo)
    wait(lambda: window.filtering.result is not None)
    assert run_text(training) == "Pause"


def test_a_file_of_another_kind_is_refused_and_not_kept_in_the_list(
    training: TrainWorkspace, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no data")
    training.choose_data(str(path))
    wait(training.message.isVisible)
    assert "notes.txt is not a data set" in training.message.text
    assert training.setup._sources.findText("notes.txt") < 0
