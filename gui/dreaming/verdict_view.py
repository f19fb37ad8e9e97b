"""How good a sheet of dreams is: the judges' figures beside those of the start and of real pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.data.dataset import Progress
from engine.dream.verdict import Verdict, Verdicts, judging
from engine.errors import UserError
from gui import theme
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread, Listener

SLOT = "verdict of the sheet"
COLUMNS = ("Dreams", "Start", "Real")
UNKNOWN = "–"

Figure = Callable[[Verdicts, Verdict], str]


def _share(name: str) -> Figure:
    return lambda _, verdict: f"{100 * getattr(verdict, name):.0f} %"


def _times(name: str) -> Figure:
    def times(verdicts: Verdicts, verdict: Verdict) -> str:
        value = verdicts.relative(verdict)[name]
        return UNKNOWN if value is None else f"{value:.2f} ×"

    return times


FIGURES: dict[str, tuple[str, Figure]] = {
    "Judge agrees": (
        "How often an independent network sees the class that was wanted.",
        _share("network_agrees"),
    ),
    "Neighbours agree": (
        "How often most of the 5 nearest training pictures are of that class.",
        _share("neighbours_agree"),
    ),
    "Fréchet distance": (
        "How unlike real pictures all of them together are to the judge; 1 × is as good as real ones.",
        _times("frechet_distance"),
    ),
    "Diversity": (
        "How far two dreams of a class lie apart; well below 1 × they all look the same.",
        _times("diversity"),
    ),
    "Nearest": (
        "How far it is to the nearest training picture; near 0 × a dream is only a copy.",
        _times("nearest"),
    ),
}
"""What is shown: its name, a line on what it means, and how it is read from a verdict."""


class VerdictView(QWidget):
    """A button that has the session's sheet judged, and the figures until the sheet is another one."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session, self._engine = session, engine
        self.verdicts: Verdicts | None = None
        self._step = -1
        self.button = QPushButton("Judge the sheet")
        self.button.clicked.connect(self.judge)
        self._cells: dict[tuple[str, str], QLabel] = {}
        self._table = QWidget()
        self._lay_out()
        session.reported.connect(self._forget)
        session.state_changed.connect(self._show_state)
        session.data_changed.connect(self._show_state)
        self._forget()

    def judge(self) -> None:
        """Have the sheet judged as it stands."""
        dreams, data, report = self._session.dreams, self._session.data, self._session.report
        if dreams is None or data is None or report is None:
            return
        self._step = report.step
        self.button.setEnabled(False)
        self.button.setText("Judging…")
        listener = Listener(
            report=self._show_progress, finished=self._show, failed=self._say_failed, ended=self._show_state
        )
        self._engine.start(SLOT, judging(dreams.images, dreams.wanted, data, dreams.start), listener)

    def _show_progress(self, report: object) -> None:
        if isinstance(report, Progress) and report.total:
            self.button.setText(f"Judging… {100 * report.done // report.total} %")

    def _show(self, verdicts: Verdicts) -> None:
        if self._step < 0:
            return
        self.verdicts = verdicts
        shown = dict(zip(COLUMNS, (verdicts.dreams, verdicts.start, verdicts.real), strict=True))
        for name, (_, figure) in FIGURES.items():
            for column, verdict in shown.items():
                self._cells[name, column].setText(UNKNOWN if verdict is None else figure(verdicts, verdict))
        self._table.show()

    def _forget(self) -> None:
        """The figures are those of other pictures."""
        report = self._session.report
        if report is None or report.step != self._step or self._session.is_running:
            self._engine.cancel(SLOT)
            self.verdicts, self._step = None, -1
            self._table.hide()
            self._show_state()

    def _say_failed(self, error: UserError) -> None:
        self._session.failed.emit(error, {})

    def _show_state(self) -> None:
        session = self._session
        self.button.setText("Judge again" if self.verdicts is not None else "Judge the sheet")
        self.button.setEnabled(session.data is not None and session.report is not None and not session.is_running)
        self.button.setToolTip(
            "Have an independent network and the training pictures say how good these dreams are, beside what they "
            "began with and beside real pictures"
            if session.data is not None
            else "It takes the data that the network learned from"
        )

    def _lay_out(self) -> None:
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, column in enumerate(COLUMNS, start=1):
            grid.addWidget(QLabel(column, objectName="quiet", alignment=right), 0, place)
            grid.setColumnMinimumWidth(place, 56)
        for number, (name, (meaning, _)) in enumerate(FIGURES.items()):
            row = 2 * number + 1
            grid.addWidget(QLabel(name), row, 0)
            for place, column in enumerate(COLUMNS, start=1):
                cell = QLabel(UNKNOWN, objectName="" if place == 1 else "quiet", alignment=right)
                cell.setFont(theme.numbers_font())
                cell.setAccessibleName(f"{name}, {column.lower()}")
                self._cells[name, column] = cell
                grid.addWidget(cell, row, place)
            line = QLabel(meaning, objectName="quiet", wordWrap=True)
            line.setFont(theme.numbers_font(11))
            grid.addWidget(line, row + 1, 0, 1, 1 + len(COLUMNS))
            grid.setRowMinimumHeight(row, 26)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(theme.SPACE)
        column_layout.addWidget(self.button)
        column_layout.addWidget(self._table)
