"""The comparison that teaches: two networks dream the same from the same start, and others say what they see."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.dream.contrast import contrast
from gui import theme
from gui.dreaming.contestant import Contestant
from gui.dreaming.rivals import IN_USE, ORDINARY, Rivals
from gui.dreaming.run_buttons import RunButtons
from gui.dreaming.session import Mode, Session
from gui.engine_thread import EngineThread
from gui.workspace import footer


class ComparePage(QWidget):
    """Two networks side by side; both follow the session's wish, plan and start while the page is seen.

    `foot` stays below the panel. `file_wanted` carries the contestant that is to have a network from a file.
    """

    file_wanted = Signal(object)

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session = session
        self.rivals = Rivals(session)
        self.sides = tuple(
            Contestant(name, session, self.rivals, engine, key) for name, key in (("left", ORDINARY), ("right", IN_USE))
        )
        self.sentence = QLabel(wordWrap=True, objectName="heading")
        self._buttons = RunButtons(self.toggle, self.start)
        about = QLabel("Both begin with the same picture, want the same and take the same steps.", wordWrap=True)
        about.setObjectName("quiet")
        self.foot = footer(self._buttons, about)
        self._lay_out()
        for side in self.sides:
            side.network_changed.connect(self._begin_if_seen)
            side.judged.connect(self._show_sentence)
            side.running.state_changed.connect(self._show_state)
            side.file_wanted.connect(partial(self.file_wanted.emit, side))
        self.rivals.failed.connect(lambda error: session.failed.emit(error, {}))
        session.weights_changed.connect(self._follow)
        session.settings_changed.connect(self._begin_if_seen)
        session.data_changed.connect(self._ask)
        self._show_state()

    @property
    def is_running(self) -> bool:
        return any(side.running.is_running for side in self.sides)

    @property
    def is_ready(self) -> bool:
        """Whether there are two networks to compare."""
        return all(side.network is not None for side in self.sides)

    def is_judged(self) -> bool:
        """Whether both have come to rest and others have said what they see."""
        return all(side.verdict is not None for side in self.sides)

    # -- running ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Have both dream anew, from the same start."""
        if self.is_ready:
            for side in self.sides:
                side.begin(self._session.pictures, self._session.length)
            self._show_sentence()

    def stop(self) -> None:
        for side in self.sides:
            side.running.stop()

    def toggle(self) -> None:
        """Do what the large button says."""
        if self.is_running:
            self.stop()
        elif all(side.running.report is not None for side in self.sides):
            self._go_on()
        else:
            self.start()

    def add_file(self, side: Contestant, path: Path) -> None:
        """Have the network in a file dream on one side."""
        if key := self.rivals.add_file(path):
            side.choose(key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()
        self._begin_if_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    def _ask(self) -> None:
        if self.isVisible():
            self._show_sentence()
            for side in self.sides:
                side.ask()

    def _begin_if_seen(self) -> None:
        if self.isVisible():
            self.start()

    def _follow(self) -> None:
        """What is wanted has changed: both go on from where they are."""
        if self.isVisible() and self.is_ready and self._session.mode is not Mode.SHEET:
            for side in self.sides:
                if side.running.dream is not None:
                    side.running.dream.objective = self._session.wish
            self._go_on()

    def _go_on(self) -> None:
        for side in self.sides:
            side.forget_verdict()
            side.running.go_on(self._session.length)
        self._show_sentence()

    # -- showing ------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        begun = any(side.running.report is not None for side in self.sides)
        self._buttons.show_state(is_ready=self.is_ready, is_running=self.is_running, has_begun=begun)

    def _show_sentence(self) -> None:
        titles = [side.title for side in self.sides]
        if titles[0] == titles[1]:
            titles = ["the left network", "the right network"]
        one, other = (side.outcome(title) for side, title in zip(self.sides, titles, strict=True))
        if one is not None and other is not None:
            self.sentence.setText(contrast(one, other))
        elif not self.is_ready:
            missing = next(side.choice.currentText() for side in self.sides if side.network is None)
            self.sentence.setText(f"Not ready yet: {missing}. Choosing it again gets it ready.")
        elif self._session.data is None:
            self.sentence.setText("Judging them needs the data that the network in use learned from.")
        else:
            self.sentence.setText("Both climb towards what convinces them; others judge where they come to rest.")

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(2 * theme.SPACE)
        for side in self.sides:
            sides.addWidget(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.SPACE)
        column.addLayout(sides, 1)
        column.addWidget(self.sentence)
        self.sentence.setMinimumHeight(48)
        self._show_sentence()
