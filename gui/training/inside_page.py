"""What the network has learned: its layers, or for points of the plane the surface of its answers."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from gui import theme
from gui.empty_state import EmptyState
from gui.engine_thread import EngineThread
from gui.training.layer_view import LayerView
from gui.training.page import Page
from gui.training.session import Session
from gui.training.surface_view import SurfaceView


class InsidePage(Page):
    """Looks into the network while it trains, and afterwards."""

    title = "Inside"
    icon = "layers-outline"
    tip = "What the network has learned: weights, feature maps, the surface of its answers"

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__(session, engine)
        self.layers = LayerView(session, engine)
        self.surface = SurfaceView(session, engine)
        text = "Start a training, and watch here how the weights take shape."
        self.empty = EmptyState("layers-outline", "Nothing learned yet", text, {"Start training": session.start})
        self._views = QStackedLayout()
        for view in (self.empty, self.layers, self.surface):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.addLayout(self._views)

    def refresh(self) -> None:
        dataset, network = self.session.dataset, self.session.network
        view: QWidget = self.empty
        if dataset is not None and not dataset.is_pictures and dataset.input_shape == (2,):
            view = self.surface
        elif network is not None and dataset is not None and dataset.is_pictures:
            view = self.layers
        self._views.setCurrentWidget(view)
        if view is self.layers:
            self.layers.refresh()
        elif view is self.surface:
            self.surface.refresh()
