"""Saved recipes as tiles that show what each makes of the picture that is open."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from engine.filters.recipe_presets import RecipePreset, read_recipes
from engine.image import Image
from gui import theme
from gui.elided import draw_elided
from gui.filtering.thumbnails import Thumbnails, draw_thumbnail

PRESET = Qt.ItemDataRole.UserRole
CELL = QSize(184, 182)
TILE = QSize(168, 112)


def own_recipes() -> Path:
    """The folder of a person's own recipes."""
    return Path(platformdirs.user_data_dir("neural-darkroom", appauthor=False)) / "recipes"


class _Tile(QStyledItemDelegate):
    """Paints a preset: its thumbnail, its name, and what it makes of a picture."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return CELL

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        preset: RecipePreset = index.data(PRESET)
        look = theme.current()
        cell: QRect = option.rect.adjusted(2, 2, -3, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(look.accent), 1) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.raised))
            painter.drawRoundedRect(cell, 6, 6)
        tile = QRect(cell.left() + (cell.width() - TILE.width()) // 2, cell.top() + 6, TILE.width(), TILE.height())
        draw_thumbnail(painter, tile, self._thumbnails.find(preset.recipe), "image-filter-vintage")
        words = QRect(tile.left() + 2, tile.bottom() + 7, tile.width() - 4, cell.bottom() - tile.bottom() - 12)
        painter.setPen(QColor(look.text))
        name = painter.fontMetrics().elidedText(preset.name, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, name)
        painter.setPen(QColor(look.quiet))
        painter.setFont(theme.numbers_font(11))
        draw_elided(painter, words.adjusted(0, 18, 0, 0), _about(preset), 2)
        painter.restore()


class _Tiles(QListWidget):
    """The tiles; Delete asks to delete the chosen one."""

    deleted = Signal()

    def __init__(self) -> None:
        super().__init__(accessibleName="Recipe presets", mouseTracking=True, toolTip="Double-click uses a preset")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit()
        else:
            super().keyPressEvent(event)


class PresetGallery(QDialog):
    """Chooses a preset. `picked` carries it; `save_wanted` asks for the recipe in use to become one."""

    picked = Signal(object)
    save_wanted = Signal()

    def __init__(self, thumbnails: Thumbnails, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._folder = folder
        self._image: Image | None = None
        self._complaints = ""
        self.setWindowTitle("Recipe presets")
        self.resize(5 * CELL.width() + 4 * theme.SPACE + 16, 2 * CELL.height() + 144)
        self.tiles = _Tiles()
        self.tiles.setItemDelegate(_Tile(thumbnails, self))
        self.tiles.currentItemChanged.connect(lambda *_: self._show_choice())
        self.tiles.itemActivated.connect(lambda _: self._pick())
        self.tiles.deleted.connect(self.delete)
        thumbnails.changed.connect(self.tiles.viewport().update)
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._about.setMinimumHeight(36)
        self.save_button = QPushButton("Save recipe in use…", toolTip="Make a preset of the recipe in use")
        self.save_button.clicked.connect(self.save_wanted)
        self.delete_button = QPushButton("Delete", toolTip="Delete the chosen preset of your own (Delete)")
        self.delete_button.clicked.connect(self.delete)
        self._use = QPushButton("Use recipe", default=True, toolTip="Put it in the place of the recipe in use (Return)")
        self._use.setProperty("primary", True)
        self._use.clicked.connect(self._pick)
        self._lay_out()
        self.finished.connect(lambda _: thumbnails.stop())

    @property
    def preset(self) -> RecipePreset | None:
        """The chosen one."""
        item = self.tiles.currentItem()
        return item.data(PRESET) if item is not None else None

    def show_for(self, image: Image, can_save: bool) -> None:
        """Open with what the presets make of a picture."""
        self._image = image
        self.save_button.setEnabled(can_save)
        self.read()
        self.tiles.setFocus()
        self.open()

    def read(self, choose: str = "") -> None:
        """Read the presets anew and choose one by its name, or the first."""
        shelf = read_recipes(self._folder)
        self.tiles.clear()
        for preset in shelf.presets:
            item = QListWidgetItem(preset.name)
            item.setData(PRESET, preset)
            item.setToolTip(f"{_about(preset)}\n" + ", ".join(step.filter.title for step in preset.recipe.steps))
            self.tiles.addItem(item)
        rows = [row for row, preset in enumerate(shelf.presets) if preset.name == choose and preset.own]
        self.tiles.setCurrentRow(rows[0] if rows else 0)
        self._complaints = " ".join(shelf.complaints)
        self._show_choice()
        self._thumbnails.want(self._image, [preset.recipe for preset in shelf.presets])

    def delete(self) -> None:
        """Delete the chosen preset, if it is a person's own."""
        if (preset := self.preset) is not None and preset.own:
            row = self.tiles.currentRow()
            try:
                preset.path.unlink(missing_ok=True)
            except OSError as error:
                self._about.setText(f"{preset.name} cannot be deleted: {error.strerror or error}.")
                return
            self.read()
            self.tiles.setCurrentRow(min(row, self.tiles.count() - 1))

    def _pick(self) -> None:
        if self.preset is not None:
            self.accept()
            self.picked.emit(self.preset)

    def _show_choice(self) -> None:
        preset = self.preset
        self._use.setEnabled(preset is not None)
        self.delete_button.setEnabled(preset is not None and preset.own)
        steps = " → ".join(step.filter.title for step in preset.recipe.steps) if preset else ""
        self._about.setText(self._complaints or steps)

    def _lay_out(self) -> None:
        cancel = QPushButton("Cancel", toolTip="Leave the recipe as it is (Esc)")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        for button in (self.save_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (cancel, self._use):
            buttons.addWidget(button)
        for button in (self.save_button, self.delete_button, cancel):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.setSpacing(theme.SPACE + theme.SPACE // 2)
        column.addWidget(self.tiles, 1)
        column.addWidget(self._about)
        column.addLayout(buttons)


def _about(preset: RecipePreset) -> str:
    return preset.help or ("Your own" if preset.own else "")
