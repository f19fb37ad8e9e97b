"""The one window: a rail at the left that switches between workspaces, menus, a status bar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.editing.document import Document
from engine.image import Image
from gui import theme
from gui.engine_thread import EngineThread
from gui.filtering.workspace import FilterWorkspace
from gui.settings import Settings
from gui.shortcuts import ShortcutsDialog
from gui.workspace import Workspace

if TYPE_CHECKING:
    from engine.nn.network import Network
    from gui.dreaming.workspace import DreamWorkspace
    from gui.training.workspace import TrainWorkspace

RAIL_WIDTH = 72
PAGES = (("Filter", "image-filter-vintage"), ("Train", "school-outline"), ("Dream", "creation-outline"))


class MainWindow(QMainWindow):
    """Holds the workspaces and the engine's thread. Train and Dream are made when they are first looked at."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.engine = EngineThread(self)
        self.filtering = FilterWorkspace(self.engine, self.settings)
        self._training: TrainWorkspace | None = None
        self._dreaming: DreamWorkspace | None = None
        self._trained: Network | None = None  # what the Train workspace has for the Dream workspace
        self._dreamer: Network | None = None  # and the other way round
        self._stack = QStackedWidget()
        self._buttons = QButtonGroup(self)
        self._position = QLabel()
        self._lay_out()
        self._adopt(self.filtering)
        self.filtering.facts.connect(self._facts.setText)
        self.filtering.canvas.zoomed.connect(lambda scale: self._zoom.setText(f"{100 * scale:.4g} %"))
        self.setWindowTitle("Neural Darkroom")
        self.resize(1280, 800)
        self.restoreGeometry(self.settings.state("geometry"))
        self.show_page(0)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self._set_theme(self._theme_name()))

    def show_page(self, index: int) -> None:
        """Switch to Filter (0), Train (1) or Dream (2)."""
        workspace = self._page(index)
        if workspace is self._dreaming:
            self._dreaming.begin()
        self._stack.setCurrentWidget(workspace)
        workspace.setFocus()  # else the ring stays on the rail
        self._buttons.button(index).setChecked(True)
        self._position.setText(workspace.property("said") or "")
        for label in (self._facts, self._zoom):
            label.setVisible(index == 0)
        self._fill_menus(workspace)

    @property
    def training(self) -> TrainWorkspace:
        """The Train workspace, made when it is first asked for; pyqtgraph is imported only then."""
        if self._training is None:
            from gui.training.workspace import TrainWorkspace

            self._training = TrainWorkspace(self.engine, self.settings)
            self._training.trained.connect(self._take_trained)
            self._adopt(self._training)
            if self._dreamer is not None:
                self._training.show_network(self._dreamer)
        return self._training

    @property
    def dreaming(self) -> DreamWorkspace:
        """The Dream workspace, made when it is first asked for."""
        if self._dreaming is None:
            from gui.dreaming.workspace import DreamWorkspace

            self._dreaming = DreamWorkspace(self.engine, self.settings)
            self._dreaming.trained.connect(self._take_dreamer)
            self._dreaming.send.picture_sent.connect(self._filter)
            self._adopt(self._dreaming)
            if self._trained is not None:
                self._dreaming.offer_network(self._trained)
        return self._dreaming

    def _take_trained(self, network: Network) -> None:
        """A network is ready in the Train workspace: the Dream workspace dreams with it, now or when it is made."""
        self._trained = network
        if self._dreaming is not None:
            self._dreaming.offer_network(network)

    def _take_dreamer(self, network: Network) -> None:
        """A network was loaded in the Dream workspace: the Train workspace shows it, now or when it is made."""
        self._dreamer = network
        if self._training is not None:
            self._training.show_network(network)

    def _page(self, index: int) -> Workspace:
        return (lambda: self.filtering, lambda: self.training, lambda: self.dreaming)[index]()

    def _filter(self, image: Image, name: str) -> None:
        """Show a picture from another workspace in the first one."""
        self.filtering.show_document(Document(image, name=name))
        self.show_page(0)

    def _adopt(self, workspace: Workspace) -> None:
        self._stack.addWidget(workspace)
        workspace.status.connect(partial(self._say, workspace))

    def _say(self, workspace: Workspace, text: str) -> None:
        """Keep what a workspace last said, and show it while that workspace is shown."""
        workspace.setProperty("said", text)
        if self._stack.currentWidget() is workspace:
            self._position.setText(text)

    def _lay_out(self) -> None:
        rail = QFrame(objectName="rail")
        rail.setFixedWidth(RAIL_WIDTH)
        column = QVBoxLayout(rail)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        for index, (name, icon) in enumerate(PAGES):
            button = theme.with_icon(QToolButton(text=name, checkable=True, iconSize=QSize(24, 24)), icon)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setFixedSize(RAIL_WIDTH - 2 * theme.SPACE - 1, 56)
            button.setToolTip(f"{name} workspace (Ctrl+{index + 1})")
            button.setAccessibleName(f"{name} workspace")
            self._buttons.addButton(button, index)
            column.addWidget(button)
        column.addStretch(1)
        self._buttons.idClicked.connect(self.show_page)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(central)
        self._facts, self._zoom = QLabel(), QLabel()
        for label in (self._position, self._facts, self._zoom):
            label.setFont(theme.numbers_font(12))
        self.statusBar().setSizeGripEnabled(False)
        self._position.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.statusBar().addWidget(self._position, 1)
        self.statusBar().addPermanentWidget(self._facts)
        self.statusBar().addPermanentWidget(self._zoom)

    def _fill_menus(self, workspace: Workspace) -> None:
        bar = self.menuBar()
        bar.clear()
        for name in ("File", "Edit", "View"):
            menu = bar.addMenu(f"&{name}")
            for action in workspace.menus.get(name, []):
                menu.addAction(action) if action else menu.addSeparator()
            if name == "File":
                menu.addSeparator()
                menu.addAction(self._own("&Quit", self.close, "Ctrl+Q"))
            if name == "View":
                menu.addSeparator()
                for index, (page, _) in enumerate(PAGES):
                    menu.addAction(self._own(page, partial(self.show_page, index), f"Ctrl+{index + 1}"))
                menu.addSeparator()
                menu.addActions(self._theme_actions().actions())
        help = bar.addMenu("&Help")
        help.addAction(self._own("Keyboard shortcuts", self._show_shortcuts, "F1"))
        help.addAction(self._own("About Neural Darkroom", self._about))

    def _own(self, text: str, do: Callable[[], object], keys: str = "") -> QAction:
        for action in self.actions():
            if action.text() == text:
                return action
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: do())
        self.addAction(action)
        return action

    def _theme_actions(self) -> QActionGroup:
        group = QActionGroup(self)
        for name, text in (("system", "Look of the system"), ("dark", "Dark"), ("light", "Light")):
            action = group.addAction(text)
            action.setCheckable(True)
            action.setChecked(self._theme_name() == name)
            action.triggered.connect(partial(self._set_theme, name))
        return group

    def _theme_name(self) -> str:
        return self.settings.text("theme", "system")

    def _set_theme(self, name: str, _: bool = False) -> None:
        self.settings.set_text("theme", name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, name)

    def _show_shortcuts(self) -> None:
        ShortcutsDialog(self.menuBar(), PAGES[self._stack.currentIndex()][0], self).open()

    def _about(self) -> None:
        QMessageBox.about(
            self,
            "Neural Darkroom",
            "<b>Neural Darkroom</b><p>See image processing and neural networks work, on your own pictures, with "
            "nothing hidden. Every number on the screen comes from a few lines of Python that you can read.</p>"
            "<p>MIT licence. MNIST: Y. LeCun, C. Cortes, CC BY-SA 3.0. Font: Inter, SIL OFL 1.1.</p>",
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.set_state("geometry", self.saveGeometry())
        self.filtering.remember()
        self.filtering.warm_up.end()
        self.engine.close()
        self.filtering.autosave.forget()
        super().closeEvent(event)
