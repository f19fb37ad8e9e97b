"""A slider for every class: from forbidden over neither to wanted."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSlider, QWidget

from gui import theme
from gui.dreaming.session import Session
from gui.wheel_guard import WheelGuard

STEPS = 20
"""Of a slider, to either side of zero."""
ROW, HANDLE, GROOVE = 24, 14.0, 4.0


class Wishes(QWidget):
    """The session's weights as sliders, in a row each: the class, which a click wants alone, its slider, the number."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sliders: list[_Slider] = []
        self._numbers: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        session.network_changed.connect(self._build)
        session.weights_changed.connect(self._show)
        self._build()

    @property
    def sliders(self) -> list[QSlider]:
        """One a class, in their order; their values are from -20 to 20."""
        return list(self._sliders)

    def _build(self) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._sliders, self._numbers = [], []
        network = self._session.network
        for index, name in enumerate(network.class_names if network else ()):
            self._add_row(index, name)
        self._show()

    def _add_row(self, index: int, name: str) -> None:
        button = QPushButton(name, objectName="wish", toolTip=f"Want {name} and nothing else")
        button.setFont(theme.numbers_font(14))
        button.setFixedHeight(ROW)
        button.clicked.connect(partial(self._want_only, index))
        slider = _Slider()
        slider.setAccessibleName(f"How much {name} is wanted")
        slider.setToolTip(f"Left forbids {name}, right wants it; double-click for neither")
        slider.valueChanged.connect(lambda value, index=index: self._session.want(index, value / STEPS))
        number = QLabel(objectName="quiet", alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number.setFont(theme.numbers_font())
        number.setFixedWidth(40)
        for column, widget in enumerate((button, slider, number)):
            self._grid.addWidget(widget, index, column)
        self._sliders.append(slider)
        self._numbers.append(number)

    def _want_only(self, index: int, _: bool = False) -> None:
        self._session.set_weights(np.eye(len(self._sliders))[index])

    def _show(self) -> None:
        for weight, slider, number in zip(self._session.weights, self._sliders, self._numbers, strict=False):
            with QSignalBlocker(slider):
                slider.setValue(round(STEPS * weight))
            number.setText(f"{weight:+.2f}".replace("-", "−") if weight else "0")


class _Slider(QSlider):
    """A slider with zero in its middle, where a double click brings it; filled from there to where it stands."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(-STEPS, STEPS)
        self.setPageStep(STEPS // 4)
        self.setFixedHeight(ROW)
        WheelGuard(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, wanted = theme.current(), self.value() > 0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(HANDLE / 2, (self.height() - GROOVE) / 2, self.width() - HANDLE, GROOVE)
        painter.setBrush(QColor(look.line))
        painter.drawRoundedRect(groove, GROOVE / 2, GROOVE / 2)
        middle = groove.center()
        at = QPointF(middle.x() + groove.width() / 2 * self.value() / STEPS, middle.y())
        painter.setBrush(QColor(look.accent if wanted else look.second))
        painter.drawRect(QRectF(QPointF(middle.x(), groove.top()), QPointF(at.x(), groove.bottom())).normalized())
        painter.setBrush(QColor(look.faint))
        painter.drawRect(QRectF(middle.x() - 0.5, middle.y() - 5, 1, 10))
        lit = self.hasFocus() or self.underMouse()
        painter.setBrush(QColor(look.accent if lit else look.text if self.value() else look.quiet))
        painter.drawEllipse(at, HANDLE / 2, HANDLE / 2)
