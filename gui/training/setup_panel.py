"""What is trained, on what and how: the panel of the Train workspace, top to bottom as one reads."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.engine_thread import EngineThread
from gui.training.data_section import DataSection
from gui.training.network_section import NetworkSection
from gui.training.plan_section import PlanSection
from gui.training.session import Session


class SetupPanel(QWidget):
    """The sections for the data, the network and the plan, each of which has the session choose otherwise."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self.data = DataSection(session, engine)
        self.network = NetworkSection(session)
        self.plan = PlanSection(session, engine)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addWidget(QLabel("Data", objectName="heading"))
        column.addWidget(self.data)
        column.addWidget(QFrame(objectName="rule"))
        heading = QHBoxLayout()
        heading.addWidget(QLabel("Network", objectName="heading"), 1)
        heading.addWidget(self.network.tools)
        column.addLayout(heading)
        column.addWidget(self.network)
        column.addWidget(QFrame(objectName="rule"))
        column.addWidget(QLabel("Training", objectName="heading"))
        column.addWidget(self.plan)
        column.addStretch(1)
