"""The Kernel editor: a window beside the picture, which shows every change at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.filters.custom import CustomKernel
from engine.filters.kernel_view import balance
from engine.params import Matrix
from gui import theme
from gui.kernel_editor.kernel_grid import KernelGrid
from gui.kernel_editor.kernel_session import KernelSession
from gui.kernel_editor.number_bar import NumberBar
from gui.kernel_editor.preset_row import PresetRow
from gui.kernel_editor.settings_rows import SettingsRows
from gui.kernel_editor.tool_row import ToolRow
from gui.settings import Settings

if TYPE_CHECKING:
    from gui.kernel_editor.responses import Responses  # imports pyqtgraph, which takes its time

GEOMETRY = "kernel editor"
WIDTH, HEIGHT = 680, 632
SIDE = 264


class KernelEditor(QDialog):
    """Edits the kernel of a `KernelSession`. Done keeps it; Cancel, Esc and the cross leave the picture as it was."""

    def __init__(self, session: KernelSession, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session.setParent(self)
        self._session = session
        self._settings = settings
        self._told = session.kernel  # the kernel that the message is about
        self._over = False  # whether the step is gone, so that there is nothing to keep or to restore
        self.setWindowTitle("Kernel")
        self.grid = KernelGrid()
        self.presets = PresetRow()
        self.tools = ToolRow()
        self.rows = SettingsRows()
        self._bar = NumberBar(self.grid)
        self._balance = QLabel(objectName="balance", wordWrap=True)
        self._message = QLabel(objectName="quiet", wordWrap=True)
        self._plots: Responses | None = None
        self._side = QVBoxLayout()
        self._undo = self._action("Undo", "undo", "Ctrl+Z", session.undo)
        self._redo = self._action("Redo", "redo", "Ctrl+Shift+Z|Ctrl+Y", session.redo)
        self.tools.add_button(self._undo)
        self.tools.add_button(self._redo)
        self._lay_out()
        self._connect()
        self._show()
        self._place()
        self.grid.setFocus()
        QTimer.singleShot(0, self, self._add_plots)

    @property
    def message(self) -> str:
        """What was said last about something that was not taken."""
        return self._message.text()

    @property
    def sum_line(self) -> str:
        """The line about the sum of the weights."""
        return self._balance.text()

    def done(self, result: int) -> None:
        """Keep the kernel or leave the picture as it was, and remember where the window is."""
        self._settings.set_state(GEOMETRY, self.saveGeometry())
        if not self._over and result == QDialog.DialogCode.Accepted:
            self._session.finish()
        elif not self._over:
            self._session.cancel()
        super().done(result)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        for widget in (self.presets, self.tools, self._bar):
            left.addWidget(widget)
        left.addWidget(self.grid, 1)
        left.addWidget(self._balance)
        self._balance.setFixedHeight(2 * self._balance.fontMetrics().lineSpacing() + theme.SPACE // 2)
        self._balance.setAlignment(Qt.AlignmentFlag.AlignTop)
        side = QWidget()
        side.setFixedWidth(SIDE)
        side.setLayout(self._side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(2 * theme.SPACE)
        self._side.addWidget(self.rows)
        self._side.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(2 * theme.SPACE)
        columns.addLayout(left, 1)
        columns.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addLayout(columns, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self._message, 1)
        cancel = QPushButton("Cancel", autoDefault=False, toolTip="Leave the picture as it was (Esc)")
        cancel.clicked.connect(self.reject)
        done = QPushButton("Done", autoDefault=False, toolTip="Keep the kernel (Ctrl+Enter)")
        done.setProperty("primary", True)
        done.clicked.connect(self.accept)
        self._action("Done", "", "Ctrl+Return|Ctrl+Enter", self.accept)
        row.addWidget(cancel)
        row.addWidget(done)
        return row

    def _connect(self) -> None:
        session = self._session
        self.grid.changing.connect(lambda weights: session.preview(self._with(weights)))
        self.grid.changed.connect(self._edit)
        self.tools.changed.connect(self._edit)
        self.presets.picked.connect(lambda kernel, name: session.edit(f"Preset {name}", kernel))
        self.rows.changing.connect(session.preview)
        self.rows.changed.connect(lambda kernel, name: session.edit(name, kernel))
        for widget in (self.grid, self.rows):
            widget.refused.connect(lambda text: self._say(text, True))
        self.presets.said.connect(self._say)
        session.changed.connect(self._show)
        session.ended.connect(self._end)

    def _with(self, weights: Matrix) -> CustomKernel:
        return replace(self._session.kernel, weights=weights)

    def _edit(self, weights: Matrix, name: str) -> None:
        self._session.edit(name, self._with(weights))

    def _show(self) -> None:
        """Show the kernel; a cell that is being typed into is left alone."""
        session, kernel = self._session, self._session.shown
        if session.kernel is not self._told:
            self._told = session.kernel
            self._say("", False)
        self._balance.setText(balance(kernel))
        self.grid.show_weights(session.kernel.weights)
        self._bar.show_cell()
        self.tools.show_weights(session.kernel.weights)
        self.rows.show_kernel(kernel)
        self.presets.show_kernel(kernel)
        self._undo.setEnabled(bool(session.undo_name))
        self._undo.setToolTip(f"Undo {session.undo_name}".strip() + " (Ctrl+Z)")
        self._redo.setEnabled(bool(session.redo_name))
        self._redo.setToolTip(f"Redo {session.redo_name}".strip() + " (Ctrl+Shift+Z)")
        if self._plots is not None:
            self._plots.show_kernel(kernel)

    def _say(self, text: str, wrong: bool) -> None:
        self._message.setText(text)
        self._message.setStyleSheet(f"color: {theme.current().error}" if wrong else "")

    def _add_plots(self) -> None:
        from gui.kernel_editor.responses import Responses

        self._side.takeAt(1)
        self._plots = Responses()
        self._side.addWidget(self._plots, 1)
        self._plots.show_kernel(self._session.shown)

    def _end(self) -> None:
        self._over = True
        self.reject()

    def _place(self) -> None:
        """Where the window was last; at first beside the main window, or as far to the right as the screen goes."""
        self.resize(WIDTH, HEIGHT)
        parent = self.parentWidget()
        if self.restoreGeometry(self._settings.state(GEOMETRY)) or parent is None:
            return
        window = parent.geometry()
        corner = QPoint(window.right() + theme.SPACE, window.top() + 10 * theme.SPACE)
        screen = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - WIDTH - 2 * theme.SPACE)))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - HEIGHT - 4 * theme.SPACE)))
        self.move(corner)

    def _action(self, text: str, icon: str, keys: str, do: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if icon:
            theme.with_icon(action, icon)
        action.setShortcuts([QKeySequence(one) for one in keys.split("|")])
        action.triggered.connect(lambda _=False: do())
        self.addAction(action)
        return action
