"""Start, pause, step, stop and reset, and how the run stands: what stays in sight below the panel's settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.data.dataset import Dataset
from engine.nn.training import TrainingReport
from gui import theme
from gui.training.session import RunState, Session
from gui.workspace import footer


class RunControls(QWidget):
    """Buttons that say what they would do now, a large figure, and a line about it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._run = QPushButton("Start training")
        self._run.setProperty("primary", True)
        self._run.clicked.connect(self.toggle)
        tip = "Learn from one batch only, and pause there (Ctrl+Right)"
        self._step = self._button("skip-next", "Step", tip, session.step)
        tip = "End the run here; the network keeps what it has learned (Ctrl+.)"
        self._stop = self._button("stop", "Stop", tip, session.stop)
        tip = "Back to the same starting weights (Ctrl+Backspace)"
        self._reset = self._button("restart", "Reset", tip, session.reset)
        self._figure = QLabel(objectName="figure")
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._about.setFont(theme.numbers_font())
        self._lay_out()
        for signal in (session.state_changed, session.data_changed, session.network_changed, session.plan_changed):
            signal.connect(self._show_state)
        for signal in (session.progressed, session.state_changed, session.evaluated, session.network_changed):
            signal.connect(self._show_result)
        self._show_state()

    def toggle(self) -> None:
        """Do what the large button says."""
        if self._session.state is RunState.RUNNING:
            self._session.pause()
        else:
            self._session.start()

    def _show_state(self) -> None:
        session = self._session
        is_there = session.training is not None
        if session.state is RunState.RUNNING:
            text = "Pause"
        elif session.can_continue:
            text = "Continue" if session.training and session.training.epoch else "Train on"
        else:
            text = "Start again" if is_there else "Start training"
        self._run.setText(text)
        self._run.setToolTip(f"{text} (Ctrl+Return)")
        for button in (self._run, self._step):
            button.setEnabled(session.dataset is not None)
        self._stop.setEnabled(session.state is not RunState.IDLE)
        self._reset.setEnabled(is_there)

    def _show_result(self) -> None:
        session, report, evaluation = self._session, self._session.report, self._session.evaluation
        if session.state is not RunState.IDLE and report is not None:
            self._figure.setText(f"Epoch {report.epoch} of {report.epochs}")
            self._about.setText(_standing(report))
        elif evaluation is not None and session.dataset is not None:
            what = (
                f"{len(session.dataset.test_labels):,} test {'pictures' if session.dataset.is_pictures else 'points'}"
            )
            self._figure.setText(f"{100 * evaluation.accuracy:.2f} %")
            self._about.setText(f"of {what}, which it has never seen, are read correctly")
        else:
            self._figure.setText("")
            self._about.setText("")

    def _button(self, icon: str, name: str, tip: str, do: Callable[[], None]) -> QToolButton:
        button = theme.with_icon(QToolButton(toolTip=tip, accessibleName=name, objectName="control"), icon)
        button.setFixedSize(32, 32)
        button.clicked.connect(lambda _=False: do())
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self._run, 1)
        for button in (self._step, self._stop, self._reset):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(footer(buttons, self._figure, self._about))


def _standing(report: TrainingReport) -> str:
    return (
        f"Loss {report.loss:.3f}, batch {report.step:,}\n"
        f"{report.samples_per_second:,.0f} samples a second\n"
        f"{duration(report.seconds_left)} left"
    )


def _share_of(data: Dataset) -> str:
    count = f"{len(data.test_labels):,}"
    if data.is_pictures:
        return f"of {count} test pictures, which it has never seen, are read correctly"
    seen = ", which it has never seen," if data.test_images is not data.train_images else ""
    return f"of {count} points{seen} are told apart correctly"


def duration(seconds: float) -> str:
    """A time as a person says it."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
