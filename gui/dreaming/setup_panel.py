"""What is dreamt and how: the panel of the Dream workspace."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.dream.plan import DreamPlan
from engine.nn.network import Network
from gui import theme
from gui.param_form import Foldout, ParamForm
from gui.workspace import footer

SIMPLE = ("steps", "seed")
COLUMNS = 5


class SetupPanel(QWidget):
    """Chooses a class and a plan; it does not act."""

    class_chosen = Signal(int)
    run_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = DreamPlan()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE + theme.SPACE // 2)
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._column.addWidget(QLabel("Network", objectName="heading"))
        self._column.addWidget(self._about)
        self._column.addWidget(QFrame(objectName="rule"))
        self._column.addWidget(QLabel("Dream of", objectName="heading"))
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.SPACE // 2)
        self._classes = QButtonGroup(self)
        self._classes.idClicked.connect(self.class_chosen)
        self._column.addLayout(self._grid)
        self._column.addWidget(QFrame(objectName="rule"))
        self._make_plan()
        self.run = self._make_run()
        self._column.addStretch(1)
        self.show_network(None)

    @property
    def wanted(self) -> int:
        """The chosen class."""
        return max(0, self._classes.checkedId())

    def choose_class(self, index: int) -> None:
        self._classes.button(index).setChecked(True)

    def show_network(self, network: Network | None) -> None:
        """Say which network dreams, and offer its classes."""
        names = network.class_names if network else ()
        wanted = min(self.wanted, max(0, len(names) - 1)) if self._classes.buttons() else min(3, len(names) - 1)
        for button in self._classes.buttons():
            self._classes.removeButton(button)
            button.deleteLater()
        for index, name in enumerate(names):
            button = QPushButton(name, checkable=True, toolTip=f"Draw a picture that the network takes for {name}")
            button.setFont(theme.numbers_font(15))
            self._classes.addButton(button, index)
            self._grid.addWidget(button, index // COLUMNS, index % COLUMNS)
        if network is not None:
            self.choose_class(wanted)
            height, width, _ = network.input_shape
            self._about.setText(f"{network.title}: sees {width} × {height} pixels, knows {len(names)} classes.")
        else:
            self._about.setText("None yet.")

    def show_state(self, *, ready: bool, running: bool) -> None:
        self._run.setText("Stop" if running else "Dream")
        self._run.setToolTip(f"{self._run.text()} (Ctrl+Return)")
        self._run.setEnabled(ready)

    def show_result(self, figure: str, about: str) -> None:
        self._figure.setText(figure)
        self._words.setText(about)

    def _make_plan(self) -> None:
        self._simple = ParamForm(only=SIMPLE)
        self._rest = ParamForm(only=tuple(s.name for s in DreamPlan.settings() if s.name not in SIMPLE))
        for form in (self._simple, self._rest):
            form.changed.connect(self.show_plan)
            form.changing.connect(self.show_plan)
        self._column.addWidget(QLabel("How", objectName="heading"))
        self._column.addWidget(self._simple)
        self._column.addWidget(Foldout("More settings", self._rest))
        self.show_plan(self.plan)

    def _make_run(self) -> QWidget:
        self._run = QPushButton("Dream")
        self._run.setProperty("primary", True)
        self._run.clicked.connect(self.run_pressed)
        buttons = QHBoxLayout()
        buttons.addWidget(self._run)
        self._figure = QLabel(objectName="figure")
        self._words = QLabel(objectName="quiet", wordWrap=True)
        return footer(buttons, self._figure, self._words)

    def show_plan(self, plan: DreamPlan) -> None:
        self.plan = plan
        self._simple.show_value(plan)
        self._rest.show_value(plan)
