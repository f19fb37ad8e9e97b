"""First looks at the data sets, as pictures for their cards."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter

from engine.data import DATASETS
from engine.data.dataset import Dataset
from engine.data.sample import COLUMNS, ROWS, Sample, sample_of, sampling
from engine.jobs import Job
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.qimage import qimage_over

DOT = 3.0
GAP = 2
SMOOTH_FROM = 16


class Samples(QObject):
    """Keeps a sample for each data set by its source. `changed` says that there are more."""

    changed = Signal()

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._samples: dict[str, Sample] = {}

    def find(self, source: str) -> Sample | None:
        """The sample of a data set, if there is one."""
        return self._samples.get(source)

    def want_all(self) -> None:
        """Get those of the data sets known by name."""
        missing = [name for name in DATASETS if name not in self._samples]
        if missing:
            self._engine.start("samples", _sampling(missing), Listener(finished=self._take))

    def want(self, source: str, dataset: Dataset) -> None:
        """Get that of data which is loaded."""
        self._engine.start("sample", _sampling_of(source, dataset), Listener(finished=self._take))

    def _take(self, samples: dict[str, Sample]) -> None:
        self._samples |= samples
        self.changed.emit()


def draw_sample(painter: QPainter, room: QRect, sample: Sample) -> None:
    """Draw a sample into a rectangle: as many pictures from the left as find room, or the points."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if sample.sheet is not None:
        _draw_sheet(painter, room, sample)
    elif sample.points is not None:
        _draw_points(painter, room, sample)
    painter.restore()


def _draw_sheet(painter: QPainter, room: QRect, sample: Sample) -> None:
    assert sample.sheet is not None
    image = qimage_over(sample.sheet)
    high, wide = image.height() // ROWS, image.width() // COLUMNS
    side = (room.height() - GAP * (ROWS - 1)) / ROWS
    across = side * wide / high
    if high < side:  # few pixels want to be seen as such
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, high > SMOOTH_FROM)
    for column in range(min(COLUMNS, int((room.width() + GAP) / (across + GAP)))):
        for row in range(ROWS):
            corner = QPointF(room.left() + column * (across + GAP), room.top() + row * (side + GAP))
            place = QRectF(corner, QSizeF(across, side)).toRect()
            painter.drawImage(place, image, QRect(column * wide, row * high, wide, high))


def _draw_points(painter: QPainter, room: QRect, sample: Sample) -> None:
    assert sample.points is not None
    assert sample.labels is not None
    look = theme.current()
    painter.fillRect(room, QColor(look.canvas if look is theme.DARK else look.panel))
    middle, half = QRectF(room).center(), (min(room.width(), room.height()) - 4 * DOT) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, label in ((look.second, 0), (look.accent, 1)):
        painter.setBrush(QColor(colour))
        for x, y in sample.points[sample.labels == label]:
            painter.drawEllipse(middle + QPointF(half * float(x), -half * float(y)), DOT * 0.6, DOT * 0.6)


def _sampling(names: list[str]) -> Job[dict[str, Sample]]:
    found = {}
    for name in names:
        found[name] = yield from sampling(name)
    return found


def _sampling_of(source: str, dataset: Dataset) -> Job[dict[str, Sample]]:
    yield None
    return {source: sample_of(dataset)}
