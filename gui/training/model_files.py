"""Networks out of files and into files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from engine.data.dataset import Dataset
from engine.errors import UserError
from engine.nn.model_file import load_model, save_model
from engine.nn.network import Network
from engine.nn.presets import preset_of
from gui.training.session import Session
from gui.workspace import MODEL_SUFFIXES, MODELS, FileKind, Workspace

ONNX = FileKind("onnx", "ONNX models (*.onnx)")


class ModelFiles:
    """The entries of the File menu for models."""

    def __init__(self, page: Workspace, session: Session) -> None:
        self._page, self._session = page, session
        self._wanted: Path | None = None  # to be loaded when its data is there
        self.open_action = page.action("File", "Load model…", self._ask_load, icon="folder-open-outline", keys="Ctrl+O")
        self.save_action = page.action(
            "File", "Save model…", partial(self._ask_save, MODELS), icon="content-save-outline", keys="Ctrl+S"
        )
        if ".onnx" in MODEL_SUFFIXES:
            page.action("File", "Export as ONNX…", partial(self._ask_save, ONNX), keys="Ctrl+Shift+E")
        session.data_changed.connect(self._load_wanted)

    def save(self, path: Path) -> None:
        """Write the network to a file, in the format of its name."""
        if self._session.network is None:
            self._page.message.say("There is no trained network yet: start a training first.", wrong=True)
        else:
            self._page.guard(partial(save_model, self._session.network, path), f"Saved {path}.")

    def load(self, path: Path) -> None:
        """Use a model file; where it does not fit the data, a person is offered the data it learned from."""
        self._page.guard(lambda: self._take(load_model(path), path))

    def _take(self, network: Network, path: Path) -> None:
        dataset, source = self._session.dataset, network.data_name
        if dataset is not None and (difference := _difference(network, dataset)):
            sentence = UserError(f"{path.name} {difference}; choose its data first.")
            ways_on = {f"Open {source}": partial(self._load_with, path, source)} if source else {}
            self._page.fail(sentence, ways_on)
            return
        self._session.choose_preset(preset_of(network))
        self._session.use_network(network)
        self._page.message.hide()
        self._page.status.emit(f"Loaded {path.name}.")

    def _load_with(self, path: Path, source: str) -> None:
        self._wanted = path
        self._session.choose_data(source)

    def _load_wanted(self) -> None:
        path, self._wanted = self._wanted, None
        if path is not None:
            self.load(path)

    def _ask_load(self) -> None:
        if path := self._page.ask_open_path("Load a model", MODELS):
            self.load(path)

    def _ask_save(self, kind: FileKind) -> None:
        name = (self._session.network and self._session.network.preset) or "network"
        suffix = ".onnx" if kind is ONNX else ".safetensors"
        if self._session.network is None:
            self.save(Path())  # says that there is none
        elif path := self._page.ask_save_path("Save the model", kind, name + suffix):
            self.save(path)


def _difference(network: Network, dataset: Dataset) -> str:
    """What keeps a network from reading the data, or ""."""
    if network.input_shape != dataset.input_shape:
        its, wanted = (" × ".join(map(str, shape)) for shape in (network.input_shape, dataset.input_shape))
        return f"reads samples of {its} numbers, but those of the chosen data have {wanted}"
    if network.classes != dataset.classes:
        return f"tells {network.classes} classes apart, but the chosen data has {dataset.classes}"
    return ""
