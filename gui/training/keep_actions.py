"""What a person takes away: the model, the run to go on with, and how to do it again without the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from engine.errors import UserError
from engine.files import write_whole
from engine.jobs import Job
from engine.nn.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from engine.nn.model_file import load_model, save_model
from engine.nn.network import Network
from engine.nn.presets import PRESETS, preset_of
from engine.nn.training import Training
from engine.nn.training_script import to_command, to_python
from gui.engine_thread import EngineThread, Listener
from gui.training.session import RunState, Session
from gui.workspace import MODEL_SUFFIXES, MODELS, FileKind, Workspace

CHECKPOINTS = FileKind("checkpoint", "Checkpoints (*.checkpoint)")
ONNX = FileKind("onnx", "ONNX models (*.onnx)")
SCRIPTS = FileKind("script", "Python scripts (*.py)")


class KeepActions:
    """The entries of the File and the Edit menu for files of networks and runs."""

    def __init__(self, page: Workspace, session: Session, engine: EngineThread) -> None:
        self._page, self._session, self._engine = page, session, engine
        self._wanted: Checkpoint | None = None  # to be gone on with when its data is there
        self.load_model = page.action("File", "Load model…", self._ask_load, icon="folder-open-outline", keys="Ctrl+O")
        self.save_model = page.action(
            "File", "Save model…", partial(self._ask_save, MODELS), icon="content-save-outline", keys="Ctrl+S"
        )
        if ".onnx" in MODEL_SUFFIXES:
            page.action("File", "Export as ONNX…", partial(self._ask_save, ONNX), keys="Ctrl+Shift+E")
        page.separate("File")
        page.action("File", "Load checkpoint…", self._ask_resume, keys="Ctrl+Shift+O")
        page.action("File", "Save checkpoint…", self._ask_keep, keys="Ctrl+Shift+S")
        page.separate("File")
        page.action("File", "Save as Python script…", self._ask_script)
        page.action("Edit", "Copy as Python script", self._copy_script, keys="Ctrl+Shift+P")
        page.action("Edit", "Copy as command line", self._copy_command, keys="Ctrl+Shift+C")
        session.data_changed.connect(self._resume_wanted)

    # -- models -------------------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the network to a file, in the format of its name."""
        if (network := self._network()) is not None:
            self._page.guard(partial(save_model, network, path), f"Saved {path}.")

    def load(self, path: Path) -> None:
        """Use a model file; one that does not fit the data is refused."""
        self._page.guard(lambda: self._take(load_model(path), path), f"Loaded {path.name}.")

    def _take(self, network: Network, path: Path) -> None:
        dataset = self._session.dataset
        if dataset is not None and network.input_shape != dataset.input_shape:
            its, wanted = (" × ".join(map(str, shape)) for shape in (network.input_shape, dataset.input_shape))
            raise UserError(
                f"{path.name} reads samples of {its} numbers, but those of the chosen data have {wanted}; "
                "choose its data first."
            )
        if dataset is not None and network.classes != dataset.classes:
            raise UserError(
                f"{path.name} tells {network.classes} classes apart, but the chosen data has {dataset.classes}; "
                "choose its data first."
            )
        self._session.choose_preset(preset_of(network))
        self._session.use_network(network)

    def _ask_load(self) -> None:
        if path := self._page.ask_open_path("Load a model", MODELS):
            self.load(path)

    def _ask_save(self, kind: FileKind) -> None:
        if (network := self._network()) is None:
            return
        suffix = ".onnx" if kind is ONNX else ".safetensors"
        if path := self._page.ask_save_path("Save the model", kind, f"{network.preset or 'network'}{suffix}"):
            self.save(path)

    # -- runs ---------------------------------------------------------------------------------------------------

    def keep(self, path: Path) -> None:
        """Write the run to a file, from which it goes on exactly; it may be under way."""
        if (training := self._training()) is not None:
            listener = Listener(
                finished=lambda _: self._page.status.emit(f"Saved {path}."),
                failed=self._page.fail,
            )
            self._engine.start("keep checkpoint", _keeping(training, path, self._session.source), listener)

    def resume(self, path: Path) -> None:
        """Go on with a run from its file; its data is opened first where another one is in use."""
        self._page.guard(lambda: self._resume(load_checkpoint(path)))

    def _resume(self, checkpoint: Checkpoint) -> None:
        if checkpoint.source != self._session.source or self._session.dataset is None:
            self._wanted = checkpoint
            self._session.choose_data(checkpoint.source)
            return
        listener = Listener(finished=partial(self._take_training, checkpoint), failed=self._page.fail)
        self._engine.start("resume", _resuming(checkpoint, self._session), listener)

    def _resume_wanted(self) -> None:
        checkpoint, self._wanted = self._wanted, None
        if checkpoint is not None and checkpoint.source == self._session.source:
            self._resume(checkpoint)

    def _take_training(self, checkpoint: Checkpoint, training: Training) -> None:
        self._session.choose_preset(preset_of(training.network))
        self._session.resume(training, checkpoint.source)
        self._page.status.emit(f"Going on with {checkpoint.name} at epoch {training.epoch:.4g}.")

    def _ask_keep(self) -> None:
        has_run = self._training() is not None
        if has_run and (path := self._page.ask_save_path("Save the checkpoint", CHECKPOINTS, "run.checkpoint")):
            self.keep(path)

    def _ask_resume(self) -> None:
        if path := self._page.ask_open_path("Go on with a run", CHECKPOINTS):
            self.resume(path)

    # -- scripts ------------------------------------------------------------------------------------------------

    def script(self) -> str | None:
        """The run as a Python script; None, and a sentence, where there is no network yet."""
        network = self._network()
        return to_python(network, self._session.source, self._session.plan) if network else None

    def _ask_script(self) -> None:
        text = self.script()
        if text and (path := self._page.ask_save_path("Save the script", SCRIPTS, "train.py")):
            self._page.guard(partial(_write, path, text), f"Saved {path}.")

    def _copy_script(self) -> None:
        if text := self.script():
            QGuiApplication.clipboard().setText(text)
            self._page.status.emit("The training is in the clipboard as a Python script.")

    def _copy_command(self) -> None:
        session = self._session
        if session.preset.name not in PRESETS:
            self._page.message.say("An own network has no name for a command: copy it as a Python script.", wrong=True)
        elif session.dataset is not None:
            usual = session.preset.plan_for(session.dataset)
            QGuiApplication.clipboard().setText(to_command(session.preset.name, session.source, session.plan, usual))
            self._page.status.emit("The training is in the clipboard as a command.")

    def _network(self) -> Network | None:
        if self._session.network is None:
            self._page.message.say("There is no trained network yet: start a training first.", wrong=True)
        return self._session.network

    def _training(self) -> Training | None:
        training = self._session.training
        if training is None or (self._session.state is RunState.IDLE and not training.epoch):
            self._page.message.say("There is no run to keep yet: start a training first.", wrong=True)
            return None
        return training


def _keeping(training: Training, path: Path, source: str) -> Job[None]:
    """Written as a job, so that it falls between two steps of the training."""
    yield None
    save_checkpoint(training, path, source)


def _resuming(checkpoint: Checkpoint, session: Session) -> Job[Training]:
    yield None
    assert session.dataset is not None
    return checkpoint.resume(session.dataset)


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise UserError(f"The script {path} cannot be written: {error.strerror or error}.") from error
