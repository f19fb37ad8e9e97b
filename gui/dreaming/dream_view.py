"""The dream as it forms: the picture, what the network and the judge see in it, and its way."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.dream.light import Pen
from engine.editing.screen import ScreenPicture, digit_picture
from gui import theme
from gui.dreaming.change_view import ChangeView
from gui.dreaming.dream_canvas import DreamCanvas
from gui.dreaming.dream_wall import DreamWall
from gui.dreaming.pen_bar import PenBar
from gui.dreaming.session import Mode, Session
from gui.dreaming.timeline import Timeline
from gui.dreaming.viewing import Viewing
from gui.engine_thread import EngineThread
from gui.output_bars import OutputBars

BARS_WIDTH = 264


class DreamView(QWidget):
    """Shows what is looked at of the session's dream: one picture on a canvas, several as a sheet."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session = session
        self.viewing = Viewing(session, engine)
        self.canvas, self.wall = DreamCanvas(), DreamWall()
        self.change = ChangeView(session, self.viewing)
        self.pen_bar = PenBar(Pen())
        self.timeline = Timeline(self.viewing)
        self.bars, self.judge = OutputBars(), OutputBars()
        self._about = QLabel(objectName="quiet")
        self._judge_about = QLabel(objectName="quiet", wordWrap=True)
        self._pictures = QStackedWidget()
        self._lay_out()
        self.viewing.moved.connect(self._show_moment)
        self.wall.chosen.connect(self.viewing.choose)
        self.wall.opened.connect(session.open_one)
        self.canvas.painted.connect(self._paint)
        self.pen_bar.changed.connect(self.canvas.take_pen)
        self.pen_bar.kind_changed.connect(self._choose_kind)
        self._put_away = QShortcut(QKeySequence("Esc"), self, activated=self.pen_bar.done.emit)
        self.viewing.judged.connect(self._show_judgement)
        session.network_changed.connect(self._show_network)
        session.judge_changed.connect(self._show_judge)
        self.use_pen(False)
        self._show_judge()

    def use_pen(self, on: bool) -> None:
        """Draw light into the dream instead of panning."""
        self.pen_bar.setVisible(on)
        self._put_away.setEnabled(on)
        self.canvas.take_pen(self.pen_bar.pen if on else None)

    def _choose_kind(self, dark: bool) -> None:
        self.canvas.is_dark = dark

    def _paint(self, light: np.ndarray) -> None:
        """Paint into the dream as it stands, whatever was looked at."""
        self.timeline.player.stop()
        self.viewing.follow()
        self._session.paint(light)

    # -- what is shown ------------------------------------------------------------------------------------------

    def _show_moment(self) -> None:
        frame, network = self.viewing.frame, self._session.network
        if frame is None or network is None:
            return
        count, number, captions = len(frame.images), self.viewing.number, self._session.captions
        if count == 1:
            self.canvas.show_picture(ScreenPicture((np.ascontiguousarray(frame.images[0]),)))
        else:
            self.wall.show_frame(frame, captions, network.classes, number)
        self._pictures.setCurrentIndex(0 if count == 1 else 1)
        about = f"Picture {number + 1} of {count}, which is to be {captions[number]}"
        if about != self._about.text():
            self._about.setText(about)
        self._about.setVisible(count > 1)
        self.bars.show_outputs(network.class_names, frame.outputs[number], self._truth)

    @property
    def _truth(self) -> int | None:
        """The class that is wanted of the picture whose outputs are shown; what was wanted earlier is not kept."""
        dream, number = self._session.dream, self.viewing.number
        is_so = self._session.mode is Mode.SHEET or self.viewing.step is None
        if dream is None or number >= len(dream) or not is_so:
            return None
        wanted = int(dream.objective.wanted[number])
        return wanted if wanted >= 0 else None

    def _show_judgement(self) -> None:
        network, judgement = self._session.network, self.viewing.judgement
        if network is not None:
            self.judge.show_outputs(network.class_names, judgement, self._truth)

    def _show_network(self) -> None:
        network = self._session.network
        if network is not None:
            blank = np.zeros(network.input_shape, np.float32)
            self.canvas.show_picture(digit_picture(blank))
            self.canvas.expect_channels(network.input_shape[-1])
            self._pictures.setCurrentIndex(0)
            self._about.hide()
            self.bars.show_outputs(network.class_names, None)
            self.judge.show_outputs(network.class_names, None)

    def _show_judge(self) -> None:
        is_there = self._session.judge is not None
        self._judge_about.setText("" if is_there else "It needs the data that the network learned from.")
        self._judge_about.setVisible(not is_there)
        self.judge.setVisible(is_there)

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(theme.SPACE)
        side.addWidget(self._about)
        for heading, bars in (("The network sees", self.bars), ("The judge sees", self.judge)):
            side.addWidget(QLabel(heading, objectName="heading"))
            side.addWidget(bars)
            bars.setFixedWidth(BARS_WIDTH)
        side.addWidget(self._judge_about)
        side.addStretch(1)
        for pictures in (self.canvas, self.wall):
            self._pictures.addWidget(pictures)
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE)
        column.addWidget(self.pen_bar)
        column.addWidget(self._pictures, 1)
        column.addWidget(self.timeline)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.SPACE)
        row.addWidget(self.change)
        row.addLayout(column, 1)
        row.addLayout(side)
