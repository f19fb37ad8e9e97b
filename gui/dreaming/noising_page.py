"""The reverse experiment: noise is put on a picture until the network no longer sees what it shows."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from engine.dream.dreams import eight_bits
from engine.dream.noising import NoiseCourse, NoisingPlan, noising
from engine.errors import UserError
from engine.jobs import paced
from engine.nn.reading import leading
from gui import theme
from gui.dreaming.picture_row import PictureRow
from gui.dreaming.picture_source import PictureSource
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread, Listener
from gui.param_form import ParamForm
from gui.reading_plot import ReadingPlot

SLOT = "noising"
SHOWN_PER_SECOND = 30
MOST = 10
"""Of more classes only those have a curve that are seen most."""


class NoisingPage(QWidget):
    """What a network of the session says to a picture with more and more noise; `panel` says which and how much."""

    failed = Signal(object)  # a UserError

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session, self._engine = session, engine
        self.plan = NoisingPlan()
        self.course: NoiseCourse | None = None
        self.is_running = False
        self.source = PictureSource(session, engine, "picture to drown")
        self.form = ParamForm()
        self.row = PictureRow("The picture with more and more noise")
        self.plot = ReadingPlot("Certainty of each class", "noise", "certainty (%)", {})
        self.plot.setYRange(0, 100)
        self.sentence = QLabel(objectName="heading", wordWrap=True)
        self.panel = QWidget()
        self._lay_out()
        self.form.show_value(self.plan)
        self.form.changed.connect(self.set_plan)
        self.form.changing.connect(self.set_plan)
        self.source.taken.connect(self.run)
        self.row.chosen.connect(lambda _: self._mark())
        self.plot.failed.connect(self.failed)
        session.network_changed.connect(self._start_over)
        session.data_changed.connect(self._begin_if_seen)

    def set_plan(self, plan: NoisingPlan) -> None:
        """Put other noise on it."""
        self.plan = plan
        self.run()

    def run(self) -> None:
        """Do the experiment with the picture that is chosen."""
        network, picture = self._session.network, self.source.picture
        if not self.isVisible() or network is None or picture is None:
            return
        self.is_running = True
        listener = Listener(report=self._show, finished=self._finish, failed=self._fail)
        self._engine.start(SLOT, paced(noising(network, picture, self.plan), SHOWN_PER_SECOND), listener)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_if_seen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "course", None) is not None:
            assert self.course is not None
            self._show(self.course)
        super().changeEvent(event)

    def _begin_if_seen(self) -> None:
        if self.isVisible() and self.course is None:
            self.run() if self.source.picture is not None else self.source.take_any()

    def _start_over(self) -> None:
        """What another network says is another matter."""
        self._engine.cancel(SLOT)
        self.course = None
        self._begin_if_seen()

    def _finish(self, course: NoiseCourse) -> None:
        self.is_running = False
        self._show(course)
        self._tell(course)

    def _fail(self, error: UserError) -> None:
        self.is_running = False
        self.failed.emit(error)

    # -- showing ------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> int | None:
        """The class that the picture shows: what a person said, else what the network says without noise."""
        if self.source.truth is not None or self.course is None or not len(self.course.outputs):
            return self.source.truth
        return int(self.course.outputs[0].argmax())

    def _show(self, course: NoiseCourse) -> None:
        network = self._session.network
        if network is None:
            return
        self.course = course
        names, outputs = network.class_names, course.outputs
        captions = [
            (f"{amount:.2g}", f"{names[said.argmax()]} · {100 * said.max():.0f} %")
            for amount, said in zip(course.amounts, outputs, strict=True)
        ]
        self.row.show_pictures(eight_bits(course.images), captions, self.plan.steps + 1)
        amounts, colours = course.amounts.tolist(), _colours(network.classes)
        if self.shown is not None:
            colours[self.shown] = theme.current().accent
        curves = {index: (amounts, (100 * outputs[:, index]).tolist()) for index in self._classes(course)}
        self.plot.show_further({names[index]: (colours[index], points) for index, points in curves.items()})
        self._mark()

    def _classes(self, course: NoiseCourse) -> list[int]:
        """The classes that have a curve: all, or of many those that are seen most."""
        classes = course.outputs.shape[1]
        if classes <= MOST:
            return list(range(classes))
        return leading(course.outputs.max(axis=0), MOST, self.shown).tolist()

    def _mark(self) -> None:
        """A line in the plot where the current picture is."""
        if self.course is not None and self.row.current < len(self.course.amounts):
            amount = float(self.course.amounts[self.row.current])
            self.plot.show_marks([(amount, f"{amount:.2g}")] if self.row.current else [])

    def _tell(self, course: NoiseCourse) -> None:
        network, shown = self._session.network, self.shown
        if network is None or shown is None:
            return
        names, lost = network.class_names, course.lost_at(shown)
        if lost is None:
            text = f"The network goes on saying {names[shown]} up to the last step; try more noise."
        elif lost[0] == 0:
            text = f"The network says {names[lost[1]]} even without noise, where a person says {names[shown]}."
        else:
            text = f"From a noise of {lost[0]:.2g} on the network sees {names[lost[1]]} and no {names[shown]} any more."
        self.sentence.setText(text)

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.SPACE)
        column.addWidget(self.row)
        column.addWidget(self.plot, 1)
        column.addWidget(self.sentence)
        self.sentence.setMinimumHeight(24)
        settings = QVBoxLayout(self.panel)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.setSpacing(theme.SPACE + theme.SPACE // 2)
        about = QLabel("Noise is put on a picture step by step, to see how long the network recognizes it.")
        about.setWordWrap(True)
        about.setObjectName("quiet")
        for heading, widgets in (("Picture", (about, self.source)), ("Noise", (self.form,))):
            settings.addWidget(QLabel(heading, objectName="heading"))
            for widget in widgets:
                settings.addWidget(widget)
            settings.addWidget(QFrame(objectName="rule"))
        settings.addStretch(1)


def _colours(count: int) -> list[str]:
    """So many colours as different as can be, that are seen on the theme's ground."""
    value = 235 if theme.current().name == "dark" else 165
    return [
        pyqtgraph.intColor(index, hues=count, sat=120 if index % 2 else 190, minValue=value, maxValue=value).name()
        for index in range(count)
    ]
