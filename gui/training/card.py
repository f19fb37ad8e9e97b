"""A card: something to choose, with what one should know of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.data.sample import Sample
from gui import theme
from gui.elided import draw_elided
from gui.training.samples import Samples, draw_sample

TILE_WIDTH, TILE_HEIGHT = 98, 48
MARGIN = 10
LINE = 17
TOP = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class Card:
    """What a person chooses among: a title, what it is in a line or two, facts about it, and why it cannot be chosen.

    `badge` is a word beside the title ("Download"); `icon` stands where there is no sample to show, "" for no tile.
    """

    key: str
    title: str
    about: str
    facts: str = ""
    fault: str = ""
    badge: str = ""
    icon: str = ""

    @property
    def spoken(self) -> str:
        """The card in one line, for people who do not see it."""
        return ". ".join(
            part.rstrip(".") for part in (self.title, self.badge, self.about, self.facts, self.fault) if part
        )


def draw_card(
    painter: QPainter, rect: QRect, card: Card, samples: Samples | None, *, marked: bool, hovered: bool
) -> None:
    """Draw a card as a row of a list: a tile, the title with its badge, what it is, and the facts or the fault.

    `samples` is None where no card has any, so that its icon wants less room.
    """
    look = theme.current()
    sample, tile_width = (samples.find(card.key), TILE_WIDTH) if samples else (None, TILE_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if marked or hovered:
        painter.setPen(QPen(QColor(look.accent), 1) if marked else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.raised))
        painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 6, 6)
    words = rect.adjusted(MARGIN, 6, -MARGIN, -6)
    if card.icon:
        tile = QRect(words.left(), rect.center().y() - TILE_HEIGHT // 2 + 1, tile_width, TILE_HEIGHT)
        _draw_tile(painter, tile, card, sample)
        words.setLeft(tile.right() + 12)
    _draw_title(painter, words, card)
    painter.setFont(theme.numbers_font(11))
    painter.setPen(QColor(look.quiet))
    below = QRect(words.left(), words.bottom() - LINE + 3, words.width(), LINE)
    lines = (below.top() - words.top() - LINE - 1) // painter.fontMetrics().lineSpacing()
    draw_elided(painter, words.adjusted(0, LINE + 1, 0, 0), card.about, max(1, lines))
    painter.setPen(QColor(look.error if card.fault else look.quiet))
    draw_elided(painter, below, card.fault or card.facts, 1)
    painter.restore()


def _draw_tile(painter: QPainter, tile: QRect, card: Card, sample: Sample | None) -> None:
    look = theme.current()
    if sample is not None and (sample.sheet is not None or sample.points is not None):
        draw_sample(painter, tile, sample)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.line))
    painter.drawRoundedRect(tile, 4, 4)
    icon = QRect(0, 0, 24, 24)
    icon.moveCenter(tile.center())
    theme.icon(card.icon, colour=look.quiet).paint(painter, icon)


def _draw_title(painter: QPainter, words: QRect, card: Card) -> None:
    look = theme.current()
    room = QRect(words)
    if card.badge:
        painter.save()
        painter.setFont(theme.numbers_font(11))
        pill = QRect(0, words.top(), painter.fontMetrics().horizontalAdvance(card.badge) + 14, LINE)
        pill.moveRight(words.right())
        painter.setPen(QPen(QColor(look.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, LINE // 2, LINE // 2)
        painter.setPen(QColor(look.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, card.badge)
        painter.restore()
        room.setRight(pill.left() - theme.SPACE)
    painter.setPen(QColor(look.faint if card.fault else look.text))
    painter.drawText(room, TOP, painter.fontMetrics().elidedText(card.title, Qt.TextElideMode.ElideRight, room.width()))
