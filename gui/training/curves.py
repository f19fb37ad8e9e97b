"""The curves of training runs: loss, accuracy and learning rate, live, with other runs laid over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.nn.history import Change, TrainingHistory
from gui import theme
from gui.reading_plot import Points, ReadingPlot

TURN_MILLISECONDS = 90
MOST_POINTS = 800
"""A curve has no more: wide lines take their time to draw, and a screen has no more places."""


class Curves(QWidget):
    """Three plots over the epochs: the loss, the accuracy on both parts of the data, and, small, the learning rate."""

    def __init__(self, beside_rate: QWidget) -> None:
        super().__init__()
        losses = {"each batch": "faint", "smoothed": "accent", "validation": "second"}
        self.loss = ReadingPlot("Loss", "epoch", "loss", losses)
        shares = {"training": "accent", "validation": "second"}
        self.accuracy = ReadingPlot("Accuracy", "epoch", "accuracy (%)", shares, legend_below=True)
        self.accuracy.setYRange(0, 100)
        self.rate = ReadingPlot("Learning rate", "epoch", "learning rate", {"learning rate": "accent"})
        self.rate.setMinimumHeight(120)
        self.rate.plotItem.legend.hide()  # what the colours mean is told above
        self.plots = (self.loss, self.accuracy, self.rate)

        self._waiting: list[Callable[[], None]] = []
        self._turn = QTimer(self, interval=TURN_MILLISECONDS)
        self._turn.timeout.connect(self._draw_next)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE)
        grid.addWidget(self.loss, 0, 0, 1, 3)
        grid.addWidget(self.accuracy, 0, 3, 1, 3)
        grid.addWidget(self.rate, 1, 0, 1, 2)
        grid.addWidget(beside_rate, 1, 2, 1, 4)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(0, 5)
        grid.setRowStretch(1, 3)

    def show_history(self, history: TrainingHistory) -> None:
        """Draw what has been recorded so far."""
        self._turn.stop()
        for draw in (self._show_loss, self._show_accuracy, self._show_rate):
            draw(history)

    def show_in_turn(self, history: TrainingHistory) -> None:
        """The same one plot after the other: while both cores train, drawing all at once would hold the window up."""
        self._waiting = [partial(draw, history) for draw in (self._show_loss, self._show_accuracy, self._show_rate)]
        self._draw_next()
        self._turn.start()

    def _draw_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0)()
        else:
            self._turn.stop()

    def _show_loss(self, history: TrainingHistory) -> None:
        self.loss.show_curve("each batch", *history.points("epochs", "loss", MOST_POINTS))
        self.loss.show_curve("smoothed", *_loss(history))
        self.loss.show_curve("validation", *history.points("validation_epochs", "validation_loss", MOST_POINTS))
        self.loss.show_marks(_marks(history))

    def _show_accuracy(self, history: TrainingHistory) -> None:
        self.accuracy.show_curve("training", *_percent(history.points("epochs", "training_accuracy", MOST_POINTS)))
        self.accuracy.show_curve("validation", *_accuracy(history))
        self.accuracy.show_marks(_marks(history))

    def _show_rate(self, history: TrainingHistory) -> None:
        self.rate.show_curve("learning rate", *_rate(history))
        self.rate.show_marks(_marks(history))

    def show_others(self, others: Mapping[str, tuple[str, TrainingHistory]]) -> None:
        """Lay other runs over it: by name a colour and the run's history."""
        for plot, curve in ((self.loss, _loss), (self.accuracy, _accuracy), (self.rate, _rate)):
            plot.show_further({name: (colour, curve(history)) for name, (colour, history) in others.items()})

    def clear(self) -> None:
        self._turn.stop()
        for plot in self.plots:
            plot.clear_curves()
            plot.show_marks([])


def _loss(history: TrainingHistory) -> Points:
    return history.points("epochs", "smoothed_loss", MOST_POINTS)


def _accuracy(history: TrainingHistory) -> Points:
    return _percent(history.points("validation_epochs", "validation_accuracy", MOST_POINTS))


def _rate(history: TrainingHistory) -> Points:
    return history.points("epochs", "learning_rates", MOST_POINTS)


def _percent(points: Points) -> Points:
    return points[0], [100 * share for share in points[1]]


def _marks(history: TrainingHistory) -> list[tuple[float, str]]:
    return [(change.epoch, _what(change)) for change in history.changes]


def _what(change: Change) -> str:
    new = f"{change.new:.4g}" if isinstance(change.new, float) else str(change.new)
    return f"{change.what.replace('_', ' ')} {new}"
