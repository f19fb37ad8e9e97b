"""The card that is chosen, as a button that opens the others."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from engine.data.sample import Sample
from gui import theme
from gui.elided import draw_elided
from gui.training.card import LINE, Card
from gui.training.samples import draw_sample
from gui.workspace import PANEL_WIDTH

MARGIN = 10
SAMPLE_HEIGHT, POINTS_HEIGHT = 54, 88
ROOM = PANEL_WIDTH - 1 - 4 * theme.SPACE - 2 * MARGIN
SMALL = 15
"""The height of a line of small text."""


class CardButton(QAbstractButton):
    """Shows a card over the width of the panel: its sample on top, then its words."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self._tip, self._reason = tip, ""
        self._card: Card | None = None
        self._sample: Sample | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)

    @property
    def card(self) -> Card | None:
        return self._card

    def show_card(self, card: Card | None, sample: Sample | None = None) -> None:
        self._card, self._sample = card, sample
        self.setAccessibleDescription(card.spoken if card else "")
        self._tell()
        self.updateGeometry()
        self.update()

    def lock(self, reason: str) -> None:
        """Let the choice stand for a reason; "" lets it be changed."""
        self.setEnabled(not reason)
        self._reason = reason
        self._tell()

    def _tell(self) -> None:
        card = self._card
        facts = [card.title, card.about, card.facts] if card else []
        self.setToolTip("\n".join(filter(None, [*facts, self._tip, self._reason])))

    def sizeHint(self) -> QSize:
        room = self._sample_height()
        return QSize(ROOM, 2 * MARGIN + (room + theme.SPACE if room else 0) + LINE + 2 + (self._lines() + 1) * SMALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.accent if self.hasFocus() else look.quiet if self.underMouse() and self.isEnabled() else look.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(look.raised))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        if self._card is None:
            return
        words = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if self._sample is not None and (height := self._sample_height()):
            painter.setOpacity(1.0 if self.isEnabled() else 0.5)
            draw_sample(painter, QRect(words.left(), words.top(), words.width(), height), self._sample)
            painter.setOpacity(1.0)
            words.setTop(words.top() + height + theme.SPACE)
        self._paint_words(painter, words, self._card)

    def _paint_words(self, painter: QPainter, words: QRect, card: Card) -> None:
        look = theme.current()
        chevron = QRect(words.right() - 17, words.top(), 18, 18)
        theme.icon("unfold-more-horizontal", colour=look.quiet if self.isEnabled() else look.faint).paint(
            painter, chevron
        )
        painter.setPen(QColor(look.text if self.isEnabled() else look.quiet))
        draw_elided(painter, words.adjusted(0, 0, -24, 0), card.title, 1)
        painter.setFont(theme.numbers_font(11))
        painter.setPen(QColor(look.quiet))
        draw_elided(painter, words.adjusted(0, LINE + 3, 0, 0), card.about, self._lines())
        painter.setPen(QColor(look.error if card.fault else look.quiet))
        below = QRect(words.left(), words.bottom() - 13, words.width(), 15)
        draw_elided(painter, below, card.fault or card.facts, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def _lines(self) -> int:
        """How many lines the card takes to say what it is."""
        metrics = QFontMetrics(theme.numbers_font(11))
        return 1 if metrics.horizontalAdvance(self._card.about if self._card else "") <= ROOM else 2

    def _sample_height(self) -> int:
        if self._sample is None or (self._sample.sheet is None and self._sample.points is None):
            return 0
        return POINTS_HEIGHT if self._sample.points is not None else SAMPLE_HEIGHT
