"""What the set-up panel asks of the page: dialogs, the editor of layers, messages, and the entries of the menus."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from engine.nn.layer import LayerSpec
from engine.nn.preset import Preset
from gui.settings import Settings
from gui.training.layer_editor import LayerEditor
from gui.training.layer_edits import LayerEdits
from gui.training.session import Session
from gui.training.setup_panel import SetupPanel
from gui.workspace import FileKind, Workspace

DATA = FileKind("data", "Data sets (*.npz)")
FOLDER = "data folder"


class SetupActions:
    """Ties the panel to the page; one editor of layers at a time."""

    def __init__(self, page: Workspace, session: Session, panel: SetupPanel, settings: Settings) -> None:
        self._page, self._session, self._panel, self._settings = page, session, panel, settings
        self.editor: LayerEditor | None = None
        page.action("File", "Open own folder…", self.ask_folder)
        page.action("File", "Open own .npz file…", self.ask_file)
        page.action("Edit", "Choose data…", panel.data.button.click, keys="Ctrl+D")
        page.action("Edit", "Choose network…", panel.network.button.click, keys="Ctrl+Shift+D")
        page.action("Edit", "Delete own network", panel.network.delete)
        page.action("Edit", "Edit layers…", self.open_editor, keys="Ctrl+L", tip="Open the editor of the layers")
        panel.data.own_folder_wanted.connect(self.ask_folder)
        panel.data.own_file_wanted.connect(self.ask_file)
        panel.network.edit_wanted.connect(self.open_editor)
        panel.network.said.connect(lambda text, ways_on: page.message.say(text, ways_on=ways_on))
        panel.network.failed.connect(page.fail)
        panel.plan.refused.connect(lambda text: page.message.say(text, wrong=True))
        session.data_changed.connect(self._take_data)

    def ask_folder(self) -> None:
        """Have a person choose a folder of pictures to learn from."""
        start = self._settings.text(FOLDER, str(Path.home()))
        if chosen := QFileDialog.getExistingDirectory(self._page, "Open a folder that holds a folder a class", start):
            self._settings.set_text(FOLDER, str(Path(chosen).parent))
            self._session.choose_data(chosen)

    def ask_file(self) -> None:
        if path := self._page.ask_open_path("Open a data set", DATA):
            self._session.choose_data(str(path))

    def open_editor(self) -> None:
        """Show the layers of the network in use."""
        data, preset = self._session.dataset, self._session.preset
        if data is None:
            self._page.message.say("Choose the data first: the layers follow from its shape.", wrong=True)
            return
        if self.editor is not None:
            self.editor.raise_()
            self.editor.activateWindow()
            return
        edits = LayerEdits(preset.specs(data.classes), data)
        name = self._panel.network.free_name() if preset.name else preset.title
        self.editor = LayerEditor(edits, name, self._settings, self._page.window())
        self.editor.used.connect(self._use)
        self.editor.finished.connect(self._closed)
        self.editor.show()

    def _use(self, name: str, specs: tuple[LayerSpec, ...]) -> None:
        self._panel.network.keep(Preset.own(name, specs, self._session.plan))

    def _closed(self) -> None:
        if self.editor is not None:
            self.editor.deleteLater()
        self.editor = None

    def _take_data(self) -> None:
        if self.editor is not None and self._session.dataset is not None:
            self.editor.edits.set_data(self._session.dataset)
