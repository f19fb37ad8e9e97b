"""One of two networks that dream the same: its picture, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from engine.dream.contrast import Outcome
from engine.dream.dreams import eight_bits
from engine.dream.verdict import Verdict, Verdicts, judging
from engine.editing.screen import ScreenPicture
from engine.errors import UserError
from engine.nn.network import Network
from gui import theme
from gui.dreaming.dream_wall import DreamWall
from gui.dreaming.rivals import Rivals
from gui.dreaming.running_dream import RunningDream
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread, Listener
from gui.image_canvas import ImageCanvas
from gui.wheel_guard import WheelGuard

ANOTHER = "another"
ROWS = ("The network says", "The judge says", "5 nearest pictures say", "Nearest known picture")


class Contestant(QWidget):
    """A network that is chosen, its dream in a slot of its own, and the verdict once it rests.

    `network_changed` says that another network is there, `judged` that the verdict is, `file_wanted` asks for a file.
    """

    network_changed = Signal()
    judged = Signal()
    file_wanted = Signal()

    def __init__(self, name: str, session: Session, rivals: Rivals, engine: EngineThread, key: str) -> None:
        super().__init__()
        self._name, self._session, self._rivals, self._engine, self._key = name, session, rivals, engine, key
        self.network: Network | None = None
        self.verdict: Verdict | None = None
        self.running = RunningDream(engine, f"{name} dream", self)
        self.choice = QComboBox(accessibleName=f"Network of the {name} dream")
        self.choice.setToolTip("Which network dreams here")
        WheelGuard(self.choice)
        self.canvas, self.wall = ImageCanvas(), DreamWall()
        for pictures in (self.canvas, self.wall):
            pictures.setAccessibleName(f"The {name} dream")
        self._pictures = QStackedWidget()
        self._says = [QLabel() for _ in ROWS]
        self._lay_out()
        self.choice.activated.connect(self._choose)
        self.running.reported.connect(self._show_report)
        self.running.state_changed.connect(self._judge_when_resting)
        self.running.failed.connect(self._say_failed)
        rivals.ready.connect(self._take)
        rivals.changed.connect(self._show_choice)
        self._show_choice()

    @property
    def title(self) -> str:
        return self.network.title if self.network is not None else ""

    def outcome(self, title: str) -> Outcome | None:
        """What came of it, under a title that tells the two apart; None while it is not judged."""
        if self.verdict is None or self.running.report is None:
            return None
        return Outcome(title, float(self.running.report.certainty.mean()), self.verdict)

    # -- the network --------------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Have another network dream here."""
        self._key = key
        self._show_choice()
        self.ask()

    def ask(self) -> None:
        """Get the chosen network ready, if it is not."""
        self._rivals.ask(self._key)

    def _choose(self, _: int) -> None:
        key = self.choice.currentData()
        self._show_choice()  # as it was, until another file has been read
        if key == ANOTHER:
            self.file_wanted.emit()
        else:
            self.choose(key)

    def _take(self, key: str) -> None:
        network = self._rivals.network(key)
        if key == self._key and network is not self.network:
            self.network = network
            self.running.forget()
            self.forget_verdict()
            self.network_changed.emit()

    def _show_choice(self) -> None:
        titles = {**self._rivals.titles, ANOTHER: "From a file…"}
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for key, title in titles.items():
                self.choice.addItem(title, key)
            self.choice.setCurrentIndex(max(0, self.choice.findData(self._key)))

    # -- the dream ----------------------------------------------------------------------------------------------

    def begin(self, pictures: Callable[..., np.ndarray], length: int) -> None:
        """Dream of what the session wants, from these pictures on."""
        if self.network is not None:
            self.forget_verdict()
            self.running.begin(self.network, self._session.wish, self._session.plan, pictures, length)

    def _show_report(self) -> None:
        report, dream, network = self.running.report, self.running.dream, self.network
        if report is None or dream is None or network is None:
            return
        if len(report.images) == 1:
            self.canvas.show_picture(ScreenPicture((eight_bits(report.images)[0],)))
        else:
            captions = dream.objective.captions(network.class_names)
            self.wall.show_frame(report.frame(), captions, network.classes, -1)
        self._pictures.setCurrentIndex(0 if len(report.images) == 1 else 1)
        self._say(0, int(report.outputs[0].argmax()), float(report.certainty.mean()), len(report.images))

    def _judge_when_resting(self) -> None:
        dream, report, data = self.running.dream, self.running.report, self._session.data
        if self.running.is_running or dream is None or report is None or data is None:
            return
        job = judging(report.images, dream.objective.wanted, data)
        self._engine.start(f"{self._name} verdict", job, Listener(finished=self._show_verdict, failed=self._say_failed))

    def _show_verdict(self, verdicts: Verdicts) -> None:
        self.verdict = verdict = verdicts.dreams
        count = len(verdict.outputs)
        seen, certain = int(verdict.seen[0]), float(verdict.outputs[0].max())
        self._say(1, seen, certain if count == 1 else verdict.network_agrees, count)
        self._say(2, int(verdict.neighbours[0]), None if count == 1 else verdict.neighbours_agree, count)
        self._says[3].setText(f"{verdict.nearest:.1f} away" + ("" if count == 1 else " (median)"))
        self._says[3].setToolTip("The Euclidean distance to the training picture that is nearest, pixels from 0 to 1")
        self.judged.emit()

    def _say_failed(self, error: UserError) -> None:
        self._session.failed.emit(error, {})

    def forget_verdict(self) -> None:
        """Have nothing said of the dream until it rests again."""
        self.verdict = None
        self._engine.cancel(f"{self._name} verdict")
        for label in self._says:
            label.setText("–")

    def _say(self, row: int, seen: int, share: float | None, count: int) -> None:
        """Of one picture the class that is seen and how surely, of several the share in which it is what was wanted."""
        look, dream = theme.current(), self.running.dream
        assert self.network is not None
        if dream is None:
            return
        per_cent = "" if share is None else f"{100 * share:.0f} %"
        if count > 1:
            agree, text = (share or 0) >= 0.5, f"{per_cent} {'certain' if row == 0 else 'as wanted'}"
        else:
            agree = seen == dream.objective.wanted[0]
            text = " · ".join(filter(None, (self.network.class_names[seen], per_cent)))
        mark, colour = ("✓", look.third) if agree else ("✗", look.error)
        self._says[row].setText(f'{text} <span style="color:{colour}">{mark}</span>')
        self._says[row].setAccessibleName(f"{ROWS[row]}: {text}, {'as' if agree else 'not'} wanted")

    def _lay_out(self) -> None:
        table = QGridLayout()
        table.setHorizontalSpacing(2 * theme.SPACE)
        table.setVerticalSpacing(theme.SPACE // 2)
        table.setColumnStretch(1, 1)
        for row, (name, label) in enumerate(zip(ROWS, self._says, strict=True)):
            label.setFont(theme.numbers_font(15))
            table.addWidget(QLabel(name, objectName="quiet"), row, 0)
            table.addWidget(label, row, 1)
        self.choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.choice)
        for pictures in (self.canvas, self.wall):
            self._pictures.addWidget(pictures)
        column.addWidget(self._pictures, 1)
        column.addLayout(table)
        self.forget_verdict()
