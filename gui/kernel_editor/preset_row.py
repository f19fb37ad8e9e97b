"""Kernels with a name, to begin from and to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import platformdirs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QToolButton, QWidget

from engine.filters.custom import CustomKernel
from engine.filters.kernel_presets import KernelPreset, delete_preset, own_names, read_presets, save_preset
from engine.params import ParameterError
from gui import theme
from gui.kernel_editor.tint import glyph


def own_kernels() -> Path:
    """The folder of a person's own kernels."""
    return Path(platformdirs.user_data_dir("neural-darkroom", appauthor=False)) / "kernels"


class PresetRow(QWidget):
    """The presets as a list, the one in use chosen; `picked` carries a kernel and the name of its preset.

    `said` is a sentence about what was kept, or was not; its second value is whether something is wrong.
    """

    picked = Signal(object, str)
    said = Signal(str, bool)

    def __init__(self, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder or own_kernels()
        self._kernel = CustomKernel()
        self._presets: tuple[KernelPreset, ...] = ()
        self._filters: dict[CustomKernel, KernelPreset] = {}
        self._own: frozenset[str] = frozenset()
        self._list = QComboBox(accessibleName="Presets", toolTip="Begin from a kernel that has a name")
        self._list.setPlaceholderText("Presets")
        self._list.setMaxVisibleItems(24)
        self._list.activated.connect(self._pick)
        self._save = self._button("content-save-outline", "Keep this kernel as a preset of your own", self.ask_save)
        self._delete = self._button("trash-can-outline", "Delete this preset of your own", self._delete_own)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE // 2)
        row.addWidget(self._list, 1)
        row.addWidget(self._save)
        row.addWidget(self._delete)
        self.read()

    def read(self) -> None:
        """List what there is, a person's own first; what cannot be read is said."""
        shelf = read_presets(self._folder)
        self._own = own_names(self._folder)
        self._presets = tuple(sorted(shelf.presets, key=lambda preset: preset.name not in self._own))
        self._filters = {preset.filter(): preset for preset in reversed(self._presets)}
        self._list.clear()
        for preset in self._presets:
            own = "  ·  your own" if preset.name in self._own else ""
            self._list.addItem(glyph(preset.weights), preset.name + own)
            self._list.setItemData(self._list.count() - 1, preset.help, Qt.ItemDataRole.ToolTipRole)
        if self._own:
            self._list.insertSeparator(len([preset for preset in self._presets if preset.name in self._own]))
        self.show_kernel(self._kernel)
        if shelf.complaints:
            self.said.emit(shelf.complaints[0], True)

    def show_kernel(self, kernel: CustomKernel) -> None:
        """Choose the preset that a kernel is, if it is one."""
        self._kernel = kernel
        plain = replace(kernel, border=CustomKernel().border)
        found = self._filters.get(plain)
        self._list.setCurrentIndex(-1 if found is None else self._row_of(found))
        self._delete.setEnabled(found is not None and found.name in self._own)

    def ask_save(self) -> None:
        """Keep the kernel under a name that a person types."""
        preset = self._chosen()
        name, meant = QInputDialog.getText(self, "Keep kernel", "Name", text=preset.name if preset else "")
        if not meant:
            return
        try:
            save_preset(KernelPreset.of(name, self._kernel), self._folder)
        except ParameterError as error:
            self.said.emit(_sentence(error), True)
        else:
            self.read()
            self.said.emit(f"“{name.strip()}” is kept among the presets.", False)

    def _delete_own(self) -> None:
        preset = self._chosen()
        if preset is None:
            return
        try:
            delete_preset(preset.name, self._folder)
        except ParameterError as error:
            self.said.emit(_sentence(error), True)
        else:
            self.read()
            self.said.emit(f"The preset “{preset.name}” is deleted; its numbers are still here.", False)

    def _pick(self, row: int) -> None:
        preset = self._at(row)
        if preset is not None:
            self.picked.emit(replace(preset.filter(), border=self._kernel.border), preset.name)

    def _chosen(self) -> KernelPreset | None:
        return self._at(self._list.currentIndex())

    def _at(self, row: int) -> KernelPreset | None:
        """The preset in a row of the list, in which a separator stands behind a person's own."""
        return next((preset for preset in self._presets if self._row_of(preset) == row), None)

    def _row_of(self, preset: KernelPreset) -> int:
        place = self._presets.index(preset)
        return place + (bool(self._own) and preset.name not in self._own)

    def _button(self, icon: str, tip: str, do: Callable[[], object]) -> QToolButton:
        button = theme.with_icon(QToolButton(autoRaise=True, toolTip=tip), icon)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda _=False: do())
        return button


def _sentence(error: ParameterError) -> str:
    text = str(error)
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
