"""The editor of a network's layers: a window over the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.nn.layer import LAYERS, LayerSpec
from engine.nn.summary import summarize
from gui import theme
from gui.param_form import ParamForm
from gui.settings import Settings
from gui.training.card import Card
from gui.training.card_picker import CardPicker
from gui.training.layer_edits import LayerEdits
from gui.training.layer_list import ICONS, LayerList, layer_icon

GEOMETRY = "layer editor"
WIDTH, HEIGHT = 720, 600
SIDE = 272


class LayerEditor(QDialog):
    """Edits the layers of `LayerEdits`. `used` carries a name and the layers; Cancel and Esc leave all as it was."""

    used = Signal(str, object)

    def __init__(self, edits: LayerEdits, name: str, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        edits.setParent(self)
        self.edits, self._settings = edits, settings
        self.setWindowTitle("Layers")
        self.name = QLineEdit(name, accessibleName="Name of the network", toolTip="It is kept under this name")
        self.list = LayerList()
        self.picker = CardPicker("Kinds of layers", self)
        self._form: ParamForm | None = None
        self._shown: tuple[type[LayerSpec], bool] | None = None
        self._title = QLabel(objectName="heading")
        self._help = QLabel(objectName="quiet", wordWrap=True)
        self._follows = QLabel(objectName="quiet", wordWrap=True)
        self._input = QLabel(objectName="quiet")
        self._total = QLabel(objectName="quiet", wordWrap=True)
        self._total.setFont(theme.numbers_font())
        self.use_button = QPushButton("Use network", autoDefault=False)
        self._undo = self._action("Undo", "undo", "Ctrl+Z", edits.undo)
        self._redo = self._action("Redo", "redo", "Ctrl+Shift+Z|Ctrl+Y", edits.redo)
        self.add_button = self._button("Add layer", "plus", "Add a layer behind the chosen one (Ctrl+N)", self._open)
        self._lay_out()
        self.list.chosen.connect(edits.choose)
        self.list.moved.connect(edits.move)
        self.list.removed.connect(edits.remove)
        self.picker.picked.connect(edits.add)
        self.name.textChanged.connect(lambda _: self._show_total())
        edits.changed.connect(self._show)
        self._show()
        self._place()
        self.list.setFocus()

    def done(self, result: int) -> None:
        self._settings.set_state(GEOMETRY, self.saveGeometry())
        super().done(result)

    def accept(self) -> None:
        """Use the layers, unless they do not fit."""
        if self.use_button.isEnabled():
            self.used.emit(self.name.text().strip(), self.edits.specs)
            super().accept()

    def _show(self) -> None:
        edits, walk = self.edits, self.edits.walk
        shape = " × ".join(map(str, edits.data.input_shape))
        self._input.setText(f"Input: {shape}, {edits.data.title}")
        self.list.show_layers(edits.specs, walk, edits.chosen)
        self._show_form()
        self._show_total()
        for action, name, what in ((self._undo, edits.undo_name, "Undo"), (self._redo, edits.redo_name, "Redo")):
            action.setEnabled(bool(name))
            action.setToolTip(f"{what} {name}".strip() + f" ({action.shortcut().toString()})")

    def _show_form(self) -> None:
        """The settings of the chosen layer; the form is made anew for a layer of another kind."""
        layer, is_output = self.edits.layer, self.edits.is_output
        shown = (type(layer), is_output) if layer is not None else None
        if shown != self._shown:
            self._shown = shown
            self._take_form(layer, is_output)
        if layer is not None and self._form is not None:
            self._form.show_value(layer)
        classes = self.edits.data.classes
        self._follows.setText(f"It has one unit for each of the {classes} classes." if is_output else "")
        self._follows.setVisible(is_output)

    def _take_form(self, layer: LayerSpec | None, is_output: bool) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
        self._title.setText(layer.title() if layer else "")
        self._help.setText(layer.help() if layer else "Add a layer to begin.")
        names = tuple(setting.name for setting in layer.settings()) if layer else ()
        self._form = ParamForm(only=tuple(name for name in names if not (is_output and name == "units")))
        self._form.changing.connect(self.edits.preview)
        self._form.changed.connect(self.edits.change)
        self._side.insertWidget(2, self._form)

    def _show_total(self) -> None:
        edits, walk = self.edits, self.edits.walk
        name = self.name.text().strip()
        wrong = f"Layer {walk.fault.place + 1}: {walk.fault.reason}" if walk.fault else ""
        wrong = wrong or ("" if name else "The network needs a name.")
        if wrong:
            self._total.setText(wrong)
        else:
            cost = summarize(edits.specs, edits.data.input_shape).multiplications
            self._total.setText(f"{sum(walk.parameters):,} parameters, {cost:,} multiplications a sample")
        self._total.setStyleSheet(f"color: {theme.current().error}" if wrong else "")
        self.use_button.setEnabled(not wrong)
        self.use_button.setToolTip(wrong or "Train this network, and keep it under its name (Ctrl+Return)")

    def _open(self) -> None:
        kinds = sorted(LAYERS.items(), key=lambda named: [*ICONS, named[0]].index(named[0]))  # activations come last
        cards = [Card(name, kind.title(), kind.help(), icon=layer_icon(name)) for name, kind in kinds]
        self.picker.pop_up(cards, "", self.add_button)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(theme.SPACE // 2)
        edits = self.edits
        up, down = (lambda by=by: edits.move(edits.chosen, edits.chosen + by) for by in (-1, 1))
        tools.addWidget(self.add_button)
        tools.addWidget(
            self._button("Remove layer", "trash-can-outline", "Remove the chosen layer (Delete)", edits.remove)
        )
        tools.addWidget(self._button("Move up", "arrow-up", "Move it towards the input (Alt+Up)", up))
        tools.addWidget(self._button("Move down", "arrow-down", "Move it towards the output (Alt+Down)", down))
        tools.addStretch(1)
        for action in (self._undo, self._redo):
            button = QToolButton(autoRaise=True, accessibleName=action.text())
            button.setDefaultAction(action)
            tools.addWidget(button)
        self._action("Add layer", "", "Ctrl+N", self._open)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        left.addLayout(tools)
        left.addWidget(self._input)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setFixedWidth(SIDE)
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(0, theme.SPACE // 2, 0, 0)
        self._side.setSpacing(theme.SPACE + theme.SPACE // 2)
        for widget in (self._title, self._help, self._follows):
            self._side.addWidget(widget)
        self._side.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(3 * theme.SPACE)
        columns.addLayout(left, 1)
        columns.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addLayout(self._name_row())
        column.addLayout(columns, 1)
        column.addLayout(self._buttons())

    def _name_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(QLabel("Name", objectName="quiet"))
        row.addWidget(self.name, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self._total, 1)
        cancel = QPushButton("Cancel", autoDefault=False, toolTip="Leave the network as it was (Esc)")
        cancel.clicked.connect(self.reject)
        self.use_button.setProperty("primary", True)
        self.use_button.clicked.connect(self.accept)
        self._action("Use network", "", "Ctrl+Return|Ctrl+Enter", self.accept)
        row.addWidget(cancel)
        row.addWidget(self.use_button)
        return row

    def _place(self) -> None:
        """Where the window was last; at first over the canvas, so that the panel stays in sight."""
        self.resize(WIDTH, HEIGHT)
        parent = self.parentWidget()
        if self.restoreGeometry(self._settings.state(GEOMETRY)) or parent is None:
            return
        screen = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        corner = parent.mapToGlobal(QPoint(12 * theme.SPACE, 10 * theme.SPACE))
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - WIDTH)))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - HEIGHT - 4 * theme.SPACE)))
        self.move(corner)

    def _button(self, name: str, icon: str, tip: str, do: Callable[[], object]) -> QToolButton:
        button = theme.with_icon(QToolButton(autoRaise=True, text=name, toolTip=tip, accessibleName=name), icon)
        if icon == "plus":
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda _=False: do())
        return button

    def _action(self, text: str, icon: str, keys: str, do: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if icon:
            theme.with_icon(action, icon)
        action.setShortcuts([QKeySequence(one) for one in keys.split("|")])
        action.triggered.connect(lambda _=False: do())
        self.addAction(action)
        return action
