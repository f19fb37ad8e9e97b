"""The dream as it forms: the picture, what the network and the judge see in it, and the curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.editing.screen import digit_picture
from gui import theme
from gui.dreaming.session import Session
from gui.image_canvas import ImageCanvas
from gui.output_bars import OutputBars
from gui.reading_plot import ReadingPlot

BARS_WIDTH = 264
CURVE_HEIGHT = 168


class DreamView(QWidget):
    """Shows the session's latest report; several dreams as a sheet."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.canvas = ImageCanvas()
        self.bars, self.judge = OutputBars(), OutputBars()
        self._judge_about = QLabel(objectName="quiet", wordWrap=True)
        curves = {"certainty": "accent"}
        self.curve = ReadingPlot("Certainty", "step", "certainty (%)", curves, legend_below=True)
        self.curve.setYRange(0, 100)
        self.curve.setFixedHeight(CURVE_HEIGHT)
        self._lay_out()
        session.reported.connect(self._show_report)
        session.judged.connect(self._show_judgement)
        session.network_changed.connect(self._show_network)
        session.judge_changed.connect(self._show_judge)
        self._show_judge()

    def _show_report(self) -> None:
        report, network = self._session.report, self._session.network
        if report is None or network is None:
            return
        self.canvas.show_picture(digit_picture(_sheet(report.images, network.classes)))
        wanted = int(self._session.weights.argmax())
        self.bars.show_outputs(network.class_names, report.outputs[0], wanted if len(report.images) == 1 else None)
        frames = report.film.frames
        certainty = [100 * float(frame.certainty.mean()) for frame in frames]
        self.curve.show_curve("certainty", [float(frame.step) for frame in frames], certainty)

    def _show_judgement(self) -> None:
        network, judgement = self._session.network, self._session.judgement
        if network is not None and judgement is not None:
            self.judge.show_outputs(network.class_names, judgement[0])

    def _show_network(self) -> None:
        network = self._session.network
        if network is not None:
            blank = np.zeros(network.input_shape, np.float32)
            self.canvas.show_picture(digit_picture(blank))
            self.bars.show_outputs(network.class_names, None)
            self.judge.show_outputs(network.class_names, None)
            self.curve.clear_curves()

    def _show_judge(self) -> None:
        is_there = self._session.judge is not None
        self._judge_about.setText("" if is_there else "It needs the data that the network learned from.")
        self._judge_about.setVisible(not is_there)
        self.judge.setVisible(is_there)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(theme.SPACE)
        for heading, bars in (("The network sees", self.bars), ("The judge sees", self.judge)):
            side.addWidget(QLabel(heading, objectName="heading"))
            side.addWidget(bars)
            bars.setFixedWidth(BARS_WIDTH)
        side.addWidget(self._judge_about)
        side.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(2 * theme.SPACE)
        top.addWidget(self.canvas, 1)
        top.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.SPACE)
        column.addLayout(top, 1)
        column.addWidget(self.curve, 0, Qt.AlignmentFlag.AlignBottom)


def _sheet(images: np.ndarray, columns: int) -> np.ndarray:
    """Pictures `(N, H, W, C)` side by side, so many in a row."""
    count, height, width, channels = images.shape
    if count == 1:
        return images[0]
    rows = -(-count // columns)
    filled = np.zeros((rows * columns, height, width, channels), images.dtype)
    filled[:count] = images
    table = filled.reshape(rows, columns, height, width, channels).swapaxes(1, 2)
    return table.reshape(rows * height, columns * width, channels)
