"""The way of a dream below its picture: the curve, the frames, and what plays them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine.dream.dreams import certainties
from gui import theme
from gui.dreaming.certainty_curve import CertaintyCurve
from gui.dreaming.film_strip import FilmStrip
from gui.dreaming.player import Player
from gui.dreaming.transport import Transport
from gui.dreaming.viewing import Viewing


class Timeline(QFrame):
    """Curve and frames along one axis of steps; both are scrubbed."""

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewing = viewing
        self.player = Player(viewing)
        self.curve = CertaintyCurve()
        self.strip = FilmStrip(viewing, lambda: self.curve.span)
        self.transport = Transport(viewing, self.player)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.curve)
        column.addWidget(self.strip)
        column.addSpacing(theme.SPACE // 2)
        column.addWidget(self.transport)
        self.curve.sought.connect(self._seek)
        self.strip.stopped.connect(self.player.stop)
        viewing.moved.connect(self._show)
        viewing.grown.connect(self._show)
        viewing.renewed.connect(self._clear)

    def _seek(self, step: float) -> None:
        self.player.stop()
        self._viewing.seek_step(step)

    def _show(self) -> None:
        viewing = self._viewing
        frames, frame = viewing.frames, viewing.frame
        if frame is None:
            return
        number = viewing.number if len(frame.images) > 1 else None
        percent = 100 * certainties(frames, number)
        self.curve.show_way([float(one.step) for one in frames], percent.tolist(), viewing.last_step)
        self.curve.show_step(frame.step)

    def _clear(self) -> None:
        self.curve.clear_curves()
        self.curve.show_step(None)
