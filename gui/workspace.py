"""What the three workspaces have in common: a bar on top, the canvas, the panel at the right, messages below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.codec import FORMATS
from engine.errors import UserError
from gui import theme
from gui.activity import Activity
from gui.elided import ElidedLabel
from gui.engine_thread import EngineThread
from gui.message_bar import MessageBar
from gui.settings import Settings

PANEL_WIDTH = 336
FOOTER_HEIGHT = 168


@dataclass(frozen=True)
class FileKind:
    """Files of one kind: the name their folder is remembered by, and the pattern of the dialogs."""

    name: str
    pattern: str


MODEL_SUFFIXES = (".safetensors", *([".onnx"] if find_spec("onnx") else []))
MODELS = FileKind("model", f"Models ({' '.join(f'*{suffix}' for suffix in MODEL_SUFFIXES)})")
PHOTOS = FileKind("photo", f"Pictures ({' '.join(f'*{ending}' for ending in FORMATS)});;All files (*)")


class Workspace(QWidget):
    """A page of the window. Actions live on the page: only those of the page that is seen answer to their shortcuts."""

    status = Signal(str)  # a passing remark for the status bar
    title_changed = Signal(str)

    def __init__(self, content: QWidget, engine: EngineThread, settings: Settings) -> None:
        super().__init__()
        self._engine = engine
        self._settings = settings
        self.menus: dict[str, list[QAction | None]] = {}
        self.message = MessageBar()
        self.activity = Activity()
        self.bar = QHBoxLayout()
        self.panel = QVBoxLayout()  # scrolls where it is too long
        self.footer = QVBoxLayout()  # stays in sight below it
        bar = QFrame(objectName="bar")
        bar.setFixedHeight(44)
        bar.setLayout(self.bar)
        self.bar.setContentsMargins(2 * theme.SPACE, 0, theme.SPACE, 0)
        self.bar.setSpacing(theme.SPACE // 2)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(content, 1)
        column.addWidget(self.activity)
        column.addWidget(self.message)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(self._panel_frame())
        self.setAcceptDrops(True)

    def fail(
        self, error: UserError, ways_on: Mapping[str, Callable[[], object]] | None = None, *, about: str = ""
    ) -> None:
        """Say in the window what went wrong; `about` as in `MessageBar.say`."""
        self.message.say(str(error), wrong=True, ways_on=ways_on, about=about)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Do what a person means who drops files on the page; where it takes only one, that is the first."""
        self.take_file(paths[0])

    def take_file(self, path: Path) -> None:
        """Do what a person means who drops a file on the page."""
        raise TypeError(f"{type(self).__name__} does not say what it does with a file")

    def ask_open_path(self, title: str, kind: FileKind) -> Path | None:
        """Have a person choose a file that is there; None where they change their mind."""
        path, _ = QFileDialog.getOpenFileName(self, title, self._settings.text(f"{kind.name} folder"), kind.pattern)
        return self._chosen(path, kind)

    def ask_save_path(self, title: str, kind: FileKind, suggested: str, folder: Path | None = None) -> Path | None:
        """Have a person name a file to write, in the folder they used last; one without an ending gets one."""
        start = Path(self._settings.text(f"{kind.name} save folder", str(folder or Path.home()))) / suggested
        path, _ = QFileDialog.getSaveFileName(self, title, str(start), kind.pattern)
        if path and not Path(path).suffix:
            path += Path(suggested).suffix
            if Path(path).exists() and not self._may_replace(Path(path)):  # the dialog asked about another name
                return None
        return self._chosen(path, kind, "save ")

    def _may_replace(self, path: Path) -> bool:
        asked = QMessageBox.question(self, "Save", f"There is a file {path.name}. Replace it?")
        return asked is QMessageBox.StandardButton.Yes

    def _chosen(self, path: str, kind: FileKind, use: str = "") -> Path | None:
        if not path:
            return None
        self._settings.set_text(f"{kind.name} {use}folder", str(Path(path).parent))
        return Path(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.take_files(paths)

    def guard(self, do: Callable[[], object], done: str = "") -> None:
        """Do something that a person may have got wrong; say so in the window if they did, else say `done`."""
        try:
            do()
        except UserError as error:
            self.fail(error)
        else:
            self.message.withdraw()
            self.status.emit(done)

    def action(
        self, menu: str, text: str, do: Callable[[], object], *, icon: str = "", keys: str = "", tip: str = ""
    ) -> QAction:
        """Make an action of this page and put it into a menu."""
        action = QAction(text, self)
        action.setIconText(text.replace("&", "").rstrip("…"))  # what it is called whatever it would undo now
        if icon:
            theme.with_icon(action, icon)
        if keys:
            action.setShortcuts([QKeySequence(one) for one in keys.split("|")])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        shown = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if keys else ""
        action.setToolTip((tip or text.replace("&", "").rstrip("…")) + shown)
        action.triggered.connect(lambda _=False: do())
        self.addAction(action)
        self.menus.setdefault(menu, []).append(action)
        return action

    def separate(self, menu: str) -> None:
        self.menus.setdefault(menu, []).append(None)

    def bar_button(self, action: QAction) -> QToolButton:
        """A button in the bar for an action that has an icon."""
        button = QToolButton(autoRaise=True)
        button.setDefaultAction(action)
        button.setIconSize(button.iconSize() * 1.25)
        button.setAccessibleName(action.text().replace("&", "").rstrip("…"))
        self.bar.addWidget(button)
        return button

    def bar_tab(self, action: QAction, tip: str, *, chosen: bool) -> QToolButton:
        """A tab in the bar that does an action, there only while that is to be seen."""
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setToolTip(f"{tip} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        button = QToolButton(objectName="tab", iconSize=QSize(18, 18))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        action.visibleChanged.connect(lambda: button.setVisible(action.isVisible()))
        self.bar.addWidget(button)
        return button

    def bar_title(self) -> QLabel:
        title = ElidedLabel(objectName="title")
        self.bar.addWidget(title, 1)
        return title

    def panel_heading(self, text: str) -> QLabel:
        heading = QLabel(text, objectName="heading")
        self.panel.addWidget(heading)
        return heading

    def panel_rule(self) -> None:
        self.panel.addWidget(QFrame(objectName="rule"))

    def _panel_frame(self) -> QWidget:
        frame = QFrame(objectName="panel")
        frame.setFixedWidth(PANEL_WIDTH)
        inner = QWidget()
        inner.setLayout(self.panel)
        inner.setFixedWidth(PANEL_WIDTH - 1)  # a scroll bar covers the margin, and the texts stay as they are
        self.panel.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        self.panel.setSpacing(theme.SPACE + theme.SPACE // 2)
        scroll = QScrollArea(widgetResizable=True, horizontalScrollBarPolicy=Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what it holds
        scroll.setWidget(inner)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(1, 0, 0, 0)  # beside the hairline
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(self.footer)
        return frame


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files among what was dropped or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def footer(buttons: QHBoxLayout, *lines: QLabel) -> QWidget:
    """What stays below a panel that scrolls: buttons, and lines about what came of them, with room kept for these."""
    frame = QFrame(objectName="footer")
    frame.setFixedHeight(FOOTER_HEIGHT)
    column = QVBoxLayout(frame)
    column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, theme.SPACE)
    column.setSpacing(theme.SPACE)
    column.addLayout(buttons)
    for line in lines:
        column.addWidget(line)
    column.addStretch(1)
    return frame
