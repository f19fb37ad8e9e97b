"""What a batch does with its pictures: the recipe, where results go, what they are called and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.batch_files import BatchError, result_name
from engine.codec import FORMATS
from engine.errors import UserError
from engine.filters.recipe import Recipe
from engine.save_options import SaveOptions
from gui import theme
from gui.param_form import ParamForm
from gui.settings import Settings
from gui.workspace import PANEL_WIDTH

NAME = "{name}-filtered.{ext}"
EXAMPLE = Path("photo.jpg")
MOST_SHOWN = 6


class BatchSettings(QWidget):
    """`changed` is sent whenever something else is set; `complaint` says why it cannot be done so, or ""."""

    changed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._in_use = Recipe()
        self._from_file: Recipe | None = None
        self._sources: Sequence[Path] = ()
        self._options = settings.declared("batch options", SaveOptions())
        self.in_use_button = QPushButton("In use", checkable=True, checked=True, toolTip="The recipe of the window")
        self.file_button = QPushButton("From a file…", checkable=True, toolTip="A recipe that was saved (JSON)")
        self._choice = QButtonGroup(self)
        self._steps = QLabel(objectName="quiet", wordWrap=True)
        self.folder = QLineEdit(accessibleName="Folder of the results", placeholderText="Folder of the results")
        self.folder.setToolTip("The folder that results are written to; it is made if it is not there")
        self.name = QLineEdit(settings.text("batch name", NAME), accessibleName="Names of the results")
        self.name.setToolTip(
            "{name} stands for the name of the picture, {number} for its place in the list, {ext} for its ending, "
            "which says the format"
        )
        self._example = QLabel(objectName="quiet", wordWrap=True, accessibleName="Example of a name")
        self.skip = QCheckBox("Skip pictures that are finished", checked=True)
        self.skip.setToolTip("Leave results that are newer than their picture and were made by this recipe")
        self._form = ParamForm()
        self._form_place = QVBoxLayout()
        self._form_place.addWidget(self._form)
        self._applying: tuple[str, ...] = ()
        self._browse = QPushButton("Choose…", toolTip="Choose the folder of the results")
        self._browse.clicked.connect(self._ask_folder)
        self.in_use_button.clicked.connect(lambda: self._take_recipe(None))
        self.file_button.clicked.connect(self._ask_recipe)
        self.folder.textChanged.connect(lambda _: self._show())
        self.name.textChanged.connect(lambda _: self._show())
        self._lay_out()
        self._show()

    @property
    def recipe(self) -> Recipe:
        return self._from_file or self._in_use

    @property
    def options(self) -> SaveOptions:
        value = self._form.value
        return value if isinstance(value, SaveOptions) else self._options

    @property
    def complaint(self) -> str:
        try:
            for source in self._endings():
                result_name(source, self.name.text())
        except BatchError as error:
            return str(error)
        return "" if self.folder.text().strip() else "Choose the folder of the results."

    def show_recipe(self, recipe: Recipe) -> None:
        """This one is in use now."""
        self._in_use = recipe
        self._show()

    def show_sources(self, sources: Sequence[Path]) -> None:
        """These pictures are to be filtered; a folder for them is suggested where there is none."""
        self._sources = sources
        if sources and not self.folder.text():
            self.folder.setText(str(sources[0].parent / "filtered"))
        self._show()

    def remember(self) -> None:
        """Keep the choices for the next batch."""
        self._settings.set_text("batch name", self.name.text())
        self._settings.set_declared("batch options", self.options)

    def _endings(self) -> list[Path]:
        """A picture for each format there is among the sources."""
        first: dict[str, Path] = {}
        for source in self._sources:
            first.setdefault(source.suffix.lower(), source)
        return list(first.values()) or [EXAMPLE]

    def _ask_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "Folder of the results", self.folder.text()):
            self.folder.setText(folder)

    def _ask_recipe(self) -> None:
        start = self._settings.text("recipe folder")
        path, _ = QFileDialog.getOpenFileName(self, "Load a recipe", start, "Recipes (*.json)")
        self._take_recipe(Path(path) if path else None)

    def _take_recipe(self, path: Path | None) -> None:
        try:
            self._from_file = Recipe.load(path) if path else None
            self.file_button.setText(path.name if path else "From a file…")
        except UserError as error:
            self._from_file = None
            self._steps.setText(str(error))
            self.in_use_button.setChecked(True)
            return
        (self.file_button if path else self.in_use_button).setChecked(True)
        self._show()

    def _show(self) -> None:
        titles = [step.filter.title for step in self.recipe.steps if step.on]
        more = [f"and {len(titles) - MOST_SHOWN} more"] if len(titles) > MOST_SHOWN else []
        self._steps.setText(" → ".join(titles[:MOST_SHOWN] + more) or "No filter: pictures are only converted.")
        source = self._sources[0] if self._sources else EXAMPLE
        complaint = self.complaint
        self._example.setText(
            complaint or f"{source.name}  →  {result_name(source, self.name.text(), 0, len(self._sources))}"
        )
        self._example.setStyleSheet(f"color: {theme.current().error}" if complaint and self.folder.text() else "")
        self._show_form()
        self.changed.emit()

    def _show_form(self) -> None:
        """The options that make a difference to at least one of the results."""
        applying: set[str] = set()
        for source in self._endings():
            try:
                name = result_name(source, self.name.text())
            except BatchError:
                return
            if Path(name).suffix.lower() in FORMATS:
                applying.update(SaveOptions.applying(name))
        ordered = tuple(setting.name for setting in SaveOptions.settings() if setting.name in applying)
        if ordered != self._applying:
            options = self.options
            self._form_place.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = ParamForm(only=ordered)
            self._form.show_value(options)
            self._form_place.addWidget(self._form)
            self._applying = ordered

    def _lay_out(self) -> None:
        recipe = QHBoxLayout()
        recipe.setSpacing(0)
        for button in (self.in_use_button, self.file_button):
            button.setProperty("segment", True)
            self._choice.addButton(button)
            recipe.addWidget(button, 1)
        folder = QHBoxLayout()
        folder.setSpacing(theme.SPACE)
        folder.addWidget(self.folder, 1)
        folder.addWidget(self._browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(QLabel("Recipe", objectName="heading"))
        column.addLayout(recipe)
        column.addWidget(self._steps)
        column.addSpacing(2 * theme.SPACE)
        column.addWidget(QLabel("Results", objectName="heading"))
        column.addLayout(folder)
        column.addWidget(self.name)
        column.addWidget(self._example)
        column.addWidget(self.skip)
        column.addSpacing(2 * theme.SPACE)
        column.addWidget(QLabel("Format", objectName="heading"))
        column.addLayout(self._form_place)
        column.addStretch(1)


def panel_around(choices: BatchSettings) -> QWidget:
    """The settings in a panel at the right, which scrolls where it is too low."""
    panel = QFrame(objectName="panel")
    panel.setFixedWidth(PANEL_WIDTH)
    inner = QWidget()
    inner.setFixedWidth(PANEL_WIDTH - 1)
    around = QVBoxLayout(inner)
    around.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
    around.addWidget(choices)
    scroll = QScrollArea(widgetResizable=True, horizontalScrollBarPolicy=Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inner)
    column = QVBoxLayout(panel)
    column.setContentsMargins(1, 0, 0, 0)
    column.addWidget(scroll)
    return panel
