"""The Train workspace, driven as a person drives it, on the built-in digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.jobs import finish
from engine.nn.metrics import evaluate
from engine.nn.model_file import load_model
from engine.nn.presets import PRESETS
from engine.nn.training import Training
from gui.main_window import MainWindow
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


def run_text(training: TrainWorkspace) -> str:
    return training.run._run.text()


def test_one_button_trains_and_tells_how_well_unseen_pictures_are_read(trained: TrainWorkspace) -> None:
    assert trained.session.dataset is not None
    assert trained.session.network is not None
    truth = evaluate(
        trained.session.network, trained.session.dataset.test_images, trained.session.dataset.test_labels
    ).accuracy
    assert truth > 0.9
    assert trained.run._figure.text() == f"{100 * truth:.2f} %"
    assert run_text(trained) == "Start again"


def test_the_curves_show_the_recorded_history(trained: TrainWorkspace) -> None:
    assert trained.session.network is not None
    history = trained.session.network.history
    assert history is not None
    _, losses = trained.learning.curves.loss._curves["each batch"].getOriginalDataset()
    np.testing.assert_array_equal(losses, history.loss)
    _, shares = trained.learning.curves.accuracy._curves["validation"].getOriginalDataset()
    np.testing.assert_allclose(shares, 100 * np.array(history.validation_accuracy))


def test_a_test_picture_is_chosen_by_its_number_and_answered(trained: TrainWorkspace, wait: Wait) -> None:
    trained.show_page(trained.trial)
    answer = trained.trial.answer
    for index in (0, 7, 123):
        trained.trial.show_test_picture(index)
        expected = trained.session.network.outputs(trained.session.dataset.test_images[index : index + 1])[0]
        wait(lambda expected=expected: np.array_equal(answer.bars.outputs, expected))
        assert answer.verdict == f"The network says {expected.argmax()}"


def test_pause_continue_and_stop(training: TrainWorkspace, wait: Wait) -> None:
    training.session.choose_preset(PRESETS["textbook"])
    training.session.start()
    wait(
        lambda: (
            training.session.network is not None
            and bool(training.session.network.history and training.session.network.history.loss)
        )
    )
    assert run_text(training) == "Pause"
    training.session.pause()
    assert run_text(training) == "Continue"
    training.session.start()
    assert run_text(training) == "Pause"
    training.session.stop()
    wait(lambda: training.session.evaluation is not None)
    assert run_text(training) == "Continue"


def test_a_network_for_other_data_is_refused(training: TrainWorkspace, wait: Wait) -> None:
    training.session.choose_preset(PRESETS["xor-2-4-1"])
    training.session.start()
    wait(training.message.isVisible)
    assert "there are 10 classes" in training.message.text
    assert run_text(training) == "Start training"


def test_a_model_is_saved_and_loaded_into_another_window(
    trained: TrainWorkspace, window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "model.safetensors"
    trained.models.save(path)
    again = MainWindow(window.settings)
    try:
        wait(lambda: again.training.session.dataset is not None)
        again.training.models.load(path)
        wait(lambda: again.training.session.evaluation is not None)
        assert again.training.session.evaluation.accuracy == trained.session.evaluation.accuracy
        assert again.training._title.text().startswith("mlp-128")
        np.testing.assert_array_equal(again.training.session.network.whole.value, load_model(path).whole.value)
    finally:
        again.close()


def test_a_damaged_model_is_refused_and_the_network_stays(trained: TrainWorkspace, wait: Wait, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    trained.models.save(path)
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    before = trained.session.network
    trained.models.load(path)
    assert trained.message.isVisible()
    assert "model.safetensors" in trained.message.text
    assert trained.session.network is before


def test_a_network_goes_out_as_onnx_and_comes_back(trained: TrainWorkspace, wait: Wait, tmp_path: Path) -> None:
    path, before, accuracy = tmp_path / "model.onnx", trained.session.network, trained.session.evaluation.accuracy
    trained.models.save(path)
    trained.take_file(path)
    assert trained.session.network is not before
    wait(lambda: trained.session.evaluation is not None)
    assert trained.session.evaluation.accuracy == accuracy
    path.write_bytes(b"\x08\x08")
    trained.take_file(path)
    assert trained.message.isVisible()
    assert "model.onnx cannot be taken for a network" in trained.message.text


def test_data_without_labels_is_refused_and_the_way_on_is_offered(
    training: TrainWorkspace, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "own.npz"
    np.savez(path, x_train=np.zeros((5, 4, 4), np.uint8), x_test=np.zeros((5, 4, 4), np.uint8))
    before = training.session.dataset
    training.session.choose_data(str(path))
    wait(training.message.isVisible)
    assert "own.npz" in training.message.text
    assert training.session.dataset is before
    assert training.setup.data.button.card.key == "digits"


def test_own_data_is_learned_from(training: TrainWorkspace, wait: Wait, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 200)
    pictures = (rng.integers(0, 100, (200, 6, 5)) + 150 * labels[:, None, None]).astype(np.uint8)
    path = tmp_path / "bright or dark.npz"
    np.savez(path, x_train=pictures[:150], y_train=labels[:150], x_test=pictures[150:], y_test=labels[150:])
    training.session.choose_data(str(path))
    wait(lambda: training.session.dataset.input_shape == (6, 5, 1))
    training.session.start()
    wait(lambda: training.session.evaluation is not None)
    assert training.session.evaluation.accuracy == 1.0


def test_single_steps_then_a_run_then_back_to_the_same_starting_weights(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    for batches in (1, 2):
        session.step()
        wait(lambda batches=batches: session.report is not None and session.report.step == batches)
    assert run_text(training) == "Continue"
    session.start()
    wait(lambda: session.report.step > 10)
    session.reset()
    assert session.network is None
    assert run_text(training) == "Start training"
    session.step()
    wait(lambda: session.report is not None)
    expected = session.preset.build(session.dataset, session.plan.seed)
    twin = Training(expected, session.dataset, session.plan)
    finish(twin.step())
    np.testing.assert_array_equal(session.network.whole.value, expected.whole.value)


def test_the_learning_rate_is_changed_on_the_way(training: TrainWorkspace, wait: Wait) -> None:
    session = training.session
    session.step()
    wait(lambda: session.report is not None)
    session.set_plan(replace(session.plan, learning_rate=0.5))
    session.step()
    wait(lambda: bool(session.network.history.changes))
    assert session.network.history.changes[0].new == 0.5
    session.set_plan(replace(session.plan, seed=99))
    assert "seed cannot be changed" in training.message.text
    assert session.plan.seed != 99


def test_one_can_filter_while_it_trains(training: TrainWorkspace, window: MainWindow, photo: Path, wait: Wait) -> None:
    training.session.choose_preset(PRESETS["textbook"])
    training.session.start()
    window.show_page(0)
    window.filtering.open(photo)
    wait(lambda: window.filtering.result is not None)
    assert run_text(training) == "Pause"


def test_a_file_of_another_kind_is_refused_and_not_kept_in_the_list(
    training: TrainWorkspace, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no data")
    training.session.choose_data(str(path))
    wait(training.message.isVisible)
    assert "notes.txt is not a data set" in training.message.text
    assert training.setup.data.button.card.key == "digits"
