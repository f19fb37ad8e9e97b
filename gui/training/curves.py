"""The curves of a training run: loss and accuracy, live."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.nn.training import TrainingHistory
from gui import theme
from gui.plot import Plot


class Curves(QWidget):
    """Two plots side by side over the epochs: the loss of batches, and the accuracy on both parts of the data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loss = Plot("Loss", "epoch", "loss", {"each batch": "faint", "smoothed": "accent"})
        colours = {"training": "accent", "validation": "second"}
        self._accuracy = Plot("Accuracy", "epoch", "accuracy (%)", colours, legend_below=True)
        self._accuracy.setYRange(0, 100)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self._loss)
        row.addWidget(self._accuracy)

    def show_history(self, history: TrainingHistory) -> None:
        """Draw what has been recorded so far."""
        count = len(history.epochs)
        epochs = history.epochs[:count]
        self._loss.show_curve("each batch", epochs, history.loss[:count])
        self._loss.show_curve("smoothed", epochs, history.smoothed_loss[:count])
        self._accuracy.show_curve("training", epochs, [100 * share for share in history.training_accuracy[:count]])
        validated = len(history.validation_epochs)
        shares = [100 * share for share in history.validation_accuracy[:validated]]
        self._accuracy.show_curve("validation", history.validation_epochs[: len(shares)], shares)

    def clear(self) -> None:
        self._loss.clear_curves()
        self._accuracy.clear_curves()
