"""What a network says of one picture: the picture as it is seen, the verdict, the outputs, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.editing.screen import ScreenPicture, digit_picture
from engine.editing.signed import signed_over
from engine.nn.trial import Trial
from gui import theme
from gui.image_canvas import ImageCanvas
from gui.output_bars import OutputBars

PICTURE = 176
NOTHING = ScreenPicture((np.zeros((28, 28, 1), np.uint8),))


class AnswerView(QWidget):
    """Shows a `Trial`. `saliency_wanted` says that the next one should bring saliency, or no longer."""

    saliency_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trial: Trial | None = None
        self.picture = ImageCanvas()
        self.picture.setFixedSize(PICTURE, PICTURE)
        self.picture.setAccessibleName("The picture as the network sees it")
        self.picture.setToolTip("The picture as the network sees it; the wheel zooms")
        self.salient = QCheckBox("Show what matters", accessibleName="Show which pixels matter")
        self.salient.setToolTip("Colour the pixels by how they would change the answer (saliency, S)")
        self.salient.setShortcut("S")
        self.salient.toggled.connect(self._toggle)
        self._legend = QLabel(objectName="quiet", wordWrap=True)
        self._legend.setFixedWidth(PICTURE)
        self._verdict = QLabel(objectName="figure", wordWrap=True)
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self.bars = OutputBars()
        self._lay_out()

    @property
    def verdict(self) -> str:
        return self._verdict.text()

    @property
    def about(self) -> str:
        return self._about.text()

    def show_nothing(self, names: Sequence[str], verdict: str, about: str) -> None:
        """Say what to do while there is no picture."""
        self._trial = None
        self.picture.show_picture(NOTHING)
        self._say(verdict, about)
        self._legend.clear()
        self.bars.show_outputs(names, None)

    def show_trial(
        self, trial: Trial, names: Sequence[str], verdict: str, about: str, truth: int | None = None
    ) -> None:
        """Show what came of a trial, with a line on it and a sentence; `truth` is the class that a person gave."""
        self._trial = trial
        self._say(verdict, about)
        self.bars.show_outputs(names, trial.outputs, truth)
        said = "" if trial.outputs is None else names[int(trial.outputs.argmax())]
        self._legend.setText(
            f"Orange: the brighter here, the surer of {said}. Blue: the less sure."
            if trial.saliency is not None
            else ""
        )
        self._show_picture()

    def show_whether_seen(self, seen: bool) -> None:
        """Whether there is a picture at all; points of a plane have none."""
        for widget in (self.picture, self.salient):
            widget.setVisible(seen)
        self._legend.setVisible(seen and self.salient.isChecked())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_trial", None) is not None:
            self._show_picture()

    def _say(self, verdict: str, about: str) -> None:
        self._verdict.setText(verdict)
        self._about.setText(about)

    def _toggle(self, on: bool) -> None:
        self._legend.setVisible(on)
        self.saliency_wanted.emit(on)

    def _show_picture(self) -> None:
        trial = self._trial
        if trial is None or trial.seen.ndim != 3:
            return
        if trial.saliency is None:
            self.picture.show_picture(digit_picture(trial.seen))
        else:
            negative, _, positive = theme.sign_colours()
            self.picture.show_picture(ScreenPicture((signed_over(trial.seen, trial.saliency, negative, positive),)))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        for widget in (self.picture, self.salient, self._legend):
            left.addWidget(widget)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.SPACE)
        row.addLayout(left)
        row.addWidget(self.bars, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addWidget(self._verdict)
        column.addWidget(self._about)
        column.addSpacing(theme.SPACE)
        column.addLayout(row)
        self._legend.hide()
