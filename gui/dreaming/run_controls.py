"""Dream, stop, dream anew, and how the dream stands: what stays in sight below the panel's settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.dreaming.run_buttons import RunButtons
from gui.dreaming.session import Mode, Session
from gui.workspace import PANEL_WIDTH, footer

FIGURE_HEIGHT, ABOUT_HEIGHT = 28, 52


class RunControls(QWidget):
    """Buttons that say what they would do now, a large figure, and a line about it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._buttons = RunButtons(self.toggle, session.start)
        self._figure = QLabel(objectName="figure")
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._about.setFont(theme.numbers_font())
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label, height in ((self._figure, FIGURE_HEIGHT), (self._about, ABOUT_HEIGHT)):
            label.setFixedSize(PANEL_WIDTH - 1 - 4 * theme.SPACE, height)  # else each text lays out the whole window
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(footer(self._buttons, self._figure, self._about))
        session.state_changed.connect(self._show_state)
        session.network_changed.connect(self._show_state)
        session.reported.connect(self._show_result)
        self._show_state()

    def toggle(self) -> None:
        """Do what the large button says."""
        self._session.stop() if self._session.is_running else self._session.go_on()

    def _show_state(self) -> None:
        session = self._session
        is_ready, has_begun = session.network is not None, session.report is not None
        self._buttons.show_state(is_ready=is_ready, is_running=session.is_running, has_begun=has_begun)

    def _show_result(self) -> None:
        session, report = self._session, self._session.report
        if report is None:
            return
        if session.mode is Mode.HIDDEN:
            figure = f"{float(report.scores.mean()):.3g}"
            about = f"is the {session.hidden.part.value}'s answer less what the priors cost"
        else:
            figure, about = f"{100 * float(report.certainty.mean()):.1f} %", "certain"
        count = len(report.images)
        about += "" if count == 1 else f" on average of {count} pictures"
        self._figure.setText(figure)
        self._about.setText(f"{about}, after step {report.step:,}")
