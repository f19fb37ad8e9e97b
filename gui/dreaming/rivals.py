"""The networks that can be compared: where they come from, and getting them ready."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.dream.dream import seen_by
from engine.dream.dreamer import open_dreamer
from engine.dream.ordinary import open_ordinary
from engine.errors import UserError
from engine.nn.model_file import load_model
from engine.nn.network import Network
from gui.dreaming.session import Session

IN_USE, ORDINARY, ROBUST = "in use", "ordinary", "robust"


class Rivals(QObject):
    """Networks by a key: one of the three above, or the path of a file. `ready` says which is there now, `changed` that
    there are other ones, or other titles, to choose from."""

    ready = Signal(str)
    changed = Signal()
    failed = Signal(object)  # a UserError

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._networks: dict[str, Network] = {}
        self._files: dict[str, Network] = {}
        session.network_changed.connect(self._take_network_in_use)
        session.data_changed.connect(self._forget_ordinary)

    @property
    def titles(self) -> Mapping[str, str]:
        """What can be chosen, by key."""
        in_use = self._session.network
        return {
            ORDINARY: "Ordinary: mlp-128",
            IN_USE: f"In use: {in_use.title}" if in_use else "The network in use",
            ROBUST: "Robust: robust-mlp",
        } | {key: Path(key).name for key in self._files}

    def network(self, key: str) -> Network | None:
        """The network of a key, None where it is not ready."""
        if key == IN_USE:
            return self._session.network
        return self._networks.get(key) or self._files.get(key)

    def ask(self, key: str) -> None:
        """Get a network ready, in the background if it takes a while; `ready` says when it is there."""
        data = self._session.data
        if self.network(key) is not None:
            self.ready.emit(key)
        elif key == ROBUST:
            self._session.prepare("dreamer", open_dreamer(), partial(self._take, key))
        elif key == ORDINARY and data is not None:
            self._session.prepare("ordinary", open_ordinary(data), partial(self._take, key))

    def add_file(self, path: Path) -> str | None:
        """Have the network in a file to choose from, and return its key; None, after `failed`, where that cannot be."""
        try:
            network = load_model(path)
            seen_by(network)
        except UserError as error:
            self.failed.emit(error)
            return None
        self._files[str(path)] = network
        self.changed.emit()
        return str(path)

    def _take(self, key: str, network: Network) -> None:
        self._networks[key] = network
        self.ready.emit(key)

    def _take_network_in_use(self) -> None:
        self.changed.emit()
        if self._session.network is not None:
            self.ready.emit(IN_USE)

    def _forget_ordinary(self) -> None:
        """It is to have learned from the same data."""
        self._networks.pop(ORDINARY, None)
        self.changed.emit()
