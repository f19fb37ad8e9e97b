"""What is asked before a picture is written: only what makes a difference to this picture in this format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.codec import kind_of
from engine.errors import UserError
from engine.image import Image
from engine.jobs import Job
from engine.save_options import SaveOptions
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.param_form import ParamForm
from gui.settings import Settings

SLOT = "file size"
MOMENT_MILLISECONDS = 150
WIDTH = 400


def remembered_options(settings: Settings, name: str) -> SaveOptions:
    """The options that were chosen last."""
    try:
        return SaveOptions.from_plain(json.loads(settings.text(name, "{}")))
    except (ValueError, AttributeError, UserError):  # of another version, or edited by hand
        return SaveOptions()


def remember_options(settings: Settings, name: str, options: SaveOptions) -> None:
    """Keep the options for next time."""
    settings.set_text(name, json.dumps(options.to_plain()))


class SaveDialog(QDialog):
    """Shows `SaveOptions` for a file, and how large that will be, which `sized` finds out in the engine's thread."""

    def __init__(
        self,
        path: Path,
        image: Image,
        options: SaveOptions,
        engine: EngineThread,
        sized: Callable[[SaveOptions], Job[int]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._image = image
        self._engine = engine
        self._sized = sized
        self.setWindowTitle(f"Save as {kind_of(path.name)}")
        self.setMinimumWidth(WIDTH)
        self.form = ParamForm(only=SaveOptions.applying(path.name, image))
        self.form.show_value(options)
        self.form.changed.connect(lambda _: self._show_consequences())
        for button in self.form.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return saves, wherever the focus is
        self._losses = QLabel(objectName="quiet", wordWrap=True)
        self.size_label = QLabel(objectName="quiet", accessibleName="Size of the file")
        self.size_label.setFont(theme.numbers_font())
        self.save_button = QPushButton("Save", default=True, toolTip=f"Write {path} (Return)")
        self.save_button.setProperty("primary", True)
        self.save_button.clicked.connect(self.accept)
        self._moment = QTimer(self, singleShot=True, interval=MOMENT_MILLISECONDS)
        self._moment.timeout.connect(self._measure)
        self.finished.connect(self._stop)
        self._lay_out()
        self._show_consequences()
        self.form.enter()

    @property
    def options(self) -> SaveOptions:
        """What was chosen."""
        value = self.form.value
        assert isinstance(value, SaveOptions)
        return value

    def _show_consequences(self) -> None:
        losses = self.options.losses(self._image, self.path.name)
        self._losses.setText(losses)
        self._losses.setVisible(bool(losses))
        self._moment.start()

    def _measure(self) -> None:
        self.size_label.setText("Measuring…")
        self._engine.start(SLOT, self._sized(self.options), Listener(finished=self._show_size, failed=self._fail))

    def _show_size(self, size: int) -> None:
        self.size_label.setText(f"{QLocale.c().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)}")

    def _fail(self, error: UserError) -> None:
        self.size_label.clear()
        self._losses.setText(str(error))
        self._losses.show()

    def _stop(self) -> None:
        self._moment.stop()
        self._engine.cancel(SLOT)

    def _lay_out(self) -> None:
        name = QLabel(objectName="heading")
        room = WIDTH - 4 * theme.SPACE
        name.setText(name.fontMetrics().elidedText(self.path.name, Qt.TextElideMode.ElideMiddle, room))
        name.setToolTip(str(self.path))
        facts = QLabel(self._image.describe(), objectName="quiet")
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE // 2)
        head.addWidget(name)
        head.addWidget(facts)
        cancel = QPushButton("Cancel", autoDefault=False, toolTip="Write nothing (Esc)")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self.size_label, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(2 * theme.SPACE)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addWidget(self._losses)
        column.addWidget(QFrame(objectName="rule"))
        column.addLayout(buttons)
