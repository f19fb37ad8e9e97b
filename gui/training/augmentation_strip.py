"""Some pictures of the data as a network sees them under the augmentation."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.data.augmentation import Augmentation
from engine.data.dataset import Dataset
from engine.data.sample import augmenting
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.qimage import qimage_over
from gui.training.session import Session

COUNT = 8
GAP = 4


class AugmentationStrip(QWidget):
    """Shows a row of augmented pictures; only while it is seen are they made, in the engine's thread."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session, self._engine = session, engine
        self._seed = 1
        self._wanted: tuple[Dataset, Augmentation, int] | None = None
        self.pictures = _Row()
        tip = "Show other pictures, changed in other ways"
        self.another = theme.with_icon(
            QToolButton(autoRaise=True, toolTip=tip, accessibleName=tip), "dice-multiple-outline"
        )
        self.another.clicked.connect(self._draw_again)
        heading = QHBoxLayout()
        heading.addWidget(QLabel("What the network sees", objectName="quiet"), 1)
        heading.addWidget(self.another)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        column.addLayout(heading)
        column.addWidget(self.pictures)
        for signal in (session.plan_changed, session.data_changed):
            signal.connect(self.refresh)

    def refresh(self) -> None:
        """Show pictures as the plan has them now, if that is another way than before."""
        data = self._session.dataset
        if data is None or not data.is_pictures or not self.isVisible():
            return
        wanted = (data, self._session.plan.augmentation, self._seed)
        if wanted != self._wanted:
            self._wanted = wanted
            job = augmenting(data, wanted[1], COUNT, self._seed)
            self._engine.start("augmented pictures", job, Listener(finished=self.pictures.show_pictures))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _draw_again(self) -> None:
        self._seed += 1
        self.refresh()


class _Row(QWidget):
    """Pictures side by side over the whole width."""

    def __init__(self) -> None:
        super().__init__(accessibleName="Augmented pictures")
        self.images: np.ndarray | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pictures(self, images: np.ndarray) -> None:
        self.images = np.ascontiguousarray(images[..., :3])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(COUNT * 34 + (COUNT - 1) * GAP, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = min(self.height(), (self.width() - (COUNT - 1) * GAP) // COUNT)
        step = (self.width() - side) / (COUNT - 1)
        for place in range(COUNT):
            tile = QRect(round(place * step), 0, side, side)
            if self.images is None:
                painter.fillRect(tile, QColor(theme.current().raised))
                continue
            image = qimage_over(self.images[place])
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() > side)
            painter.drawImage(tile, image)
