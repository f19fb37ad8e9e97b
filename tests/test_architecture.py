"""The import directions of the house, held over the syntax trees; no file needs to be imported for it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FOUNDATIONS = {
    "errors", "depth", "files", "tiff", "pnm", "codec", "image", "params", "jobs", "cores", "background", "plate",
    "save_options", "python_code", "preset_files"
}  # fmt: skip
ENGINE = {
    "kernels": FOUNDATIONS,
    "filters": FOUNDATIONS | {"kernels"},
    "data": FOUNDATIONS | {"kernels"},
    "nn": FOUNDATIONS | {"kernels", "data"},
    "dream": FOUNDATIONS | {"kernels", "data", "nn"},
    "editing": FOUNDATIONS | {"kernels", "filters", "data", "nn", "dream"},
    "warm_up": FOUNDATIONS | {"kernels", "filters", "editing"},
}
"""What each part of the engine may import beside itself."""
WORKSPACES = ("filtering", "training", "dreaming")
COMMANDS_ONLY = {"batch", "batch_files", "command_line", "commands", "tour", "terminal"}
"""What stands on everything else in the engine: nothing below may import it."""


def imports(source: str, module: str) -> Iterator[str]:
    """The dotted names that a module imports, at its top or inside a function; relative ones made absolute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def violation(module: str, imported: str) -> str | None:
    """Why `module` must not import `imported`, or None."""
    here, there = module.split("."), imported.split(".")
    if here[0] == "engine":
        if there[0] in ("gui", "main", "PySide6", "pyqtgraph", "qtawesome", "shiboken6"):
            return "the engine knows no window"
        if there[0] == "engine" and len(there) > 1:
            return _inside_the_engine(here[1] if len(here) > 1 else "", there[1])
    if here[0] == "gui":
        if there[0] == "main" or there[:2] in (["engine", "command_line"], ["engine", "commands"]):
            return "the window is not a command"
        if here[1:2] and here[1] in WORKSPACES and there[:1] == ["gui"] and there[1] in WORKSPACES:
            return "a workspace knows no other" if here[1] != there[1] else None
    return None


def _inside_the_engine(here: str, there: str) -> str | None:
    if here == there or here in COMMANDS_ONLY:
        return None
    allowed = ENGINE.get(here, FOUNDATIONS)
    return None if there in allowed else f"{here} stands below {there}, or beside it"


def modules() -> Iterable[tuple[str, Path]]:
    for path in sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("gui/**/*.py")]):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_nothing_imports_against_the_direction() -> None:
    wrong = [
        f"{module} imports {imported}: {why}"
        for module, path in modules()
        for imported in imports(path.read_text("utf-8"), module)
        if (why := violation(module, imported))
    ]
    assert not wrong, "\n".join(wrong)


def test_there_is_something_to_look_at() -> None:
    names = {module for module, _ in modules()}
    assert {"engine.image", "engine.filters.filter", "gui.app"} <= names


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("engine.image", "from PySide6.QtGui import QImage"),
        ("engine.image", "def f():\n    import pyqtgraph"),
        ("engine.jobs", "from gui import theme"),
        ("engine.filters.rank", "from engine.nn.network import Network"),
        ("engine.nn.dense", "from engine.filters import rank"),
        ("engine.nn.dense", "from ..filters import rank"),
        ("engine.kernels.rank", "import engine.filters.rank"),
        ("engine.params", "from engine import filters"),
        ("engine.data.mnist", "from engine.nn import network"),
        ("engine.nn.network", "from engine.dream import gradient"),
        ("engine.dream.gradient", "from engine.editing.document import Document"),
        ("engine.editing.render", "from engine import batch"),
        ("engine.dream.gradient", "from engine.command_line import run"),
        ("gui.filtering.workspace", "from gui.training import workspace"),
        ("gui.dreaming.workspace", "from gui import training"),
        ("gui.main_window", "from engine import command_line"),
    ],
)
def test_a_broken_rule_is_seen(module: str, source: str) -> None:
    assert any(violation(module, imported) for imported in imports(source, module))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("engine.dream.gradient", "from engine.nn.network import Network"),
        ("engine.command_line", "from engine.filters.recipe import Recipe"),
        ("gui.dreaming.workspace", "from gui.dreaming import setup_panel"),
        ("gui.main_window", "from gui.training.workspace import TrainWorkspace"),
    ],
)
def test_what_follows_the_rules_is_allowed(module: str, source: str) -> None:
    assert not any(violation(module, imported) for imported in imports(source, module))
