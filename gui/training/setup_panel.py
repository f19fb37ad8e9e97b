"""What is trained, on what and how: the panel of the Train workspace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.data import DATASETS
from engine.data.dataset import Dataset
from engine.nn.presets import PRESETS, Preset
from engine.nn.training import TrainingPlan
from gui import theme
from gui.param_form import Foldout, ParamForm
from gui.workspace import footer

SIMPLE = ("epochs", "learning_rate", "batch_size")


class SetupPanel(QWidget):
    """Chooses; it does not act. `data_chosen` carries a source, or "" where a file is to be asked for."""

    data_chosen = Signal(str)
    preset_chosen = Signal(str)
    run_pressed = Signal()
    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = TrainingPlan()
        self._dataset: Dataset | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE + theme.SPACE // 2)
        self._make_data()
        self._make_network()
        self._make_plan()
        self.run = self._make_run()
        self._column.addStretch(1)

    @property
    def preset(self) -> Preset:
        return PRESETS[self._presets.currentData()]

    def choose_preset(self, name: str) -> None:
        """Take a preset (the first where there is none of that name) and the plan that belongs to it."""
        self._presets.setCurrentIndex(max(0, self._presets.findData(name)))
        self._preset_help.setText(self.preset.help)
        self.show_plan(self.preset.plan_for(self._dataset) if self._dataset else self.preset.plan)
        self.preset_chosen.emit(self.preset.name)

    def show_source(self, source: str) -> None:
        """Show which source is chosen; an own file gets a row of its own."""
        with QSignalBlocker(self._sources):
            if self._sources.findData(source) < 0:
                self._sources.insertItem(self._sources.count() - 1, Path(source).name, source)
            self._sources.setCurrentIndex(self._sources.findData(source))

    def show_dataset(self, dataset: Dataset) -> None:
        height, width, _ = dataset.input_shape
        self._data_about.setText(
            f"{len(dataset.train_images):,} pictures to learn from, {len(dataset.test_images):,} to test on, "
            f"{width} × {height} pixels. {dataset.licence}."
        )
        self._dataset = dataset
        self.choose_preset(self.preset.name)

    def show_result(self, figure: str, about: str) -> None:
        """A large figure and a line about it; both may be empty."""
        self._figure.setText(figure)
        self._about.setText(about)

    def show_state(self, *, ready: bool, running: bool, paused: bool) -> None:
        """Make the buttons say what they would do now."""
        self._run.setText("Continue" if paused else "Pause" if running else "Start training")
        self._run.setToolTip(f"{self._run.text()} (Ctrl+Return)")
        self._run.setEnabled(ready)
        self._stop.setEnabled(running)
        for choice in (self._sources, self._presets, self._simple, self._rest):
            choice.setEnabled(not running)

    def _make_data(self) -> None:
        self._sources = QComboBox(accessibleName="Data set", toolTip="What the network learns from")
        for name, info in DATASETS.items():
            if info.is_pictures:
                self._sources.addItem(info.title, name)
        self._sources.addItem("Own .npz file…", "")
        self._sources.activated.connect(lambda index: self.data_chosen.emit(self._sources.itemData(index)))
        self._data_about = QLabel(objectName="quiet", wordWrap=True)
        self._add_section("Data", self._sources, self._data_about)

    def _make_network(self) -> None:
        self._presets = QComboBox(accessibleName="Network", toolTip="What is trained")
        for name, preset in PRESETS.items():
            self._presets.addItem(preset.title, name)
        self._presets.activated.connect(lambda _: self.choose_preset(self._presets.currentData()))
        self._preset_help = QLabel(objectName="quiet", wordWrap=True)
        self._add_section("Network", self._presets, self._preset_help)

    def _make_plan(self) -> None:
        self._simple = ParamForm(only=SIMPLE)
        self._rest = ParamForm(only=tuple(s.name for s in TrainingPlan.settings() if s.name not in SIMPLE))
        for form in (self._simple, self._rest):
            form.changed.connect(self.show_plan)
            form.changing.connect(self.show_plan)
        self._add_section("Training", self._simple, Foldout("More settings", self._rest))

    def _make_run(self) -> QWidget:
        """The buttons and the result, which stay in sight however long the settings are."""
        self._run = QPushButton("Start training")
        self._run.setProperty("primary", True)
        self._run.clicked.connect(self.run_pressed)
        self._stop = QPushButton("Stop", toolTip="End the run here; the network keeps what it has learned (Ctrl+.)")
        self._stop.clicked.connect(self.stop_pressed)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self._run, 1)
        buttons.addWidget(self._stop)
        self._figure = QLabel(objectName="figure")
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._about.setFont(theme.numbers_font())
        return footer(buttons, self._figure, self._about)

    def _add_section(self, title: str, *widgets: QWidget) -> None:
        self._column.addWidget(QLabel(title, objectName="heading"))
        for widget in widgets:
            self._column.addWidget(widget)
        self._column.addWidget(QFrame(objectName="rule"))

    def show_plan(self, plan: TrainingPlan) -> None:
        self.plan = plan
        self._simple.show_value(plan)
        self._rest.show_value(plan)
