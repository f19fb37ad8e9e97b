"""What a dream begins with: noise, or a picture mixed with noise."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.dream.start import Start, StartKind
from gui import theme
from gui.dreaming.picture_source import PictureSource
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread
from gui.param_form import ParamForm


class StartSection(QWidget):
    """Shows how the session's dreams begin, and has them begin otherwise."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session = session
        self.form = ParamForm()
        self.source = PictureSource(session, engine, "picture to begin with")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addWidget(self.form)
        column.addWidget(self.source)
        self.form.changed.connect(self._choose)
        self.form.changing.connect(self._choose)
        self.source.taken.connect(self._begin_with_picture)
        session.settings_changed.connect(self._show)
        self._show()

    def _choose(self, start: Start) -> None:
        if start.start is StartKind.PICTURE and self.source.picture is None:
            self.source.setVisible(True)
            self.source.take_any()  # without one, the dream goes on as it is until one is chosen
        else:
            self._session.set_start(start, self.source.picture)

    def _begin_with_picture(self) -> None:
        self._session.set_start(replace(self._session.start_plan, start=StartKind.PICTURE), self.source.picture)

    def _show(self) -> None:
        self.form.show_value(self._session.start_plan)
        self.source.setVisible(self._session.start_plan.start is StartKind.PICTURE)
