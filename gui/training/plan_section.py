"""How it is trained: what most people set, and the rest by what it is about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.nn.plan import TrainingPlan
from engine.nn.training import FIXED
from gui import theme
from gui.engine_thread import EngineThread
from gui.param_form import Foldout, ParamForm
from gui.training.augmentation_strip import AugmentationStrip
from gui.training.rate_plot import RatePlot
from gui.training.session import RunState, Session

SIMPLE = ("epochs", "batch_size", "learning_rate", "optimizer")
AUGMENTATION = "Augmentation"
GROUPS = {
    "Optimizer and schedule": ("momentum", "weight_decay", "schedule", "drops", "drop_factor"),
    "Loss and penalties": ("loss", "label_smoothing", "l1", "l2"),
    AUGMENTATION: ("shift", "rotation", "scale", "elastic", "elastic_sigma"),
    "Robust training": ("attack_radius", "attack_norm", "attack_steps", "attack_share"),
    "Validation and seed": ("validation_share", "patience", "seed"),
}
WHILE_IT_RUNS = "It decides what is learned from and in which order: stop the training to change it."


class PlanSection(QWidget):
    """Shows the plan of the session and has it take another one. `refused` carries a sentence about settings that do
    not go together."""

    refused = Signal(str)

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session = session
        self.rate = RatePlot()
        self.strip = AugmentationStrip(session, engine)
        self.forms = {name: ParamForm(only=names) for name, names in {"": SIMPLE, **GROUPS}.items()}
        self.foldouts: dict[str, Foldout] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        below = {"Optimizer and schedule": self.rate, AUGMENTATION: self.strip}
        for name, form in self.forms.items():
            form.changing.connect(session.set_plan)
            form.changed.connect(session.set_plan)
            form.refused.connect(self.refused)
            column.addWidget(self._foldout(name, form, below.get(name)) if name else form)
        session.plan_changed.connect(self.show_plan)
        session.data_changed.connect(self._show_data)
        session.state_changed.connect(self._show_locks)
        self.show_plan()

    def show_plan(self) -> None:
        """Show the plan as it is now."""
        plan = self._session.plan
        for form in self.forms.values():
            form.show_value(plan)
        for name, foldout in self.foldouts.items():
            foldout.set_note(_note(plan, GROUPS[name]))
        self.rate.show_plan(plan)
        self._show_data()

    def _foldout(self, name: str, form: ParamForm, below: QWidget | None) -> Foldout:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, theme.SPACE)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addWidget(form)
        if below is not None:
            column.addWidget(below)
        self.foldouts[name] = Foldout(name, content)
        return self.foldouts[name]

    def _show_data(self) -> None:
        data, has_effect = self._session.dataset, self._session.plan.augmentation.is_on
        self.foldouts[AUGMENTATION].setVisible(data is None or data.is_pictures or has_effect)
        self.strip.setVisible(data is None or data.is_pictures)

    def _show_locks(self) -> None:
        """What cannot change on the way stands while a run is under way."""
        reason = "" if self._session.state is RunState.IDLE else WHILE_IT_RUNS
        for form in self.forms.values():
            form.lock(FIXED, reason)


def _note(plan: TrainingPlan, names: tuple[str, ...]) -> str:
    """What is set otherwise than usual, in a few words."""
    changed = [
        f"{setting.label.lower()} {setting.brief(getattr(plan, setting.name))}"
        for setting in map(plan.setting, names)
        if getattr(plan, setting.name) != setting.default and setting.counts_in(plan)
    ]
    return ", ".join(changed)
