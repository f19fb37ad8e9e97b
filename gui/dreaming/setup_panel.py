"""What is dreamt and how: the panel of the Dream workspace."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.dream.plan import DreamPlan
from gui import theme
from gui.dreaming.hidden_settings import HiddenSettings
from gui.dreaming.session import Mode, Session
from gui.dreaming.start_section import StartSection
from gui.dreaming.verdict_view import VerdictView
from gui.dreaming.wishes import Wishes
from gui.engine_thread import EngineThread
from gui.param_form import Foldout, ParamForm

SIMPLE = ("steps", "seed")
MODES = {
    Mode.ONE: ("One", "One picture of what the sliders say; they can be moved while it dreams"),
    Mode.SHEET: ("Sheet", "Some pictures of every class at once"),
    Mode.MORPH: ("Morph", "One picture that turns from class to class"),
    Mode.HIDDEN: ("Inside", "Pictures of what neurons, channels or layers inside the network answer to most"),
}


class SetupPanel(QWidget):
    """Shows what the session has chosen, and has it choose otherwise."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE + theme.SPACE // 2)
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._add_section("Network", self._about)
        self.wishes = Wishes(session)
        self.sheet, self.morph = SheetSettings(session), MorphSettings(session)
        self.verdict, self.hidden = VerdictView(session, engine), HiddenSettings(session)
        self._add_section("Dream of", self._mode_row(), self.wishes, self.sheet, self.verdict, self.morph, self.hidden)
        self.start = StartSection(session, engine)
        self._add_section("Begin with", self.start)
        self._make_plan()
        self._column.addStretch(1)
        session.network_changed.connect(self._show_network)
        session.settings_changed.connect(self._show_settings)
        self._show_network()
        self._show_settings()

    def _show_network(self) -> None:
        network = self._session.network
        if network is None:
            self._about.setText("None yet.")
            return
        height, width, _ = network.input_shape
        self._about.setText(f"{network.title}, {width} × {height} pixels, {network.classes} classes")

    def _show_settings(self) -> None:
        session = self._session
        self._simple.show_value(session.plan)
        self._rest.show_value(session.plan)
        self._modes.button(list(MODES).index(session.mode)).setChecked(True)
        self.wishes.setVisible(session.mode is Mode.ONE)
        self.sheet.setVisible(session.mode is Mode.SHEET)
        self.verdict.setVisible(session.mode is Mode.SHEET)
        self.morph.setVisible(session.mode is Mode.MORPH)
        self.hidden.setVisible(session.mode is Mode.HIDDEN)

    def _mode_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._modes = QButtonGroup(self)
        for number, (name, tip) in enumerate(MODES.values()):
            button = QPushButton(name, checkable=True, toolTip=tip)
            button.setProperty("segment", True)
            button.setProperty("end", number == len(MODES) - 1)
            self._modes.addButton(button, number)
            layout.addWidget(button, 1)
        self._modes.idClicked.connect(lambda number: self._session.set_mode(list(MODES)[number]))
        return row

    def _make_plan(self) -> None:
        self._simple = ParamForm(only=SIMPLE)
        self._rest = ParamForm(only=tuple(s.name for s in DreamPlan.settings() if s.name not in SIMPLE))
        for form in (self._simple, self._rest):
            form.changed.connect(self._session.set_plan)
            form.changing.connect(self._session.set_plan)
        self._add_section("How", self._simple, Foldout("More settings", self._rest))

    def _add_section(self, title: str, *widgets: QWidget) -> None:
        self._column.addWidget(QLabel(title, objectName="heading"))
        for widget in widgets:
            self._column.addWidget(widget)
        self._column.addWidget(QFrame(objectName="rule"))


class SheetSettings(QWidget):
    """How many pictures of every class."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.rows = QComboBox(accessibleName="Pictures of every class", toolTip="Pictures of every class")
        for count in (1, 2, 3, 5, 10):
            self.rows.addItem(f"{count} of every class", count)
        self.rows.activated.connect(lambda _: session.set_sheet(self.rows.currentData()))
        row.addWidget(self.rows, 1)
        session.settings_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        with QSignalBlocker(self.rows):
            self.rows.setCurrentIndex(self.rows.findData(self._session.rows))


class MorphSettings(QWidget):
    """From which class to which, and how fast."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.ends = [QComboBox(accessibleName=name, toolTip=f"The class {name.lower()}") for name in ("From", "To")]
        ends = QHBoxLayout()
        ends.setSpacing(theme.SPACE)
        for combo, words in zip(self.ends, ("From", "to"), strict=True):
            ends.addWidget(QLabel(words, objectName="quiet"))
            ends.addWidget(combo, 1)
            combo.activated.connect(lambda _: self._choose())
        self._all = QPushButton("Through all", toolTip="Turn from the first class through all to the last")
        self._all.clicked.connect(lambda: session.set_morph(tuple(range(len(session.weights))), session.morph))
        ends.addWidget(self._all)
        self._form = ParamForm()
        self._form.changed.connect(lambda morph: session.set_morph(session.way, morph))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(ends)
        column.addWidget(self._form)
        session.network_changed.connect(self._fill)
        session.settings_changed.connect(self._show)
        self._show()

    def _choose(self) -> None:
        self._session.set_morph(tuple(combo.currentIndex() for combo in self.ends), self._session.morph)

    def _fill(self) -> None:
        network = self._session.network
        for combo in self.ends:
            with QSignalBlocker(combo):
                combo.clear()
                combo.addItems(list(network.class_names) if network else [])
        self._show()

    def _show(self) -> None:
        self._form.show_value(self._session.morph)
        if self._session.way:
            for combo, index in zip(self.ends, (self._session.way[0], self._session.way[-1]), strict=True):
                with QSignalBlocker(combo):
                    combo.setCurrentIndex(index)
