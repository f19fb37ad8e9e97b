"""A picture to look at closely: zoom, pan, before and after, the pixel under the cursor."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from engine.editing.screen import ScreenPicture
from gui import theme
from gui.qimage import qimage_over

SMALLEST, LARGEST = 1 / 64, 64.0
MARGIN = 16
WHEEL_STEP = 1.2


class ImageCanvas(QWidget):
    """Shows a `ScreenPicture`.

    A scale of 1 is one pixel of the picture on one pixel of the screen. Reduced pictures are smooth; from 200 %
    on pixels are shown crisp. `hovered` carries the pixel under the cursor (x, y), or (-1, -1) outside.
    """

    hovered = Signal(int, int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, mouseTracking=True)
        self._after: list[QImage] = []
        self._before: list[QImage] = []
        self._held = False
        self._scale = 1.0
        self._centre = QPointF()  # the point of the picture in the middle of the canvas, in shares of its size
        self._fitted = True
        self._largest_fit = LARGEST
        self._grabbed: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Picture")

    def show_picture(self, after: ScreenPicture, before: ScreenPicture | None = None) -> None:
        """Show a picture, and the one that holding "before" shows; the view stays where it was."""
        self._after = [qimage_over(level) for level in after.levels]
        self._before = [qimage_over(level) for level in before.levels] if before else []
        self._refit()
        self.update()

    def limit_fit(self, largest: float) -> None:
        """How far `fit` may enlarge a small picture."""
        self._largest_fit = largest

    def hold_before(self, held: bool) -> None:
        """Show the picture before filtering, or after again."""
        self._held = held
        self.update()

    def toggle_before(self) -> None:
        self.hold_before(not self._held)

    @property
    def scale(self) -> float:
        return self._scale

    def fit(self) -> None:
        """The whole picture, as large as it goes."""
        self._fitted, self._centre = True, QPointF(0.5, 0.5)
        self._refit()
        self.update()

    def zoom_to(self, scale: float, about: QPointF | None = None) -> None:
        """Another scale, keeping the picture under the point `about` (the middle by default) where it is."""
        if not self._after:
            return
        about = about or QPointF(self.width() / 2, self.height() / 2)
        anchor = self._share_at(about)
        self._scale = min(LARGEST, max(SMALLEST, scale))
        self._fitted = False
        offset = about - QPointF(self.width() / 2, self.height() / 2)
        size = self._shown_size()
        self._centre = QPointF(anchor.x() - offset.x() / size.width(), anchor.y() - offset.y() / size.height())
        self._keep_in_sight()
        self.zoomed.emit(self._scale)
        self.update()

    def zoom_in(self) -> None:
        self.zoom_to(2.0 ** (math.floor(math.log2(self._scale) + 1e-6) + 1))

    def zoom_out(self) -> None:
        self.zoom_to(2.0 ** (math.ceil(math.log2(self._scale) - 1e-6) - 1))

    def pixel_at(self, point: QPointF) -> tuple[int, int] | None:
        """The pixel (x, y) of the picture under a point of the canvas, or None outside."""
        if not self._after:
            return None
        share, image = self._share_at(point), self._levels()[0]
        x, y = math.floor(share.x() * image.width()), math.floor(share.y() * image.height())
        return (x, y) if 0 <= x < image.width() and 0 <= y < image.height() else None

    def sizeHint(self) -> QSize:
        return QSize(800, 600)

    def _levels(self) -> list[QImage]:
        return self._before if self._held and self._before else self._after

    def _shown_size(self) -> QRectF:
        image, ratio = self._after[0], self.devicePixelRatioF()
        return QRectF(0, 0, image.width() * self._scale / ratio, image.height() * self._scale / ratio)

    def _frame(self) -> QRectF:
        """Where the whole picture lies, in the canvas's coordinates."""
        size = self._shown_size()
        left = self.width() / 2 - self._centre.x() * size.width()
        top = self.height() / 2 - self._centre.y() * size.height()
        return QRectF(left, top, size.width(), size.height())

    def _share_at(self, point: QPointF) -> QPointF:
        frame = self._frame()
        return QPointF((point.x() - frame.left()) / frame.width(), (point.y() - frame.top()) / frame.height())

    def _refit(self) -> None:
        if self._fitted and self._after:
            image, ratio = self._after[0], self.devicePixelRatioF()
            room = (max(32, self.width() - 2 * MARGIN), max(32, self.height() - 2 * MARGIN))
            scale = min(room[0] / image.width(), room[1] / image.height()) * ratio
            if scale > 1 and self._largest_fit >= 2:
                scale = math.floor(scale) if scale >= 4 else scale  # whole pixels where nobody misses the rest
            self._scale = min(self._largest_fit, max(SMALLEST, scale))
            self._centre = QPointF(0.5, 0.5)
            self.zoomed.emit(self._scale)

    def _keep_in_sight(self) -> None:
        self._centre = QPointF(min(1.0, max(0.0, self._centre.x())), min(1.0, max(0.0, self._centre.y())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().canvas))
        if not self._after:
            return
        levels = self._levels()
        frame = self._frame()
        seen = frame.intersected(QRectF(self.rect()))
        if seen.isEmpty():
            return
        if levels[0].hasAlphaChannel():
            painter.fillRect(seen, _checkerboard())
        scale = frame.width() * self.devicePixelRatioF() / levels[0].width()
        level = levels[min(len(levels) - 1, max(0, math.floor(-math.log2(scale) + 0.3)))]
        across, down = level.width() / frame.width(), level.height() / frame.height()
        source = QRectF(
            (seen.left() - frame.left()) * across, (seen.top() - frame.top()) * down,
            seen.width() * across, seen.height() * down,
        )  # fmt: skip
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 2 and scale != 1)
        painter.drawImage(seen, level, source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._refit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom_to(self._scale * WHEEL_STEP**notches, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._grabbed = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None and self._after:
            moved = event.position().toPoint() - self._grabbed
            self._grabbed = event.position().toPoint()
            size = self._shown_size()
            self._centre -= QPointF(moved.x() / size.width(), moved.y() / size.height())
            self._fitted = False
            self._keep_in_sight()
            self.update()
        pixel = self.pixel_at(event.position())
        self.hovered.emit(*(pixel or (-1, -1)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._fitted:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def leaveEvent(self, event: object) -> None:
        self.hovered.emit(-1, -1)


def _checkerboard() -> QBrush:
    """What shows through transparent pixels."""
    tile = QPixmap(16, 16)
    tile.fill(QColor("#9a9a9a"))
    painter = QPainter(tile)
    painter.fillRect(0, 0, 8, 8, QColor("#6e6e6e"))
    painter.fillRect(8, 8, 8, 8, QColor("#6e6e6e"))
    painter.end()
    return QBrush(tile)
