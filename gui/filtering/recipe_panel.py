"""The recipe as a list of cards, and the form of the chosen filter."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from engine.editing.document import Document
from engine.filters.filter import Filter
from engine.filters.limit import Channel, Region
from engine.filters.recipe import Recipe, Step
from gui import theme
from gui.document_model import DocumentModel
from gui.filtering.filter_palette import FilterPalette
from gui.filtering.limits_form import LimitsForm
from gui.filtering.step_cards import StepCards
from gui.filtering.thumbnails import Thumbnails
from gui.param_form import Foldout, ParamForm


class RecipePanel(QWidget):
    """Edits the recipe of the document in a `DocumentModel`; which step is chosen is known only here."""

    choice_changed = Signal(int)  # another step, or another state of it, is shown; -1 where there is none
    presets_wanted = Signal()
    refused = Signal(str)  # why a setting is not taken

    def __init__(self, model: DocumentModel, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: Document | None = None
        self.region_for_added: Region | None = None  # what was selected before there was a filter to limit
        self._formed = -1  # the step whose form is shown
        self.add_button = QPushButton("Add filter", toolTip="Put another filter on the picture (Ctrl+K)")
        self.add_button.setProperty("primary", True)
        theme.with_icon(self.add_button, "plus")
        self.add_button.clicked.connect(self.open_palette)
        self._presets = QPushButton("Presets", toolTip="Choose among saved recipes (Ctrl+Shift+P)")
        self._presets.clicked.connect(self.presets_wanted)
        self._palette = FilterPalette(thumbnails, self)
        self._palette.picked.connect(self.add)
        self.cards = StepCards()
        self.cards.currentRowChanged.connect(lambda _: self._show_form())
        self.cards.switched.connect(self._switch)
        self.cards.reordered.connect(self._reorder)
        self.cards.entered_form.connect(self._enter_form)
        self._empty = QLabel("No filter yet: the picture is shown as it is.", objectName="quiet", wordWrap=True)
        self._name = QLabel(objectName="heading")
        self._help = QLabel(objectName="quiet", wordWrap=True)
        self._form = ParamForm()
        self._form.changing.connect(self._preview)
        self._form.changed.connect(self._change)
        self._form.refused.connect(self.refused)
        self._limits = LimitsForm()
        self._limits.changed.connect(self._limit)
        self._limits.changed.connect(self._reveal_limits)
        self._limits_fold = Foldout("Limit to channels or a region", self._limits)
        self._limits_fold.setToolTip("Let the filter act on some channels or in a rectangle only")
        self._limits_fold.opened.connect(self._reveal_limits)
        self._tools = self._make_tools()
        self._lay_out()
        model.changed.connect(self._show)
        self._show()

    @property
    def chosen(self) -> int:
        """The index of the chosen step, or -1."""
        return self.cards.currentRow()

    @property
    def step(self) -> Step | None:
        """The chosen step."""
        document = self._model.document
        steps = document.recipe.steps if document else ()
        return steps[self.chosen] if 0 <= self.chosen < len(steps) else None

    def choose(self, index: int) -> None:
        """Show the form of a step."""
        self.cards.setCurrentRow(index)

    def bound_region(self, width: int, height: int) -> None:
        """The chosen step is put on a picture of this size."""
        self._limits.bound(width, height)

    def open_palette(self) -> None:
        below = self.add_button.mapToGlobal(QPoint(self.add_button.width(), self.add_button.height() + 4))
        self._palette.pop_up(below, self._model.document.image if self._model.document else None)

    def add(self, kind: type[Filter]) -> None:
        """Put a filter with its defaults behind the chosen one and choose it."""
        if document := self._model.document:
            at = self.chosen + 1 if self.chosen >= 0 else len(document.recipe.steps)
            added = document.with_added(kind(), at).with_limits(at, (), self.region_for_added)
            self._edit(f"Add {kind.title}", added, at)
            self.cards.setFocus()

    def remove(self) -> None:
        """Take the chosen step out of the recipe."""
        document, chosen = self._model.document, self.chosen
        if document and chosen >= 0:
            title = document.recipe.steps[chosen].filter.title
            self._edit(f"Remove {title}", document.without(chosen), min(chosen, len(document.recipe.steps) - 2))
            if self.chosen < 0:
                self.add_button.setFocus()

    def duplicate(self) -> None:
        """Put a copy of the chosen step behind it."""
        document, chosen = self._model.document, self.chosen
        if document and chosen >= 0:
            title = document.recipe.steps[chosen].filter.title
            self._edit(f"Duplicate {title}", document.with_duplicated(chosen), chosen + 1)

    def shift(self, by: int) -> None:
        """Move the chosen step up (-1) or down (1)."""
        if self._model.document and 0 <= self.chosen + by < self.cards.count() and self.chosen >= 0:
            self._reorder(self.chosen, self.chosen + by)

    def switch(self) -> None:
        """Switch the chosen step off, or on again."""
        if self.chosen >= 0:
            self._switch(self.chosen)

    def add_above_form(self, widget: QWidget) -> None:
        """Put something between what a filter is for and its form."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self._form), widget)

    def limit_to(self, region: Region | None) -> None:
        """Let the chosen step act only in a region, or everywhere again."""
        if self.step is not None:
            self._limit(self.step.channels, region)

    def take_recipe(self, name: str, recipe: Recipe) -> None:
        """Put a recipe in the place of the one in use, as an edit called `name`."""
        if document := self._model.document:
            self._edit(name, document.with_recipe(recipe), min(0, len(recipe.steps) - 1))

    def _make_tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._name, 1)
        for icon, tip, do in (
            ("arrow-up", "Move up (Ctrl+Shift+Up)", lambda: self.shift(-1)),
            ("arrow-down", "Move down (Ctrl+Shift+Down)", lambda: self.shift(1)),
            ("content-duplicate", "Duplicate (Ctrl+D)", self.duplicate),
            ("trash-can-outline", "Remove (Delete)", self.remove),
        ):
            button = theme.with_icon(QToolButton(autoRaise=True, toolTip=tip), icon)
            button.setAccessibleName(tip.split(" (")[0])
            button.clicked.connect(lambda _=False, do=do: do())
            row.addWidget(button)
        return tools

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(theme.SPACE)
        heading.addWidget(QLabel("Recipe", objectName="heading"), 1)
        heading.addWidget(self._presets)
        heading.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addLayout(heading)
        for widget in (self._empty, self.cards, self._tools, self._help, self._form, self._limits_fold):
            column.addWidget(widget)
        column.addStretch(1)

    def _edit(self, name: str, document: Document, choose: int) -> None:
        self._model.edit(name, document)
        self.cards.setCurrentRow(choose)

    def _switch(self, index: int) -> None:
        if document := self._model.document:
            step = document.recipe.steps[index]
            name = f"Switch {step.filter.title} {'off' if step.on else 'on'}"
            self._edit(name, document.with_switched(index), index)

    def _reorder(self, index: int, to: int) -> None:
        if document := self._model.document:
            self._edit(f"Move {document.recipe.steps[index].filter.title}", document.with_moved(index, to), to)

    def _preview(self, filter: Filter) -> None:
        if document := self._model.document:
            self._model.preview(document.with_filter(self.chosen, filter))

    def _change(self, filter: Filter) -> None:
        if document := self._model.document:
            self._model.edit(f"Change {filter.title}", document.with_filter(self.chosen, filter))

    def _enter_form(self) -> None:
        """On to the first setting of the chosen filter."""
        if not self._form.enter():
            self._limits_fold.setFocus(Qt.FocusReason.TabFocusReason)

    def _limit(self, channels: tuple[Channel, ...], region: Region | None) -> None:
        if (document := self._model.document) and self.step is not None:
            chosen, title = self.chosen, self.step.filter.title
            self._edit(f"Limit {title}", document.with_limits(chosen, channels, region), chosen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if scroll := self._scroll_area():
            scroll.viewport().installEventFilter(self)
            self.cards.set_room(scroll.viewport().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The cards leave room for the form however high the panel is."""
        if isinstance(event, QResizeEvent):
            self.cards.set_room(event.size().height())
        return super().eventFilter(watched, event)

    def _reveal_limits(self) -> None:
        """Scroll to the limits, whose form has just grown."""
        if scroll := self._scroll_area():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            scroll.ensureWidgetVisible(self._limits_fold, 0, theme.SPACE)

    def _scroll_area(self) -> QScrollArea | None:
        """What this panel scrolls in."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _show(self) -> None:
        """Show the document's steps; the chosen row stays where it was as far as there is one."""
        document = self._model.document
        steps = document.recipe.steps if document else ()
        chosen = self._choice_for(steps)
        self._shown = document
        self.cards.show_steps(steps, chosen)
        self._show_form()

    def _choice_for(self, steps: tuple[Step, ...]) -> int:
        """Which step to choose: the first that differs from what was shown, so that an undo shows what it undid."""
        before = self._shown.recipe.steps if self._shown else ()
        changed = next(
            (row for row, step in enumerate(steps) if row >= len(before) or step != before[row]), self.chosen
        )
        return min(max(0, changed), len(steps) - 1)

    def _show_form(self) -> None:
        step = self.step
        self._empty.setVisible(not self.cards.count())
        self.cards.setVisible(bool(self.cards.count()))
        for widget in (self._tools, self._help, self._limits_fold):
            widget.setVisible(step is not None)
        self._form.show_value(step.filter if step else None)
        if step is not None and self._model.document is not None:
            self._form.tab_after(self._tools.findChildren(QToolButton)[-1])
            self._name.setText(step.filter.title)
            self._help.setText(step.filter.help())
            self._limits.show_limits(step, self._model.document.image)
            if self._formed != self.chosen:  # of the same step it stays as a person left it
                self._limits_fold.set_open(step.is_limited)
            elif step.is_limited:
                self._limits_fold.set_open(True)
            self._formed = self.chosen
        self.choice_changed.emit(self.chosen)
