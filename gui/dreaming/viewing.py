"""What of a dream is looked at: which moment of its way, and which of its pictures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.dream.dreams import Film, Frame
from engine.dream.judge import Judge
from engine.jobs import Job
from engine.plate import round_up
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread, Listener

Array = np.ndarray


class Viewing(QObject):
    """Looks at the session's newest report, or back at a frame of its film; `step` is None where it is at now. What
    the judge says to the picture comes a moment later, `judgement (classes,)`.

    A film that grows long drops frames; a place in it is therefore remembered by its step.
    """

    moved = Signal()  # something else is shown
    grown = Signal()  # the film has gone on; what is shown stays
    renewed = Signal()  # another dream has begun
    marks_changed = Signal()
    judged = Signal()  # `judgement` is new

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__(session)
        self._session, self._engine = session, engine
        self._film: Film | None = None
        self.frames: tuple[Frame, ...] = ()  # the way so far; the last is the newest report
        self.step: int | None = None
        self.number = 0  # of the picture in a sheet
        self.judgement: Array | None = None
        self.marks: tuple[int, ...] = ()  # the steps that a person marked
        session.reported.connect(self._take_report)
        session.network_changed.connect(self._renew)
        session.judge_changed.connect(self._ask_judge)

    @property
    def frame(self) -> Frame | None:
        """What is shown, None before there is anything."""
        return self.frames[self.place] if self.frames else None

    @property
    def place(self) -> int:
        """The number of the frame that is shown."""
        frames = self.frames
        return len(frames) - 1 if self.step is None else _nearest(frames, self.step)

    @property
    def last_step(self) -> int:
        """Where the timeline ends: where the dream will rest, or a round number beyond now where nobody knows."""
        now = max(1, self.frames[-1].step if self.frames else 0)
        return max(now, self._session.rests_at or round(round_up(now)))

    # -- moments ------------------------------------------------------------------------------------------------

    def seek(self, place: int) -> None:
        """Look at a frame by its number; at the last one, or beyond, things go on as they happen."""
        frames = self.frames
        if place >= len(frames) - 1:
            self.follow()
        else:
            self._look(frames[max(0, place)].step)

    def seek_step(self, step: float) -> None:
        """Look at the frame nearest to a step."""
        if frames := self.frames:
            self.seek(_nearest(frames, step))

    def follow(self) -> None:
        """Back to now."""
        self._look(None)

    def _look(self, step: int | None) -> None:
        if step == self.step:
            return
        self.step = step
        self._move()

    # -- pictures and marks -------------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Look at one of a sheet's pictures more closely."""
        frame = self.frame
        if frame is not None and 0 <= number < len(frame.images) and number != self.number:
            self.number = number
            self._move()

    def toggle_mark(self) -> None:
        """Mark the moment that is shown, or take its mark away."""
        if (frame := self.frame) is not None:
            self.marks = tuple(sorted({*self.marks} ^ {frame.step}))
            self.marks_changed.emit()

    def jump(self, onward: bool) -> None:
        """Look at the next mark, or at the one before."""
        if (frame := self.frame) is None:
            return
        place = bisect_right(self.marks, frame.step) if onward else bisect_left(self.marks, frame.step) - 1
        if 0 <= place < len(self.marks):
            self.seek_step(self.marks[place])

    # -- the session --------------------------------------------------------------------------------------------

    def _take_report(self) -> None:
        report = self._session.report
        assert report is not None
        if report.film is not self._film:
            self._renew()
            self._film = report.film
            self.number = min(self.number, len(report.images) - 1)
        # the film may have gone on since the report
        self.frames = (*(frame for frame in report.film.frames if frame.step < report.step), report.frame())
        self._move() if self.step is None else self.grown.emit()

    def _renew(self) -> None:
        self._film, self.step, self.frames = None, None, ()
        self.judgement = None
        if self.marks:
            self.marks = ()
            self.marks_changed.emit()
        self.renewed.emit()

    # -- the judge ----------------------------------------------------------------------------------------------

    def _move(self) -> None:
        self.moved.emit()
        self._ask_judge()

    def _ask_judge(self) -> None:
        judge, frame = self._session.judge, self.frame
        if judge is not None and frame is not None:
            job = _judging(judge, frame.pictures[self.number : self.number + 1])
            self._engine.start("judgement", job, Listener(finished=self._take_judgement))

    def _take_judgement(self, outputs: Array) -> None:
        self.judgement = outputs[0]
        self.judged.emit()


def _judging(judge: Judge, images: Array) -> Job[Array]:
    yield None
    return judge.outputs(images)


def _nearest(frames: tuple[Frame, ...], step: float) -> int:
    """The number of the frame whose step is nearest."""
    right = bisect_left(frames, step, key=lambda frame: frame.step)
    if right in (0, len(frames)):
        return max(0, right - 1) if right else 0
    return right if frames[right].step - step < step - frames[right - 1].step else right - 1
