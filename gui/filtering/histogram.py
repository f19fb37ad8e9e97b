"""The page with the histogram of the result, and how noisy it is before and after filtering."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.editing.histogram import Histogram, histogram
from engine.editing.measure import before_and_after
from engine.editing.noise_level import figure, noise_levels
from engine.filters.noise import NoiseEstimate
from engine.image import Image
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.filtering.histogram_view import HistogramView
from gui.settings import Settings

CHANNELS = (("RGB", "Red, green and blue"), ("Luminance", "How bright each pixel is to the eye (Rec. 709)"))
SCALES = (("Linear", "Height says how many pixels"), ("Log", "Height says the logarithm: few pixels are seen too"))


class HistogramPage(QWidget):
    """Counts in the engine's thread, and only while it is seen; noise only when the picture is left alone."""

    def __init__(self, engine: EngineThread, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._pictures: tuple[Image, Image] | None = None
        self._counted: tuple[Image, Image] | None = None  # or being counted
        self._counting = False
        self.view = HistogramView()
        self._channels = self._choice("histogram channels", CHANNELS)
        self._scale = self._choice("histogram scale", SCALES)
        self.noise = QLabel(accessibleName="Noise before and after filtering")
        self.noise.setFont(theme.numbers_font(12))
        self._lay_out()
        self._choose()

    def show_result(self, before: Image, after: Image) -> None:
        """Show what there is to say about a picture and what became of it."""
        self._pictures = (before, after)
        if self.isVisible():
            self._measure()

    def disturb(self) -> None:
        """Stop what is not worth the time while somebody edits."""
        self._engine.cancel("noise")

    def showEvent(self, event: QShowEvent) -> None:
        self._measure()
        super().showEvent(event)

    def _measure(self) -> None:
        """Count the newest pictures. A count under way comes to its end, so that a long drag shows some of them."""
        if self._pictures is None:
            return
        if not self._counting and self._counted != self._pictures:
            self._counting, self._counted = True, self._pictures
            listener = Listener(finished=self._show_histograms, ended=self._done_counting)
            self._engine.start("histogram", before_and_after(histogram, *self._pictures), listener)
        self.noise.setEnabled(False)  # faint while it is about an older result
        self._engine.start("noise", noise_levels(*self._pictures), Listener(finished=self._show_noise))

    def _show_histograms(self, both: tuple[Histogram, Histogram]) -> None:
        self.view.show_histograms(*both)

    def _done_counting(self) -> None:
        self._counting = False
        if self.isVisible() and self._counted != self._pictures:
            self._measure()

    def _show_noise(self, both: tuple[NoiseEstimate, NoiseEstimate]) -> None:
        if self._pictures is None:
            return
        self.noise.setEnabled(True)
        before, after = self._pictures
        white = f"{after.white:.0f}"
        was, now = (figure(each.overall, image.white) for each, image in zip(both, self._pictures, strict=True))
        self.noise.setText(f"{now} of {white}" if before is after else f"{was} → {now} of {white}")
        lines = ["Standard deviation of the noise, estimated in the quiet parts of the picture"]
        for name, image, found in zip(("Before", "After"), self._pictures, both, strict=True):
            for method, values in (("Immerkær", found.immerkaer), ("Haar wavelets", found.haar)):
                lines.append(f"{name}, {method}: " + "  ".join(figure(value, image.white) for value in values))
        self.noise.setToolTip("\n".join(lines if before is not after else lines[:3]))

    # -- choices ----------------------------------------------------------------------------------------------

    def _choice(self, name: str, choices: tuple[tuple[str, str], ...]) -> QButtonGroup:
        """Buttons of which one is down, as it was when the program was used last."""
        group = QButtonGroup(self, objectName=name)
        for index, (text, tip) in enumerate(choices):
            button = QToolButton(text=text, checkable=True, autoRaise=True, toolTip=tip, objectName="choice")
            group.addButton(button, index)
        chosen = self._settings.text(name)
        group.button(next((index for index, (text, _) in enumerate(choices) if text == chosen), 0)).setChecked(True)
        group.idClicked.connect(partial(self._choose_and_remember, group))
        return group

    def _choose_and_remember(self, group: QButtonGroup, index: int) -> None:
        self._settings.set_text(group.objectName(), group.button(index).text())
        self._choose()

    def _choose(self) -> None:
        self.view.show_as(luminance=self._channels.checkedId() == 1, logarithmic=self._scale.checkedId() == 1)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(theme.SPACE // 4)
        for group in (self._channels, self._scale):
            for button in group.buttons():
                choices.addWidget(button)
            if group is self._channels:
                choices.addStretch(1)
        said = QHBoxLayout()
        said.addWidget(QLabel("Noise σ", objectName="quiet"))
        said.addStretch(1)
        said.addWidget(self.noise)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.SPACE // 2)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.view)
        column.addLayout(choices)
        column.addLayout(said)
