"""The learning rate over a run, as a small curve."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from engine.nn.plan import TrainingPlan
from gui import theme

HEIGHT = 72
POINTS = 200


class RatePlot(QWidget):
    """Draws what a plan's schedule makes of its learning rate, from the first epoch to the last."""

    def __init__(self) -> None:
        super().__init__(accessibleName="Learning rate over the run")
        self._plan = TrainingPlan()
        self.setFixedHeight(HEIGHT)

    def show_plan(self, plan: TrainingPlan) -> None:
        self._plan = plan
        first, last = plan.rate_at(0), plan.rate_at(1)
        self.setToolTip(f"The learning rate begins at {first:.3g} and ends at {last:.3g}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, plan = theme.current(), self._plan
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.raised))
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.setFont(theme.numbers_font(11))
        painter.setPen(QColor(look.quiet))
        words = self.rect().adjusted(8, 4, -8, -4)
        painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, f"{plan.learning_rate:g}")
        right, bottom = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignBottom
        painter.drawText(words, bottom | Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(words, bottom | right, f"{plan.epochs:,} epoch{'s' if plan.epochs > 1 else ''}")
        room = QRectF(self.rect()).adjusted(8, 20, -8, -20)
        shares = [place / POINTS for place in range(POINTS + 1)]
        heights = [plan.schedule.factor(share, plan.drops, plan.drop_factor) for share in shares]
        curve = [
            QPointF(room.left() + share * room.width(), room.bottom() - height * room.height())
            for share, height in zip(shares, heights, strict=True)
        ]
        painter.setPen(QPen(QColor(look.accent if self.isEnabled() else look.faint), 2))
        painter.drawPolyline(QPolygonF(curve))
