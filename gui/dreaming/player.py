"""Plays the way of a dream."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gui.dreaming.viewing import Viewing

FRAMES_PER_SECOND = 25
SPEEDS = (0.25, 0.5, 1.0, 2.0)


class Player(QObject):
    """Moves what is looked at from frame to frame. `changed` says that it began or ended."""

    changed = Signal()

    def __init__(self, viewing: Viewing) -> None:
        super().__init__(viewing)
        self._viewing = viewing
        self.loops = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._advance)
        self.set_speed(1.0)
        viewing.renewed.connect(self.stop)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def set_speed(self, times: float) -> None:
        """So many times the usual speed."""
        self._timer.setInterval(round(1000 / (times * FRAMES_PER_SECOND)))

    def toggle(self) -> None:
        """Play from what is shown, from the beginning where that is now; or stay."""
        if self.is_playing:
            self.stop()
        elif len(self._viewing.frames) > 1:
            if self._viewing.step is None:
                self._viewing.seek(0)
            self._timer.start()
            self.changed.emit()

    def stop(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def _advance(self) -> None:
        if self._viewing.step is not None:
            self._viewing.seek(self._viewing.place + 1)
        elif self.loops:
            self._viewing.seek(0)
        else:
            self.stop()
