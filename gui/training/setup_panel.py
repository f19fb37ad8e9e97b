"""What is trained, on what and how: the panel of the Train workspace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from engine.data import DATASETS
from engine.nn.presets import PRESETS
from engine.nn.training import TrainingPlan
from gui import theme
from gui.param_form import Foldout, ParamForm
from gui.training.session import RunState, Session

SIMPLE = ("epochs", "learning_rate", "batch_size")


class SetupPanel(QWidget):
    """Shows what the session has chosen, and has it choose otherwise. `own_data_wanted` asks for a file."""

    own_data_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE + theme.SPACE // 2)
        self._make_data()
        self._make_network()
        self._make_plan()
        self._column.addStretch(1)
        session.data_changed.connect(self.show_data)
        session.failed.connect(self.show_data)  # the list shows the data in use again
        session.preset_changed.connect(self._show_preset)
        session.plan_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self._show_preset()
        self._show_plan()

    def show_data(self) -> None:
        """Show which data is in use; an own file gets a row of its own."""
        source, dataset = self._session.source, self._session.dataset
        with QSignalBlocker(self._sources):
            if self._sources.findData(source) < 0:
                self._sources.insertItem(self._sources.count() - 1, Path(source).name, source)
            self._sources.setCurrentIndex(self._sources.findData(source))
        if dataset is not None:
            shape = " × ".join(map(str, dataset.input_shape[1::-1])) + " pixels" if dataset.is_pictures else "points"
            self._data_about.setText(
                f"{len(dataset.train_images):,} samples to learn from, {len(dataset.test_images):,} to test on, "
                f"{shape}. {dataset.licence}."
            )

    def _choose_source(self, source: str) -> None:
        self._session.choose_data(source) if source else self.own_data_wanted.emit()

    def _show_preset(self) -> None:
        preset = self._session.preset
        self._presets.setCurrentIndex(self._presets.findData(preset.name))
        self._preset_help.setText(preset.help)

    def _show_plan(self) -> None:
        self._simple.show_value(self._session.plan)
        self._rest.show_value(self._session.plan)

    def _show_state(self) -> None:
        for choice in (self._sources, self._presets):
            choice.setEnabled(self._session.state is RunState.IDLE)

    def _make_data(self) -> None:
        self._sources = QComboBox(accessibleName="Data set", toolTip="What the network learns from")
        for name, info in DATASETS.items():
            self._sources.addItem(info.title, name)
        self._sources.addItem("Own .npz file…", "")
        self._sources.activated.connect(lambda index: self._choose_source(self._sources.itemData(index)))
        self._data_about = QLabel(objectName="quiet", wordWrap=True)
        self._add_section("Data", self._sources, self._data_about)

    def _make_network(self) -> None:
        self._presets = QComboBox(accessibleName="Network", toolTip="What is trained")
        for name, preset in PRESETS.items():
            self._presets.addItem(preset.title, name)
        self._presets.activated.connect(lambda _: self._session.choose_preset(PRESETS[self._presets.currentData()]))
        self._preset_help = QLabel(objectName="quiet", wordWrap=True)
        self._add_section("Network", self._presets, self._preset_help)

    def _make_plan(self) -> None:
        self._simple = ParamForm(only=SIMPLE)
        self._rest = ParamForm(only=tuple(s.name for s in TrainingPlan.settings() if s.name not in SIMPLE))
        for form in (self._simple, self._rest):
            form.changed.connect(self._session.set_plan)
            form.changing.connect(self._session.set_plan)
        self._add_section("Training", self._simple, Foldout("More settings", self._rest))

    def _add_section(self, title: str, *widgets: QWidget) -> None:
        self._column.addWidget(QLabel(title, objectName="heading"))
        for widget in widgets:
            self._column.addWidget(widget)
        self._column.addWidget(QFrame(objectName="rule"))
