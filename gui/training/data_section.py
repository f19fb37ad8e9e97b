"""What is learned from: the card of the data in use, how far another one is on its way, and its settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from engine.data import DATASETS, settings_of, with_settings
from engine.data.dataset import Dataset, Progress
from engine.errors import UserError
from engine.params import Declared
from gui import theme
from gui.engine_thread import EngineThread
from gui.param_form import Foldout, ParamForm
from gui.training.card import Card
from gui.training.card_button import CardButton
from gui.training.card_picker import CardPicker
from gui.training.samples import Samples
from gui.training.session import RunState, Session

OWN_FOLDER, OWN_FILE = "own folder", "own file"
WHILE_IT_RUNS = "Stop the training first to choose other data."
OWN = (
    Card(
        OWN_FOLDER,
        "Own folder…",
        "Your own pictures: a folder that holds a folder for each class",
        "PNG, JPEG, TIFF …, scaled as you say",
        icon="folder-open-outline",
    ),
    Card(OWN_FILE, "Own .npz file…", "Arrays x_train, y_train, x_test and y_test", "NumPy", icon="file-table-outline"),
)


class DataSection(QWidget):
    """Has the session choose its data. `own_folder_wanted` and `own_file_wanted` ask for a person's own."""

    own_folder_wanted = Signal()
    own_file_wanted = Signal()

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session = session
        self._own: dict[str, Card] = {}  # a person's own data that has been in use, by its title
        self.samples = Samples(engine, self)
        self.button = CardButton("Data set", "What the network learns from; click to choose (Ctrl+D)")
        self.picker = CardPicker("Data sets", self, self.samples)
        self.form = ParamForm()
        self.settings = Foldout("Settings of the data", self.form)
        self._bar = QProgressBar(textVisible=False)
        self._coming = QLabel(objectName="quiet", wordWrap=True)
        tip = "Stop loading and keep the data in use"
        self._cancel = theme.with_icon(QToolButton(autoRaise=True, toolTip=tip, accessibleName=tip), "close")
        self._progress = QWidget()
        self._lay_out()
        self.button.clicked.connect(self._open)
        self._cancel.clicked.connect(session.cancel_loading)
        self.picker.picked.connect(self.choose)
        self.form.changed.connect(self._change_settings)
        self.samples.changed.connect(self.show_data)
        session.loading.connect(self._show_progress)
        session.data_changed.connect(self._take_data)
        session.failed.connect(self.show_data)
        session.state_changed.connect(self._show_state)
        self.show_data()

    def choose(self, key: str) -> None:
        """Do what a card stands for."""
        if key == OWN_FOLDER:
            self.own_folder_wanted.emit()
        elif key == OWN_FILE:
            self.own_file_wanted.emit()
        else:
            self._session.choose_data(key)

    def show_data(self) -> None:
        """Show which data is in use."""
        source, dataset = self._session.source, self._session.dataset
        name = _known(source)
        sample = self.samples.find(source) or self.samples.find(name or "")
        card = _card(name) if name else _own_card(source, dataset)
        self.button.show_card(replace(card, about=_size(dataset), facts=_licence(dataset)) if dataset else card, sample)
        self._show_settings(_settings(source))

    def _take_data(self) -> None:
        if (dataset := self._session.dataset) is not None:
            self.samples.want(self._session.source, dataset)
            if not _known(self._session.source):
                self._own[dataset.title] = _own_card(self._session.source, dataset)
        self.show_data()

    def _show_settings(self, plan: Declared | None) -> None:
        self.settings.setVisible(plan is not None)
        if plan is not None:
            self.form.show_value(plan)

    def _change_settings(self, plan: Declared) -> None:
        self._session.choose_data(with_settings(self._session.source, plan))

    def _open(self) -> None:
        self.samples.want_all()
        source = self._session.source
        name = _known(source)
        self.picker.pop_up([*map(_card, DATASETS), *self._own.values(), *OWN], name or source, self.button)

    def _show_progress(self, progress: Progress | None) -> None:
        self._progress.setVisible(progress is not None)
        if progress is None:
            self.show_data()
            return
        self._coming.setText(_progress(progress))
        self._bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self._bar.setValue(1000 * progress.done // progress.total)

    def _show_state(self) -> None:
        is_idle = self._session.state is RunState.IDLE
        self.button.lock("" if is_idle else WHILE_IT_RUNS)
        self.form.setEnabled(is_idle)
        self.form.setToolTip("" if is_idle else WHILE_IT_RUNS)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._coming, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        coming = QVBoxLayout(self._progress)
        coming.setContentsMargins(0, 0, 0, 0)
        coming.setSpacing(theme.SPACE // 2)
        coming.addWidget(self._bar)
        coming.addLayout(row)
        self._progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        for widget in (self.button, self._progress, self.settings):
            column.addWidget(widget)


def _known(source: str) -> str | None:
    """The name of a data set known by name, None for a person's own."""
    name = source.partition(":")[0].strip().lower()
    return name if name in DATASETS else None


def _card(name: str) -> Card:
    info = DATASETS[name]
    badge = "Download" if info.needs_download else ""
    icon = (
        ("cloud-download-outline" if badge else "image-multiple-outline") if info.is_pictures else "chart-scatter-plot"
    )
    return Card(name, info.title, info.help, f"{info.size}  ·  {info.licence}", badge=badge, icon=icon)


def _own_card(source: str, dataset: Dataset | None) -> Card:
    path = Path(source)
    title = dataset.title if dataset else path.name
    return Card(source, title, str(path.parent), "Your own data", icon="folder-outline")


def _settings(source: str) -> Declared | None:
    try:
        return settings_of(source)
    except UserError:  # wrong in a remembered source, say: what is wrong is said where it is opened
        return None


def _size(dataset: Dataset) -> str:
    counts = f"{len(dataset.train_images):,} to learn from, {len(dataset.test_images):,} to test on"
    classes = f"{dataset.classes} classes"
    if not dataset.is_pictures:
        return f"{counts}, {classes}"
    height, width, channels = dataset.input_shape
    return f"{counts}, {width} × {height} pixels, {'grey' if channels == 1 else 'colour'}, {classes}"


def _licence(dataset: Dataset) -> str:
    return dataset.licence[0].upper() + dataset.licence[1:]


def _progress(progress: Progress) -> str:
    if not progress.total or progress.total < 1 << 20:
        return progress.text
    return f"{progress.text}: {progress.done / 1e6:.1f} of {progress.total / 1e6:.1f} MB"
