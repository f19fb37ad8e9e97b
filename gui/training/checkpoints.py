"""Runs out of files and into files, to go on with them exactly."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from engine.jobs import Job
from engine.nn.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from engine.nn.presets import preset_of
from engine.nn.training import Training
from gui.engine_thread import EngineThread, Listener
from gui.training.session import RunState, Session
from gui.workspace import FileKind, Workspace

ENDING = ".checkpoint"
CHECKPOINTS = FileKind("checkpoint", f"Checkpoints (*{ENDING})")


class Checkpoints:
    """The entries of the File menu for checkpoints."""

    def __init__(self, page: Workspace, session: Session, engine: EngineThread) -> None:
        self._page, self._session, self._engine = page, session, engine
        self._wanted: Checkpoint | None = None  # to be gone on with when its data is there
        page.action("File", "Load checkpoint…", self._ask_resume, keys="Ctrl+Shift+O")
        page.action("File", "Save checkpoint…", self._ask_keep, keys="Ctrl+Shift+S")
        session.data_changed.connect(self._resume_wanted)

    def keep(self, path: Path) -> None:
        """Write the run to a file, from which it goes on exactly; it may be under way."""
        if (training := self._training()) is not None:
            say = partial(self._page.status.emit, f"Saved {path}.")
            listener = Listener(finished=lambda _: say(), failed=self._page.fail)
            self._engine.start("keep checkpoint", _keeping(training, path, self._session.source), listener)

    def resume(self, path: Path) -> None:
        """Go on with a run from its file; its data is opened first where another one is in use."""
        self._page.guard(lambda: self._resume(load_checkpoint(path)))

    def _resume(self, checkpoint: Checkpoint) -> None:
        if checkpoint.source != self._session.source or self._session.dataset is None:
            self._wanted = checkpoint
            self._session.choose_data(checkpoint.source)
            return
        listener = Listener(finished=partial(self._take, checkpoint), failed=self._page.fail)
        self._engine.start("resume", _resuming(checkpoint, self._session), listener)

    def _resume_wanted(self) -> None:
        checkpoint, self._wanted = self._wanted, None
        if checkpoint is not None and checkpoint.source == self._session.source:
            self._resume(checkpoint)

    def _take(self, checkpoint: Checkpoint, training: Training) -> None:
        self._session.choose_preset(preset_of(training.network))
        self._session.resume(training, checkpoint.source)
        self._page.status.emit(f"Going on with {checkpoint.name} at epoch {training.epoch:.4g}.")

    def _ask_keep(self) -> None:
        is_there = self._training() is not None
        if is_there and (path := self._page.ask_save_path("Save the checkpoint", CHECKPOINTS, f"run{ENDING}")):
            self.keep(path)

    def _ask_resume(self) -> None:
        if path := self._page.ask_open_path("Go on with a run", CHECKPOINTS):
            self.resume(path)

    def _training(self) -> Training | None:
        """The run; where there is none yet, say so."""
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
