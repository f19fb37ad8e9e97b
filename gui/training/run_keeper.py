"""Keeps every run that has ended, and brings runs back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal

from engine.errors import UserError
from engine.nn.network import Network
from engine.nn.presets import preset_of
from engine.nn.run_book import Run, RunBook, new_key
from engine.nn.training import Training
from gui.engine_thread import EngineThread, Listener
from gui.training.session import Session


def runs_folder() -> Path:
    """The folder for the runs of training a person has made."""
    return Path(platformdirs.user_state_dir("neural-darkroom", appauthor=False)) / "runs"


class RunKeeper(QObject):
    """The book of runs behind Qt signals. `runs` are those that are kept, `networks` those of them that are loaded."""

    changed = Signal()
    loaded = Signal()  # `networks` has more
    deleted = Signal(str, object)  # the name of a run, and what brings it back
    failed = Signal(object, object)  # a UserError, and ways on

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__(session)
        self._session, self._engine = session, engine
        self._book = RunBook(runs_folder())
        self.runs = self._book.runs()
        self.networks: dict[str, Network] = {}
        self.current: str | None = None  # the key of the run that the session is in, once it has ended
        self._training: Training | None = None
        self._key, self._seconds = "", 0.0
        self._wanted: Run | None = None  # to be used when its data is there
        self._has_ended = False
        session.network_changed.connect(self._leave)
        session.ended.connect(self._note)
        session.evaluated.connect(self._keep)
        session.data_changed.connect(self._use_wanted)

    def use(self, run: Run) -> None:
        """Go back to the network of a run, with its plan; its data is opened first where another one is in use."""
        if run.source != self._session.source or self._session.dataset is None:
            self._wanted = run
            self._session.choose_data(run.source)
            return
        self._wanted = None
        try:
            network = self._book.load(run.key)
        except UserError as error:
            self.failed.emit(error, {"Delete the run": partial(self.delete, run)})
            return
        self._session.choose_preset(preset_of(network))
        self._session.use_network(network)
        self._session.set_plan(run.plan)
        self.current = run.key
        self.changed.emit()

    def rename(self, run: Run, name: str) -> None:
        if name.strip():
            self._change(replace(run, name=name.strip()))

    def pin(self, run: Run, is_pinned: bool) -> None:
        """Keep a run however many follow, or no longer."""
        self._change(replace(run, is_pinned=is_pinned))

    def delete(self, run: Run) -> None:
        """Take a run out of the book; `deleted` tells how to bring it back."""
        try:
            network = self._book.load(run.key)
        except UserError:
            network = None  # damaged: there is nothing to bring back
        try:
            self._book.delete(run.key)
        except UserError as error:
            self.failed.emit(error, {})
            return
        self._read()
        self.deleted.emit(run.name, partial(self._write, run, network) if network else None)

    def load(self, keys: set[str]) -> None:
        """Bring the networks of some runs, for their histories; `loaded` says when they are there."""
        missing = keys - self.networks.keys()
        if missing:
            listener = Listener(finished=self._take_networks)
            self._engine.start("load runs", self._book.loading(sorted(missing)), listener)

    # -- the session --------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        if self._session.training is not self._training:
            self._training, self.current = self._session.training, None
            self._key, self._seconds, self._has_ended = new_key(), 0.0, False
            self.changed.emit()

    def _note(self) -> None:
        report = self._session.report
        self._has_ended = report is not None
        self._seconds += report.seconds if report else 0.0

    def _keep(self) -> None:
        session = self._session
        network, dataset, training = session.network, session.dataset, session.training
        if not self._has_ended or network is None or dataset is None or training is None or session.evaluation is None:
            return
        self._has_ended = False
        known = next((run for run in self.runs if run.key == self._key), None)
        run = Run(
            self._key,
            known.name if known else _free_name(self.runs),
            network.title,
            dataset.title,
            session.source,
            session.plan,
            training.epoch,
            self._seconds,
            session.evaluation.accuracy,
            known.is_pinned if known else False,
        )
        self.current = run.key
        self._write(run, network)

    def _use_wanted(self) -> None:
        if (run := self._wanted) is not None:
            self._wanted = None
            if run.source == self._session.source:
                self.use(run)

    # -- the book -----------------------------------------------------------------------------------------------

    def _write(self, run: Run, network: Network) -> None:
        self.networks.pop(run.key, None)
        listener = Listener(finished=lambda _: self._read(), failed=lambda error: self.failed.emit(error, {}))
        self._engine.start("keep run", self._book.keeping(run, network), listener)

    def _change(self, run: Run) -> None:
        try:
            self._book.change(run)
        except UserError as error:
            self.failed.emit(error, {})
        self._read()

    def _read(self) -> None:
        self.runs = self._book.runs()
        self.changed.emit()

    def _take_networks(self, networks: dict[str, Network]) -> None:
        self.networks |= networks
        self.loaded.emit()


def _free_name(runs: tuple[Run, ...]) -> str:
    numbers = [int(run.name[4:]) for run in runs if run.name.startswith("Run ") and run.name[4:].isdecimal()]
    return f"Run {max(numbers, default=0) + 1}"
