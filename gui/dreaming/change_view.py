"""What a dream began with, and what has been changed since."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.dream.dreams import eight_bits
from engine.dream.start import StartKind
from engine.editing.signed import signed_colours
from gui import theme
from gui.dreaming.pixel_tile import PixelTile
from gui.dreaming.session import Session


class ChangeView(QWidget):
    """Beside a dream that begins with a picture: the start, and the difference in two colours, as it dreams."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.start, self.difference = PixelTile("What the dream began with"), PixelTile("What has been changed")
        self._added, self._removed = QLabel(objectName="quiet"), QLabel(objectName="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        for heading, tile in (("It began with", self.start), ("What changed", self.difference)):
            column.addWidget(QLabel(heading, objectName="heading"))
            column.addWidget(tile)
        column.addWidget(self._added)
        column.addWidget(self._removed)
        column.addStretch(1)
        self._name_colours()
        session.reported.connect(self.refresh)
        session.settings_changed.connect(self._show_or_hide)
        self._show_or_hide()

    def refresh(self) -> None:
        """Show the latest report; of several dreams the first."""
        dream, report = self._session.dream, self._session.report
        if not self.isHidden() and dream is not None and report is not None:
            self.start.show_pixels(eight_bits(dream.start[0]))
            change = (report.images[0] - dream.start[0]).mean(axis=-1)
            self.difference.show_pixels(signed_colours(change, *theme.sign_colours(), largest=1.0))
            size = float(np.abs(change).mean())
            self.difference.setAccessibleDescription(f"On average {100 * size:.1f} % of full brightness")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_removed"):
            self._name_colours()
            self.refresh()
        super().changeEvent(event)

    def _name_colours(self) -> None:
        look = theme.current()
        for label, colour, words in ((self._added, look.accent, "light added"), (self._removed, look.second, "taken")):
            label.setText(f'<span style="color:{colour}">●</span> {words}')

    def _show_or_hide(self) -> None:
        self.setVisible(self._session.start_plan.start is StartKind.PICTURE)
        self.refresh()
