"""What `python main.py` decides before anything else: a window, a command, or the tour where there is no display."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

import engine.command_line
import main


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was run, in place of running it: ["window", picture] or ["command", arguments]."""
    calls: list[object] = []

    def command(arguments: Sequence[str]) -> int:
        calls.extend(["command", list(arguments)])
        return 0

    def window(picture: str | None) -> int:
        calls.extend(["window", picture])
        return 0

    app = ModuleType("gui.app")
    app.run = window  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gui.app", app)
    monkeypatch.setattr(engine.command_line, "run", command)
    monkeypatch.setenv("DISPLAY", ":0")
    return calls


def without_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_without_arguments_the_window_opens(called: list[object]) -> None:
    assert main.main([]) == 0
    assert called == ["window", None]


def test_a_picture_opens_in_the_window(called: list[object], tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    main.main([str(tmp_path / "a.png")])
    assert called == ["window", str(tmp_path / "a.png")]


@pytest.mark.parametrize("arguments", [["list", "filters"], ["--help"], ["missing.png"]])
def test_everything_else_is_a_command(called: list[object], arguments: list[str]) -> None:
    main.main(arguments)
    assert called == ["command", arguments]


def test_without_a_display_one_line_says_so_and_the_tour_runs(
    called: list[object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_display(monkeypatch)
    main.main([])
    assert called == ["command", ["tour"]]
    assert capsys.readouterr().out.count("\n") == 1


def test_without_a_display_a_picture_cannot_be_shown(
    called: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_display(monkeypatch)
    assert main.main([str(tmp_path)]) == 2
    assert called == []
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_what_makes_a_window_possible(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    without_display(monkeypatch)
    assert not main.has_display()
    monkeypatch.setenv(name, "wayland")
    assert main.has_display()
