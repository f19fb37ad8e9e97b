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
from gui.dreaming.viewing import Viewing


class ChangeView(QWidget):
    """Beside a dream that begins with a picture: the start, and the difference in two colours, as it dreams or as it
    is looked back at."""

    def __init__(self, session: Session, viewing: Viewing) -> None:
        super().__init__()
        self._session, self._viewing = session, viewing
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
        viewing.moved.connect(self.refresh)
        session.settings_changed.connect(self._show_or_hide)
        self._show_or_hide()

    def refresh(self) -> None:
        """Show the moment that is looked at."""
        dream, frame, number = self._session.dream, self._viewing.frame, self._viewing.number
        if self.isHidden() or dream is None or frame is None:
            return
        start = dream.start[number]
        self.start.show_pixels(eight_bits(start))
        change = (frame.images[number] / np.float32(255) - start).mean(axis=-1)
        self.difference.show_pixels(signed_colours(change, *theme.sign_colours(), largest=1.0))
        size = 100 * float(np.abs(change).mean())
        self.difference.setAccessibleDescription(f"On average by {size:.1f} % of full brightness")

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
