"""The buttons below the timeline: play, loop, speed, marks, back to now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui import theme
from gui.dreaming.player import SPEEDS, Player
from gui.dreaming.viewing import Viewing
from gui.wheel_guard import WheelGuard

ABOUT_WIDTH = 136


class Transport(QWidget):
    """Shows and changes what the player and the viewing do."""

    def __init__(self, viewing: Viewing, player: Player) -> None:
        super().__init__()
        self._viewing, self._player = viewing, player
        self._play = self._tool("play", "Play the way", "P", player.toggle)
        self._loop = self._tool("repeat", "Play again and again", "", None)
        self._loop.setCheckable(True)
        self._loop.toggled.connect(self._set_looping)
        self._speed = QComboBox(accessibleName="Speed", toolTip="How fast the way is played")
        for speed in SPEEDS:
            self._speed.addItem(f"{speed:g} ×", speed)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.currentIndexChanged.connect(lambda _: player.set_speed(self._speed.currentData()))
        WheelGuard(self._speed)
        self._before = self._tool("skip-previous", "To the mark before", ",", lambda: viewing.jump(onward=False))
        self._mark = self._tool("bookmark-outline", "Mark this moment, or take its mark away", "M", viewing.toggle_mark)
        self._after = self._tool("skip-next", "To the next mark", ".", lambda: viewing.jump(onward=True))
        self._about = QLabel(objectName="quiet")
        self._about.setFont(theme.numbers_font())
        self._about.setFixedSize(ABOUT_WIDTH, 24)  # else each text lays out the whole window
        self._now = QPushButton("Now", objectName="small", toolTip="Back to how the dream stands (N)")
        self._now.clicked.connect(self.follow)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE // 2)
        for widget in (self._play, self._loop, self._speed, self._before, self._mark, self._after):
            row.addWidget(widget)
        row.insertSpacing(3, theme.SPACE)
        row.addSpacing(theme.SPACE)
        row.addWidget(self._about)
        row.addStretch(1)
        row.addWidget(self._now)
        viewing.moved.connect(self._show)
        viewing.grown.connect(self._show)
        viewing.renewed.connect(self._show)
        viewing.marks_changed.connect(self._show_marks)
        player.changed.connect(self._show_playing)
        self._show()
        self._show_marks()

    def follow(self) -> None:
        """Back to now; what plays ends."""
        self._player.stop()
        self._viewing.follow()

    def _set_looping(self, on: bool) -> None:
        self._player.loops = on

    def _show(self) -> None:
        frame, is_now = self._viewing.frame, self._viewing.step is None
        self._about.setText("" if frame is None else f"Step {frame.step:,}" + (", now" if is_now else ""))
        self._now.setEnabled(not is_now)
        self._play.setEnabled(len(self._viewing.frames) > 1)
        self._mark.setEnabled(frame is not None)

    def _show_marks(self) -> None:
        for button in (self._before, self._after):
            button.setEnabled(bool(self._viewing.marks))

    def _show_playing(self) -> None:
        playing = self._player.is_playing
        theme.with_icon(self._play, "pause" if playing else "play")
        self._play.setToolTip("Pause (P)" if playing else "Play the way (P)")
        self._play.setAccessibleName("Pause" if playing else "Play the way")

    def _tool(self, icon: str, name: str, keys: str, do: Callable[[], object] | None) -> QToolButton:
        button = QToolButton(autoRaise=True, accessibleName=name, iconSize=QSize(20, 20))
        theme.with_icon(button, icon)
        button.setToolTip(f"{name} ({keys})" if keys else name)
        if do is not None:
            button.clicked.connect(lambda: do())
        return button
